package org.edgeflow.backends.nd4j;

import org.edgeflow.backends.nd4j.operations.Elements;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The standard activations with their derivatives, composed of ND4J's operations.
 *
 * <p>Errors are a few ε_mach, absolute for bounded functions and relative to {@code 1 + |z|} for
 * the others: tanh is made from the sigmoid, which is twice as fast as ND4J's tanh and like it has
 * no relative accuracy near 0. GELU is the exact one, through erfc.
 */
final class ActivationKernels {
  private static final double INVERSE_ROOT_OF_TWO_PI = 0.3989422804014327;

  private final Nd4jRuntime runtime;
  private final Elements elements;
  private final Scratch scratch;

  ActivationKernels(Nd4jRuntime runtime, Elements elements, Scratch scratch) {
    this.runtime = runtime;
    this.elements = elements;
    this.scratch = scratch;
  }

  /** What an evaluation writes; all but the value are null where they are not wanted. */
  private record Outputs(INDArray value, INDArray slope, INDArray valueTangent, INDArray swing) {}

  /** {@code value ← f(z)} and, where wanted, {@code slope ← f′(z)}. */
  void activate(StandardActivation f, Nd4jTensor z, Nd4jTensor value, Nd4jTensor slope) {
    evaluate(
        f,
        z.flat(),
        null,
        new Outputs(value.flat(), slope == null ? null : slope.flat(), null, null));
  }

  /** The same with {@code valueTangent ← f′(z) ∘ ż} and {@code swing ← f″(z) ∘ ż}. */
  void activateTangent(
      StandardActivation f,
      Nd4jTensor z,
      Nd4jTensor zTangent,
      Nd4jTensor value,
      Nd4jTensor valueTangent,
      Nd4jTensor slope,
      Nd4jTensor swing) {
    INDArray along = zTangent.flat();
    if (zTangent.meets(value) || zTangent.meets(slope)) {
      along = scratch.vector(3, z.size()).flat();
      runtime.copy(zTangent.flat(), along);
    }
    evaluate(
        f,
        z.flat(),
        along,
        new Outputs(value.flat(), slope.flat(), valueTangent.flat(), swing.flat()));
  }

  // In every case z is read before anything but the value is written, and along is read into the
  // valueTangent before the swing is written.
  private void evaluate(StandardActivation f, INDArray z, INDArray along, Outputs out) {
    switch (f) {
      case IDENTITY -> identity(z, along, out);
      case RELU -> relu(z, along, out);
      case TANH -> tanh(z, along, out);
      case SIGMOID -> sigmoid(z, along, out);
      case SOFTPLUS -> softplus(z, along, out);
      case GELU -> gelu(z, along, out);
      case SWISH -> swish(1, z, along, out);
      case GELU_SIGMOID -> swish(StandardActivation.GELU_SHARPNESS, z, along, out);
    }
  }

  private void identity(INDArray z, INDArray along, Outputs out) {
    runtime.copy(z, out.value());
    if (out.slope() != null) {
      runtime.fill(out.slope(), 1);
    }
    if (along != null) {
      runtime.copy(along, out.valueTangent());
      runtime.fill(out.swing(), 0);
    }
  }

  private void relu(INDArray z, INDArray along, Outputs out) {
    elements.rectified(z, out.value());
    if (out.slope() != null) {
      elements.step(out.value(), out.slope());
    }
    if (along != null) {
      elements.multiply(out.slope(), along, out.valueTangent());
      runtime.fill(out.swing(), 0);
    }
  }

  /**
   * With s = σ(−2|z|): {@code f = sign(z) (1 − 2s)}, {@code f′ = 4 s (1 − s)}, {@code f″ = −2 f
   * f′}.
   */
  private void tanh(INDArray z, INDArray along, Outputs out) {
    INDArray s = room(0, z);
    elements.absolute(z, s);
    runtime.scale(-2, s);
    elements.sigmoid(s, s);
    elements.sign(z, out.value());
    if (out.slope() != null) {
      elements.timesOneMinus(s, out.slope());
      runtime.scale(4, out.slope());
    }
    runtime.scale(-2, s);
    elements.plusOne(s);
    elements.multiply(s, out.value(), out.value());
    if (along != null) {
      elements.multiply(out.slope(), along, out.valueTangent());
      elements.multiply(out.value(), out.valueTangent(), out.swing());
      runtime.scale(-2, out.swing());
    }
  }

  /** {@code f′ = f (1 − f)}, {@code f″ = f′ (1 − 2f)}. */
  private void sigmoid(INDArray z, INDArray along, Outputs out) {
    elements.sigmoid(z, out.value());
    if (out.slope() != null) {
      elements.timesOneMinus(out.value(), out.slope());
    }
    if (along != null) {
      elements.multiply(out.slope(), along, out.valueTangent());
      runtime.copy(out.value(), out.swing());
      runtime.scale(-2, out.swing());
      elements.plusOne(out.swing());
      elements.multiply(out.swing(), out.valueTangent(), out.swing());
    }
  }

  /** {@code f = max(z, 0) + ln(1 + e^{−|z|})}, {@code f′ = σ(z)}, {@code f″ = f′ (1 − f′)}. */
  private void softplus(INDArray z, INDArray along, Outputs out) {
    INDArray rest = room(0, z);
    INDArray slope = room(1, z);
    elements.absolute(z, rest);
    runtime.scale(-1, rest);
    elements.exp(rest);
    elements.log1p(rest);
    if (out.slope() != null) {
      elements.sigmoid(z, slope);
    }
    elements.rectified(z, out.value());
    runtime.axpy(1, rest, out.value());
    if (out.slope() != null) {
      runtime.copy(slope, out.slope());
    }
    if (along != null) {
      elements.multiply(slope, along, out.valueTangent());
      elements.oneMinus(slope, slope);
      elements.multiply(slope, out.valueTangent(), out.swing());
    }
  }

  /**
   * With s = σ(kz), o = σ(−kz): {@code f = z s}, {@code f′ = s + kz s o}, {@code f″ = k s o (2 + kz
   * (o − s))}. Far out z is held: its factor is 0 there, and ∞ · 0 would be NaN.
   */
  private void swish(double sharpness, INDArray z, INDArray along, Outputs out) {
    INDArray s = room(0, z);
    INDArray held = room(1, z);
    INDArray so = room(2, z);
    runtime.copy(z, s);
    runtime.scale(sharpness, s);
    if (out.slope() != null) {
      runtime.copy(s, so);
      runtime.scale(-1, so);
      elements.sigmoid(so, so);
    }
    elements.sigmoid(s, s);
    elements.notBelow(z, held);
    elements.multiply(held, s, out.value());
    if (out.slope() == null) {
      return;
    }
    elements.notAbove(held);
    runtime.scale(sharpness, held);
    elements.multiply(s, so, so);
    elements.multiply(held, so, out.slope());
    runtime.axpy(1, s, out.slope());
    if (along != null) {
      runtime.scale(-2, s);
      elements.plusOne(s);
      elements.multiply(held, s, held);
      elements.plusTwo(held);
      elements.multiply(held, so, held);
      runtime.scale(sharpness, held);
      tangents(held, along, out);
    }
  }

  /**
   * With Φ = ½ erfc(−z/√2), φ its density: {@code f = z Φ}, {@code f′ = Φ + z φ}, {@code f″ = (2 −
   * z²) φ}; z held as in {@link #swish}.
   */
  private void gelu(INDArray z, INDArray along, Outputs out) {
    INDArray distribution = room(0, z);
    INDArray held = room(1, z);
    INDArray density = room(2, z);
    runtime.copy(z, distribution);
    runtime.scale(-Math.sqrt(0.5), distribution);
    elements.erfc(distribution);
    runtime.scale(0.5, distribution);
    if (out.slope() != null) {
      elements.square(z, density);
      runtime.scale(-0.5, density);
      elements.exp(density);
      runtime.scale(INVERSE_ROOT_OF_TWO_PI, density);
    }
    elements.notBelow(z, held);
    elements.multiply(held, distribution, out.value());
    if (out.slope() == null) {
      return;
    }
    elements.notAbove(held);
    elements.multiply(held, density, out.slope());
    runtime.axpy(1, distribution, out.slope());
    if (along != null) {
      elements.square(held, held);
      elements.twoMinus(held);
      elements.multiply(held, density, held);
      tangents(held, along, out);
    }
  }

  private void tangents(INDArray bend, INDArray along, Outputs out) {
    elements.multiply(bend, along, bend);
    elements.multiply(out.slope(), along, out.valueTangent());
    runtime.copy(bend, out.swing());
  }

  private INDArray room(int number, INDArray like) {
    return scratch.vector(number, (int) like.length()).flat();
  }
}
