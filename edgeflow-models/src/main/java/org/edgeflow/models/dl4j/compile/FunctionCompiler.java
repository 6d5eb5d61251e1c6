package org.edgeflow.models.dl4j.compile;

import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.activation.FurtherActivation;
import org.edgeflow.models.engine.activation.PiecewiseActivation;
import org.edgeflow.models.engine.loss.Criterion;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** DL4J's activations and losses in the engine's words. */
final class FunctionCompiler {
  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
  private static final double SELU_SCALE = 1.0507009873554804934193349852946;

  /** Where DL4J clips probabilities unless told otherwise; the exact loss does not. */
  private static final double USUAL_CLIP = 1e-10;

  private FunctionCompiler() {}

  /**
   * A loss.
   *
   * @param criterion what is averaged over the examples
   * @param factor what it is multiplied by
   * @param activated whether the layer's activation comes before it, and is not part of it
   */
  record Loss(Criterion criterion, double factor, boolean activated) {

    Loss times(int more) {
      return new Loss(criterion, factor * more, activated);
    }
  }

  static Activation activation(IActivation function) {
    if (function instanceof ExactForm<?> form && form.exact() instanceof Activation exact) {
      return exact;
    }
    if (function instanceof ActivationIdentity) {
      return StandardActivation.IDENTITY;
    } else if (function instanceof ActivationTanH) {
      return StandardActivation.TANH;
    } else if (function instanceof ActivationReLU relu) {
      return relu(relu);
    } else if (function instanceof ActivationSigmoid) {
      return StandardActivation.SIGMOID;
    } else if (function instanceof ActivationSoftPlus) {
      return StandardActivation.SOFTPLUS;
    } else if (function instanceof ActivationSwish) {
      return StandardActivation.SWISH;
    } else if (function instanceof ActivationGELU gelu) {
      return gelu.isPrecise() ? FurtherActivation.GELU_TANH : StandardActivation.GELU_SIGMOID;
    } else if (function instanceof ActivationCube) {
      return FurtherActivation.CUBE;
    } else if (function instanceof ActivationSoftSign) {
      return FurtherActivation.SOFTSIGN;
    } else if (function instanceof ActivationHardTanH) {
      return FurtherActivation.HARD_TANH;
    } else if (function instanceof ActivationHardSigmoid) {
      return FurtherActivation.HARD_SIGMOID;
    } else if (function instanceof ActivationRectifiedTanh) {
      return FurtherActivation.RECTIFIED_TANH;
    } else if (function instanceof ActivationRationalTanh) {
      return FurtherActivation.RATIONAL_TANH;
    } else if (function instanceof ActivationMish) {
      return FurtherActivation.MISH;
    } else if (function instanceof ActivationELU elu) {
      return new PiecewiseActivation.Exponential(elu.getAlpha(), 1);
    } else if (function instanceof ActivationSELU) {
      return new PiecewiseActivation.Exponential(SELU_ALPHA, SELU_SCALE);
    } else if (function instanceof ActivationLReLU leaky) {
      return new PiecewiseActivation.Leaky(leaky.getAlpha());
    } else if (function instanceof ActivationThresholdedReLU thresholded) {
      return new PiecewiseActivation.Clipped(thresholded.getTheta(), Double.POSITIVE_INFINITY);
    } else if (function instanceof ActivationReLU6) {
      return new PiecewiseActivation.Clipped(0, 6);
    }
    throw new NotCompilable("the activation '" + function + "'");
  }

  private static Activation relu(ActivationReLU relu) {
    boolean shifted = relu.getThreshold() != null && relu.getThreshold() != 0;
    double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
    boolean clipped = relu.getMax() != null && relu.getMax() > 0;
    if (shifted || (clipped && slope != 0)) {
      throw new NotCompilable("the activation '" + relu + "' with a threshold");
    }
    if (clipped) {
      return new PiecewiseActivation.Clipped(0, relu.getMax());
    }
    return slope == 0 ? StandardActivation.RELU : new PiecewiseActivation.Leaky(slope);
  }

  static Loss loss(ILossFunction function, IActivation activation, int outputs) {
    if (function instanceof ExactForm<?> form && form.exact() instanceof Criterion exact) {
      return new Loss(exact, 1, true);
    }
    if (activation instanceof ActivationSoftmax) {
      if (function instanceof LossMCXENT crossEntropy
          && crossEntropy.getWeights() == null
          && crossEntropy.getSoftmaxClipEps() <= USUAL_CLIP) {
        return new Loss(Criterion.CROSS_ENTROPY, 1, false);
      }
    } else if (function instanceof LossMSE mse && mse.getWeights() == null) {
      return new Loss(Criterion.SQUARED_ERROR, 1.0 / outputs, true);
    } else if (function instanceof LossL2 squares
        && !(function instanceof LossMSE)
        && squares.getWeights() == null) {
      return new Loss(Criterion.SQUARED_ERROR, 1, true);
    }
    throw new NotCompilable(
        "the loss '" + function.name() + "' of activation '" + activation + "'");
  }
}
