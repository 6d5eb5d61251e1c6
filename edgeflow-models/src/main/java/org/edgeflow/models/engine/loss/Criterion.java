package org.edgeflow.models.engine.loss;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Wiring;

/** How outputs are compared with targets. */
public enum Criterion {
  /** {@code Σ ‖f − y‖²} over the rows. */
  SQUARED_ERROR {
    @Override
    public LossStage stage(Wiring wiring, List<Tensor> targets, double factor) {
      return new SquaredError(wiring, targets, factor);
    }
  },
  /** {@code Σ (log Σⱼ e^{fⱼ} − y·f)} over the rows, for targets that sum to 1. */
  CROSS_ENTROPY {
    @Override
    public LossStage stage(Wiring wiring, List<Tensor> targets, double factor) {
      return new SoftmaxCrossEntropy(wiring, targets, factor);
    }
  };

  /**
   * The criterion at work on one block at a time.
   *
   * @param wiring its input: the network's outputs
   * @param targets of every block, by its index; those of a block as long as this stage's signal
   *     are used
   * @param factor multiplies the loss and its derivatives
   */
  public abstract LossStage stage(Wiring wiring, List<Tensor> targets, double factor);
}
