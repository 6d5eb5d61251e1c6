package org.edgeflow.core.experiment.plan;

import org.edgeflow.core.settings.Origin;

/**
 * A part that a config chose.
 *
 * @param <C> what the kind's factories are once they have their settings
 * @param type the name in the registry
 * @param configured the factory with its settings
 * @param settings the same settings, as they are written down again
 * @param origin where it was written, for messages
 */
public record Part<C>(String type, C configured, Record settings, Origin origin) {}
