package org.edgeflow.models.dl4j.backprop;

import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.dl4j.compile.ExactForm;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code log(1 + eˣ) = max(x, 0) + log1p(e^{−|x|})}: accurate where eˣ is tiny, finite where it is
 * huge; DL4J's own softplus is neither.
 */
public final class StableSoftplus extends BaseActivationFunction implements ExactForm<Activation> {
  private static final long serialVersionUID = 1L;

  @Override
  public Activation exact() {
    return StandardActivation.SOFTPLUS;
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    INDArray tail = Transforms.exp(Transforms.abs(in, true).negi(), false);
    Nd4jRuntime.apply(new Log1p(tail, tail));
    return Transforms.max(in, 0, false).addi(tail);
  }

  /** {@code d/dx log(1 + eˣ) = 1 / (1 + e^{−x})}. */
  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    return new Pair<>(Transforms.sigmoid(in, false).muli(epsilon), null);
  }

  @Override
  public String toString() {
    return "softplus";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StableSoftplus;
  }

  @Override
  public int hashCode() {
    return StableSoftplus.class.hashCode();
  }
}
