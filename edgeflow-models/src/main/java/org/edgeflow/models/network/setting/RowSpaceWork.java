package org.edgeflow.models.network.setting;

import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.EngineOptions;

/**
 * How the exact engine works on a network whose first layer may be dense.
 *
 * @param work what every network has
 * @param rowSpace whether inputs are reduced to their row space
 */
public record RowSpaceWork(
    Work work,
    @Setting(
            value =
                "Whether inputs are reduced to their row space where examples are fewer than"
                    + " features; for optimizers that act on each parameter by itself, say false.",
            byDefault = "true")
        boolean rowSpace) {

  /** What is best left alone. */
  public static final RowSpaceWork DEFAULT = new RowSpaceWork(Work.DEFAULT, true);

  /** The same in the engine's words. */
  public EngineOptions options() {
    return work.options(rowSpace);
  }
}
