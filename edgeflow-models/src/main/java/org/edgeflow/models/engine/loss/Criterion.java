package org.edgeflow.models.engine.loss;

import java.util.List;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Wiring;

/** How outputs are compared with targets. */
public enum Criterion {
  /** {@code Σ ‖f − y‖²} over the rows. */
  SQUARED_ERROR {
    @Override
    public LossStage stage(Wiring wiring, List<Tensor> targets, double factor, Slots losses) {
      return new SquaredError(wiring, targets, factor, losses);
    }
  },
  /** {@code Σ (log Σⱼ e^{fⱼ} − y·f)} over the rows, for targets that sum to 1. */
  CROSS_ENTROPY {
    @Override
    public LossStage stage(Wiring wiring, List<Tensor> targets, double factor, Slots losses) {
      return new SoftmaxCrossEntropy(wiring, targets, factor, losses);
    }
  };

  /**
   * The criterion at work on one block at a time.
   *
   * @param wiring its input: the network's outputs
   * @param targets of every block, by its index; those of a block as long as this stage's signal
   *     are used
   * @param factor multiplies the loss's derivatives
   * @param losses where the sums are left, which are the losses without the factor
   */
  public abstract LossStage stage(Wiring wiring, List<Tensor> targets, double factor, Slots losses);

  /**
   * Where the blocks' losses go.
   *
   * @param first the slot of block 0; the others' follow
   */
  public record Slots(Scalars scalars, int first) {

    /** The slot of a block. */
    int of(int block) {
      return first + block;
    }
  }
}
