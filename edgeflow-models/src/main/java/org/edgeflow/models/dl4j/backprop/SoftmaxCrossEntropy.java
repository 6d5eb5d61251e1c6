package org.edgeflow.models.dl4j.backprop;

import org.edgeflow.models.dl4j.compile.ExactForm;
import org.edgeflow.models.engine.loss.Criterion;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code ℓ(z, y) = log Σⱼ e^{zⱼ} − Σⱼ yⱼ zⱼ} of logits z and one-hot labels y, with {@code ∂ℓ/∂z =
 * softmax(z) − y}.
 *
 * <p>DL4J's own cross-entropy clips probabilities at 1e-10 in the loss but not in the gradient, so
 * that a badly wrong example has a loss whose gradient is another function's. This one takes
 * logits: its layer's activation must be the identity.
 */
public final class SoftmaxCrossEntropy implements ILossFunction, ExactForm<Criterion> {
  private static final long serialVersionUID = 1L;

  @Override
  public Criterion exact() {
    return Criterion.CROSS_ENTROPY;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, logits, activation, mask).sumNumber().doubleValue();
    return average ? sum / logits.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    INDArray shifted = logits.subColumnVector(logits.max(true, 1));
    INDArray chosen = shifted.mul(labels).sum(true, 1);
    INDArray total = Transforms.exp(shifted, false).sum(true, 1);
    return Transforms.log(total, false).subi(chosen);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    return new ActivationSoftmax().getActivation(logits.dup(), true).subi(labels);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, logits, activation, mask, average),
        computeGradient(labels, logits, activation, mask));
  }

  @Override
  public String name() {
    return "softmax-cross-entropy";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftmaxCrossEntropy;
  }

  @Override
  public int hashCode() {
    return SoftmaxCrossEntropy.class.hashCode();
  }
}
