package org.edgeflow.models.dl4j.backprop;

import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.dl4j.compile.ExactForm;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The Gaussian error linear unit {@code x Φ(x)}, {@code Φ(x) = ½ (1 + erf(x/√2))}, exactly; DL4J's
 * own GELU is the approximation {@code x σ(1.702 x)}. Source: Hendrycks and Gimpel, arXiv
 * 1606.08415.
 */
public final class ExactGelu extends BaseActivationFunction implements ExactForm<Activation> {
  private static final long serialVersionUID = 1L;

  @Override
  public Activation exact() {
    return StandardActivation.GELU;
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.muli(cumulative(in));
  }

  /** {@code d/dx x Φ(x) = Φ(x) + x φ(x)}, φ the standard normal density. */
  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    INDArray density = in.mul(in).muli(-0.5);
    Transforms.exp(density, false).divi(Math.sqrt(2 * Math.PI));
    INDArray cumulative = cumulative(in);
    return new Pair<>(in.muli(density).addi(cumulative).muli(epsilon), null);
  }

  private static INDArray cumulative(INDArray in) {
    INDArray result = in.mul(Math.sqrt(0.5));
    Nd4jRuntime.apply(new Erf(result, result));
    return result.addi(1).muli(0.5);
  }

  @Override
  public String toString() {
    return "gelu";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExactGelu;
  }

  @Override
  public int hashCode() {
    return ExactGelu.class.hashCode();
  }
}
