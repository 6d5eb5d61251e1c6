package org.edgeflow.theory.problem;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedForms;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.activation.StandardActivation;

/**
 * {@code L(x, y) = ℓ( y f(x) − t )}: one neuron with an outgoing weight, on one example.
 *
 * <p>With {@code f(x) = x} and {@code t = 0} every point of the axis {@code x = 0} is a minimum of
 * sharpness {@code ℓ″(0) y² = y²}. Gradient flow keeps {@code y² − x²}; gradient descent does so
 * about, and stays there where {@code y² − x² < 2/η}; beyond, where ℓ grows linearly, it bounces
 * between the walls until {@code y²} has sunk just below {@code 2/η} (arXiv 2212.07469).
 *
 * @param loss ℓ
 * @param activation f
 * @param target t
 */
public record SingleNeuron(EvenLoss loss, StandardActivation activation, double target)
    implements ClosedForm {
  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double value = activation.value(w[0]);
    double error = w[1] * value - target;
    double slope = loss.slope(error);
    gradient[0] = slope * w[1] * activation.slope(w[0]);
    gradient[1] = slope * value;
    return loss.value(error);
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    double value = activation.value(w[0]);
    double tilt = activation.slope(w[0]);
    double error = w[1] * value - target;
    double slope = loss.slope(error);
    double change = loss.curvature(error) * (w[1] * tilt * v[0] + value * v[1]);
    product[0] = change * w[1] * tilt + slope * (v[1] * tilt + w[1] * activation.bend(w[0]) * v[0]);
    product[1] = change * value + slope * tilt * v[0];
  }

  /** Builds neurons from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** What the neuron does with its input. */
    public enum Activation {
      /** {@code x}. */
      IDENTITY(StandardActivation.IDENTITY),
      /** {@code tanh x}. */
      TANH(StandardActivation.TANH),
      /** {@code 1/(1 + e^{−x})}. */
      SIGMOID(StandardActivation.SIGMOID),
      /** {@code ln(1 + e^x)}. */
      SOFTPLUS(StandardActivation.SOFTPLUS),
      /** {@code x Φ(x)}. */
      GELU(StandardActivation.GELU);

      private final StandardActivation function;

      Activation(StandardActivation function) {
        this.function = function;
      }
    }

    /** The settings of {@code single-neuron}. */
    public record Settings(
        @Setting(
                value =
                    "The loss ℓ of the error: squared (½s²), log-cosh (ln cosh s), root"
                        + " (√(1 + s²) − 1).",
                byDefault = "root")
            EvenLoss loss,
        @Setting(value = "The activation f.", byDefault = "identity") Activation activation,
        @Setting(value = "The target t.", byDefault = "0") double target,
        @Setting(value = "The initial x and y.", byDefault = "[0.5, 3]") List<Double> start) {
      /** Checks the length. */
      public Settings {
        ClosedForms.checkStart(start, 2, "x and y");
      }
    }

    @Override
    public Description description() {
      return new Description(
          "One neuron and its outgoing weight, ℓ(y f(x) − t): its minima have every sharpness.",
          "arXiv 2212.07469, 2206.04172");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new SingleNeuron(settings.loss(), settings.activation().function, settings.target()),
          ClosedForms.array(settings.start()),
          List.of("x", "y"),
          context);
    }
  }
}
