package org.edgeflow.models.network.setting;

import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.EngineOptions;

/**
 * How the exact engine works on a network.
 *
 * @param batchBlock examples at a time; 0: the network decides
 * @param deterministic whether the number of threads may change no bit
 * @param sharedProducts whether {@code symmetric} shares the first layer's products
 */
public record Work(
    @Setting(
            value = "Examples that the exact engine works on at a time; 0: the network decides.",
            byDefault = "0",
            atLeast = 0)
        int batchBlock,
    @Setting(
            value = "Whether results are bitwise the same whatever the number of threads.",
            byDefault = "false")
        boolean deterministic,
    @Setting(
            value = "Whether both endpoints and the HVP share the first layer's products.",
            byDefault = "true")
        boolean sharedProducts) {

  /** What is best left alone. */
  public static final Work DEFAULT = new Work(0, false, true);

  /** The same in the engine's words, for a network that has no row space. */
  public EngineOptions options() {
    return options(false);
  }

  EngineOptions options(boolean rowSpace) {
    return new EngineOptions(batchBlock, deterministic, rowSpace, sharedProducts);
  }
}
