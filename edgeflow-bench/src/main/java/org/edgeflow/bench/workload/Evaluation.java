package org.edgeflow.bench.workload;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A workload at work: each method evaluates one quantity at a point {@code c}, along a random
 * direction {@code u} of length 1, into tensors that are reused. The point is where the network
 * starts, until {@link #descend} moves it.
 */
public final class Evaluation implements AutoCloseable {
  /** r, in {@code c ± r u}. */
  public static final double MAGNITUDE = 0.01;

  /** r of an oscillation that is lost in rounding, for any network here and either format. */
  public static final double QUIET = 1e-13;

  private static final long SEED = 7;
  private static final int MOST_PRODUCTS = 10_000;

  private final Experiment experiment;
  private final Problem problem;
  private final Objective objective;
  private final Tensor point;
  private final Tensor direction;
  private final Tensor result;
  private final Symmetric symmetric;
  private final Map<SpectralTracker.Settings, SpectralTracker> trackers = new HashMap<>();

  private Evaluation(Experiment experiment) {
    this.experiment = experiment;
    this.problem = experiment.problem();
    this.objective = problem.objective();
    TensorBackend backend = objective.backend();
    int dimension = objective.dimension();
    double[] values = new double[dimension];
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    for (int i = 0; i < dimension; i++) {
      values[i] = random.nextGaussian();
    }
    this.point = backend.copyOf(problem.start());
    this.direction = backend.of(values, dimension);
    backend.scale(1 / backend.norm(direction), direction);
    this.result = backend.zeros(dimension);
    this.symmetric = new Symmetric(backend, dimension);
  }

  /**
   * Opens a problem as a config does.
   *
   * @throws org.edgeflow.core.settings.ConfigException if a section is not right
   */
  static Evaluation of(
      Registry registry,
      DataType dtype,
      BackendChoice backend,
      Map<String, Node> dataset,
      Map<String, Node> objective) {
    Map<String, Node> config = new LinkedHashMap<>();
    config.put("experiment", Tree.text("benchmark"));
    config.put("steps", Tree.text("1"));
    config.put("learning-rate", Tree.text("0.1"));
    config.put("dtype", Tree.text(dtype.name().toLowerCase(Locale.ROOT)));
    config.put("backend", backend.section(registry));
    config.put("dataset", Tree.section(dataset));
    config.put("objective", Tree.section(objective));
    return new Evaluation(Experiment.open(ExperimentReader.read(Tree.section(config), registry)));
  }

  /** {@code L(c)}. */
  public double loss() {
    return objective.loss(point);
  }

  /** {@code L(c)} and {@code g(c)}; returns the gradient. */
  public Tensor gradient() {
    objective.lossAndGradient(point, result);
    objective.backend().synchronize();
    return result;
  }

  /** {@code H(c) u}. */
  public Tensor hessianVector() {
    objective.hessianVector(point, direction, result);
    objective.backend().synchronize();
    return result;
  }

  /** Both endpoints and the HVP: an Edge Flow iteration with the centre closure. */
  public Symmetric symmetric() {
    objective.symmetric(point, direction, MAGNITUDE, Symmetric.Request.HESSIAN_VECTOR, symmetric);
    objective.backend().synchronize();
    return symmetric;
  }

  /** The same of an oscillation that is lost in rounding, as before the edge. */
  public Symmetric quiet() {
    objective.symmetric(
        problem.start(), direction, QUIET, Symmetric.Request.HESSIAN_VECTOR, symmetric);
    objective.backend().synchronize();
    return symmetric;
  }

  /** Both endpoints and their half difference: an Edge Flow iteration with the chord closure. */
  public Symmetric chord() {
    objective.symmetric(point, direction, MAGNITUDE, Symmetric.Request.HALF_DIFFERENCE, symmetric);
    objective.backend().synchronize();
    return symmetric;
  }

  /**
   * Moves the point by gradient descent.
   *
   * @param steps how many
   * @param rate η
   * @return the loss where it ends
   */
  public double descend(int steps, double rate) {
    for (int i = 0; i < steps; i++) {
      objective.lossAndGradient(point, result);
      objective.backend().axpy(-rate, result, point);
    }
    return loss();
  }

  /**
   * The leading eigenpairs of the Hessian at the point, by a tracker that begins at the first call
   * and follows the point from one call of equal arguments to the next.
   *
   * @param tolerance the largest residual, relative to the largest eigenvalue
   */
  public Eigenpairs leading(int count, double tolerance) {
    SpectralTracker.Settings settings =
        SpectralTracker.Settings.leading(count, tolerance, MOST_PRODUCTS);
    return trackers
        .computeIfAbsent(
            settings, s -> new SpectralTracker(s, objective.backend(), dimension(), SEED))
        .track(SymmetricOperator.hessian(objective, point));
  }

  /** The number of coordinates that are worked in. */
  public int dimension() {
    return objective.dimension();
  }

  /** What the network is evaluated on. */
  public Dataset dataset() {
    return experiment.dataset().orElseThrow();
  }

  /** {@code c} in the network's own coordinates. */
  public double[] parameters() {
    return problem.export().apply(point);
  }

  /** {@code u} in the network's own coordinates. */
  public double[] direction() {
    return outside(direction);
  }

  /**
   * A gradient, direction or HVP in the network's own coordinates. The export of parameters is
   * affine, and its linear part an isometry into the parameter space, so it takes these along.
   */
  public double[] outside(Tensor vector) {
    double[] values = problem.export().apply(vector);
    double[] origin = problem.export().apply(objective.backend().zeros(dimension()));
    for (int i = 0; i < values.length; i++) {
      values[i] -= origin[i];
    }
    return values;
  }

  /** On which it is evaluated. */
  public TensorBackend backend() {
    return objective.backend();
  }

  /** What computes. */
  public String description() {
    return objective.backend().description();
  }

  @Override
  public void close() {
    experiment.close();
  }
}
