package org.edgeflow.models.network.setting;

import org.edgeflow.core.settings.Setting;

/**
 * What the networks for images and sequences share: they are classifiers.
 *
 * @param loss what is minimized
 * @param draw where the network starts
 * @param work how it is evaluated
 */
public record Training(
    @Setting(value = "The loss, averaged over the labels.", byDefault = "cross-entropy")
        Criterion loss,
    Draw draw,
    Work work) {}
