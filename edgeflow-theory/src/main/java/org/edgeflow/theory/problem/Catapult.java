package org.edgeflow.theory.problem;

import java.util.List;
import java.util.SplittableRandom;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * {@code L(u, v) = ½ (f − y)²}, {@code f = vᵀu/√n}: a two-layer linear network of width n on one
 * example, {@code w = (u, v)} with 2n parameters.
 *
 * <p>For {@code y = 0}, f and the tangent kernel {@code λ = (‖u‖² + ‖v‖²)/n} obey under gradient
 * descent a recursion of their own,
 *
 * <pre>
 *   f ← (1 − ηλ + η²f²/n) f
 *   λ ← λ + (ηf²/n)(ηλ − 4)
 * </pre>
 *
 * so that for {@code 2/η < λ < 4/η} the loss first rises to about n and λ falls, until gradient
 * descent converges where it is flat enough (arXiv 2003.02218).
 */
public final class Catapult implements Objective {
  private final TensorBackend backend;
  private final int width;
  private final double target;
  private final double scale;

  /**
   * The network.
   *
   * @param width n
   * @param target y
   */
  public Catapult(TensorBackend backend, int width, double target) {
    this.backend = backend;
    this.width = width;
    this.target = target;
    this.scale = 1 / Math.sqrt(width);
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return 2 * width;
  }

  @Override
  public double loss(Tensor parameters) {
    double error = error(first(parameters), second(parameters));
    return 0.5 * error * error;
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    Tensor u = first(parameters);
    Tensor v = second(parameters);
    double error = error(u, v);
    backend.combine(error * scale, v, 0, v, first(gradient));
    backend.combine(error * scale, u, 0, u, second(gradient));
    return 0.5 * error * error;
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    Tensor u = first(parameters);
    Tensor v = second(parameters);
    Tensor du = first(vector);
    Tensor dv = second(vector);
    double error = error(u, v);
    double change = scale * (backend.dot(v, du) + backend.dot(u, dv));
    backend.combine(change * scale, v, error * scale, dv, first(product));
    backend.combine(change * scale, u, error * scale, du, second(product));
  }

  private double error(Tensor u, Tensor v) {
    return scale * backend.dot(u, v) - target;
  }

  private Tensor first(Tensor both) {
    return backend.view(both, 0, width);
  }

  private Tensor second(Tensor both) {
    return backend.view(both, width, width);
  }

  /** Builds catapults from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code catapult}. */
    public record Settings(
        @Setting(value = "The width n.", byDefault = "512", atLeast = 1, atMost = 10_000_000)
            int width,
        @Setting(value = "The target y.", byDefault = "0") double target,
        @Setting(
                value = "The standard deviation of the initial weights, which are normal.",
                byDefault = "1",
                above = 0)
            double initScale) {}

    @Override
    public Description description() {
      return new Description(
          "A wide two-layer linear network on one example, ½(vᵀu/√n − y)², which leaps to flatter"
              + " ground where the learning rate is too large.",
          "arXiv 2003.02218");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      Catapult catapult = new Catapult(context.backend(), settings.width(), settings.target());
      SplittableRandom random = new SplittableRandom(context.seed());
      double[] start = new double[catapult.dimension()];
      for (int i = 0; i < start.length; i++) {
        start[i] = settings.initScale() * random.nextGaussian();
      }
      int width = settings.width();
      return new Problem(catapult, context.backend().of(start, start.length), List.of())
          .withBlocks(ParameterBlock.behindOneAnother(List.of("u", "v"), width, width));
    }
  }
}
