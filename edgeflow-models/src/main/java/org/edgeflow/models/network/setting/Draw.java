package org.edgeflow.models.network.setting;

import org.edgeflow.core.settings.Setting;

/**
 * Where a network starts.
 *
 * @param init how its parameters are drawn
 * @param initScale multiplies them
 */
public record Draw(
    @Setting(value = "How the initial parameters are drawn.", byDefault = "fan-in-uniform")
        Initialization init,
    @Setting(value = "A factor on all drawn parameters.", byDefault = "1", above = 0)
        double initScale) {}
