package org.edgeflow.models.engine.loss;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Wiring;

/** {@code L = κ Σ ‖f − y‖²}: {@code δ = 2κ (f − y)}, {@code δ̇ = 2κ ḟ}. */
final class SquaredError implements LossStage {
  private final TensorBackend backend;
  private final Signal in;
  private final List<Tensor> targets;
  private final double factor;
  private final Criterion.Slots losses;

  SquaredError(Wiring wiring, List<Tensor> targets, double factor, Criterion.Slots losses) {
    this.backend = wiring.backend();
    this.in = wiring.input();
    this.targets = targets;
    this.factor = factor;
    this.losses = losses;
  }

  @Override
  public void turn(int block) {
    backend.combine(1, in.value(), -1, targets.get(block), in.delta());
    backend.dot(in.delta(), in.delta(), losses.scalars(), losses.of(block));
    backend.scale(2 * factor, in.delta());
  }

  @Override
  public void turnTangent(int block) {
    turn(block);
    backend.combine(2 * factor, in.tangent(), 0, in.tangent(), in.deltaTangent());
  }
}
