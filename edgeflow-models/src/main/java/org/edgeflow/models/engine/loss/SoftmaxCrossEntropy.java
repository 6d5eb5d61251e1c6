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
  private final Tensor probabilities;

  SoftmaxCrossEntropy(Wiring wiring, List<Tensor> targets, double factor) {
    this.backend = wiring.backend();
    this.kernels = wiring.kernels();
    this.in = wiring.input();
    this.targets = targets;
    this.factor = factor;
    this.probabilities = wiring.tangentBuffer(in.rows(), in.extents().channels());
  }

  @Override
  public double turn(int block) {
    double loss = factor * kernels.softmaxCrossEntropy(in.value(), targets.get(block), in.delta());
    backend.scale(factor, in.delta());
    return loss;
  }

  @Override
  public double turnTangent(int block) {
    double loss = kernels.softmaxCrossEntropy(in.value(), targets.get(block), in.delta());
    kernels.softmaxRows(in.value(), probabilities);
    kernels.softmaxRowsDerivative(probabilities, in.tangent(), in.deltaTangent());
    backend.scale(factor, in.delta());
    backend.scale(factor, in.deltaTangent());
    return factor * loss;
  }
}
