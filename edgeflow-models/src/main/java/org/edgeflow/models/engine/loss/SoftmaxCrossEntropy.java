package org.edgeflow.models.engine.loss;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@code L = κ Σ (log Σⱼ e^{fⱼ} − y·f)}: {@code δ = κ (p − y)}, {@code δ̇ = κ p ∘ (ḟ − p·ḟ)}, p the
 * softmax of f.
 */
final class SoftmaxCrossEntropy implements LossStage {
  private final TensorBackend backend;
  private final Kernels kernels;
  private final Signal in;
  private final List<Tensor> targets;
  private final double factor;
  private final Criterion.Slots losses;
  private final Tensor probabilities;

  SoftmaxCrossEntropy(Wiring wiring, List<Tensor> targets, double factor, Criterion.Slots losses) {
    this.backend = wiring.backend();
    this.kernels = wiring.kernels();
    this.in = wiring.input();
    this.targets = targets;
    this.factor = factor;
    this.losses = losses;
    this.probabilities = wiring.tangentBuffer(in.rows(), in.extents().channels());
  }

  @Override
  public void turn(int block) {
    compare(block);
    backend.scale(factor, in.delta());
  }

  @Override
  public void turnTangent(int block) {
    compare(block);
    kernels.rows().softmax(in.value(), probabilities);
    kernels.rows().softmaxDerivative(probabilities, in.tangent(), in.deltaTangent());
    backend.scale(factor, in.delta());
    backend.scale(factor, in.deltaTangent());
  }

  private void compare(int block) {
    kernels
        .rows()
        .softmaxCrossEntropy(
            in.value(), targets.get(block), in.delta(), losses.scalars(), losses.of(block));
  }
}
