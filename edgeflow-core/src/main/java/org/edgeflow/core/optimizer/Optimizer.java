package org.edgeflow.core.optimizer;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.tensor.Tensor;

/**
 * The discrete algorithm that every model of a run describes. An instance carries one run's state.
 */
public interface Optimizer extends Snapshot.Part {

  /**
   * Called once, before the first step: an optimizer that has to look around before it can go does
   * so here.
   *
   * @param loss what will be minimized
   * @param start {@code w_0}; not modified
   * @throws IllegalArgumentException if it cannot go on from there, saying why
   */
  default void begin(Loss loss, Tensor start) {}

  /**
   * One iteration, {@code w ← w − η (…)}.
   *
   * @param loss what is minimized; evaluated once, with its gradient, by those that carry out a
   *     rule
   * @param iterate modified
   * @return the loss at the old iterate
   */
  double step(Loss loss, Tensor iterate);

  /** What it does, as data. */
  UpdateRule rule();

  /** What it remembers of past gradients, live; empty for one that does not say. */
  default Optional<Moments> moments() {
    return Optional.empty();
  }

  /**
   * The preconditioner P of the step last taken, one positive entry a parameter; live until the
   * next step, not to be modified. Empty where P is the identity. Before the first step it is not
   * known, and its entries mean nothing.
   */
  default Optional<Tensor> preconditioner() {
    return Optional.empty();
  }
}
