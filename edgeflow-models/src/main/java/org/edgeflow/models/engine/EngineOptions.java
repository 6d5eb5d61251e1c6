package org.edgeflow.models.engine;

import org.edgeflow.core.objective.ObjectiveFactory;

/**
 * How the exact engine works; none of it changes results by more than rounding.
 *
 * @param batchBlock examples worked on at a time; 0 lets the network decide
 * @param deterministic whether results are bitwise the same whatever the number of threads
 * @param rowSpace whether inputs are reduced to their row space where that has fewer dimensions
 * @param sharedProducts whether {@code symmetric} shares the first layer's products
 */
public record EngineOptions(
    int batchBlock, boolean deterministic, boolean rowSpace, boolean sharedProducts) {
  /** Everything that makes it fast. */
  public static final EngineOptions DEFAULT = new EngineOptions(0, false, true, true);

  /** The same for one problem: with unturned parameters where its context wants them so. */
  public EngineOptions within(ObjectiveFactory.Context context) {
    return new EngineOptions(
        batchBlock, deterministic, rowSpace && !context.asOutside(), sharedProducts);
  }
}
