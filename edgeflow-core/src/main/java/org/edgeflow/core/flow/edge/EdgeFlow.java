package org.edgeflow.core.flow.edge;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.flow.noise.NoiseFloor;
import org.edgeflow.core.flow.noise.RoundingNoise;
import org.edgeflow.core.flow.phase.LogarithmSeries;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Edge Flow (arXiv 2606.18080): gradient descent at the edge of stability as three coupled ordinary
 * differential equations. GD's iterates are {@code w_k = c_k + (−1)^k r_k u_k} with a slow centre
 * c, unit direction u and magnitude r, and time t counts GD iterations:
 *
 * <pre>
 *   centre      ċ = −(η/2) [ g(c + ru) + g(c − ru) ]   = −η ∇_c L_sym(c; ru)
 *   direction   u̇ = η (I − uuᵀ) K u
 *   magnitude   ṙ = ρ(ηs) r,   s = uᵀKu
 * </pre>
 *
 * <p>{@code K u} is {@code H(c) u} or the chord's curvature ({@link CurvatureClosure}); ρ is {@link
 * GrowthRate}. One evaluation costs two gradients, and one HVP with the centre closure; one of each
 * where r is too small for the chord to be resolved. The magnitude is carried as {@code ln r}: an
 * explicit Euler step is its exact exponential, and a long decay does not underflow.
 *
 * <p>Rounding keeps GD's oscillation from dying out, which decides when it comes back. With a noise
 * factor κ > 0 every iteration adds {@code σ² = κ² ε_mach² Σ_i u_i² c_i²} to {@code r²}; the noise
 * of stochastic gradients may take rounding's place ({@link NoiseFloor}).
 */
public final class EdgeFlow implements QuietFlow {
  /** u. */
  public static final State.Vector DIRECTION = new State.Vector("direction");

  /** ln r. */
  public static final State.Scalar LOG_MAGNITUDE = new State.Scalar("log_magnitude");

  // Below this excess ηs − 2 the direction is no longer one of an oscillation, and GD's own rate,
  // ln|ηs − 1|, turns back: flat directions stand still under GD's iterates.
  private static final double LEAST_EXCESS = -0.5;
  // What noise adds to r² changes the slopes once it is more than this fraction of it.
  static final double LEAST_KICK = 1e-4;

  static final double ROUNDINGS = 1e3;

  private final Objective objective;
  private final double learningRate;
  private final Settings settings;
  private final EdgeFlowSeed seed;
  private final NoiseFloor noise;
  private final Symmetric symmetric;
  private final BackwardErrorTerm backwardError;
  private boolean kicked;

  /**
   * Edge Flow for GD on an objective.
   *
   * @param objective evaluated on every call of {@link #derivative}
   * @param learningRate η
   * @param seed where direction and magnitude start
   */
  public EdgeFlow(Objective objective, double learningRate, Settings settings, EdgeFlowSeed seed) {
    this(
        objective,
        learningRate,
        settings,
        seed,
        settings.noise() > 0 ? new RoundingNoise(objective, settings.noise()) : NoiseFloor.NONE);
  }

  /**
   * Edge Flow with a noise of its own.
   *
   * @param noise in place of the settings' rounding
   */
  public EdgeFlow(
      Objective objective,
      double learningRate,
      Settings settings,
      EdgeFlowSeed seed,
      NoiseFloor noise) {
    this.noise = noise;
    this.objective = objective;
    this.learningRate = learningRate;
    this.settings = settings;
    this.seed = seed;
    this.symmetric = new Symmetric(objective.backend(), objective.dimension());
    this.backwardError =
        settings.backwardError() == BackwardError.FULL
            ? new BackwardErrorTerm(objective, learningRate, settings)
            : null;
  }

  /**
   * The variants of Edge Flow.
   *
   * @param curvature the closure
   * @param rate the growth rate
   * @param noise κ ≥ 0
   * @param backwardError how much of GD's backward error the equations hold: what steps finer than
   *     one iteration need and {@code egd} must not have
   * @param order up to which order in a step's change the full backward error is held; at least 2
   */
  public record Settings(
      CurvatureClosure curvature,
      GrowthRate rate,
      double noise,
      BackwardError backwardError,
      int order) {

    /** As published: centre curvature, linear rate, no noise. */
    public static final Settings PUBLISHED =
        new Settings(CurvatureClosure.CENTRE, GrowthRate.LINEAR, 0, BackwardError.NONE);

    /**
     * What the series for the logarithm along the direction leaves out, for the logarithmic rate.
     *
     * @param excess Δ along it: ηs − 2, or relative to a growth that is taken out of it
     */
    double remainder(double excess) {
      if (rate == GrowthRate.LINEAR) {
        return 0;
      }
      double z = Math.max(excess, LEAST_EXCESS);
      return Math.log1p(z) - LogarithmSeries.sum(order, z);
    }

    /**
     * How fast the centre relaxes across the direction at the edge, where the map's Δ is −2; 0
     * where the solver's own steps decide.
     */
    double relaxationRate() {
      return backwardError == BackwardError.FULL ? -LogarithmSeries.sum(order, -2) : 0;
    }

    /** With the backward error to the second order, if it is full. */
    public Settings(
        CurvatureClosure curvature, GrowthRate rate, double noise, BackwardError backwardError) {
      this(curvature, rate, noise, backwardError, 2);
    }
  }

  @Override
  public State initial(Tensor start) {
    return initial(Start.at(start));
  }

  @Override
  public State initial(Start start) {
    TensorBackend backend = objective.backend();
    State state =
        new State(backend, objective.dimension(), List.of(DIRECTION), List.of(LOG_MAGNITUDE));
    backend.copy(start.centre(), state.centre());
    Tensor direction = direction(state);
    double length = start.oscillation().map(backend::norm).orElse(0.0);
    // What is lost in rounding has no direction of its own.
    double resolved = ROUNDINGS * backend.dataType().epsilon() * backend.norm(start.centre());
    if (length > resolved) {
      backend.copy(start.oscillation().orElseThrow(), direction);
      backend.scale(1 / length, direction);
      setMagnitude(state, length);
    } else {
      double planted = seed.plant(objective, learningRate, start.centre(), direction);
      // Where GD has been watched, rounding is all there is, and what was seen of it.
      setMagnitude(
          state,
          start
              .oscillation()
              .map(
                  seen ->
                      Math.hypot(rounding(start.centre(), direction), backend.dot(seen, direction)))
              .orElse(planted));
    }
    return state;
  }

  private double rounding(Tensor centre, Tensor direction) {
    TensorBackend backend = objective.backend();
    Tensor scratch = backend.zeros(objective.dimension());
    return backend.dataType().epsilon() * objective.roundingScale(centre, direction, scratch);
  }

  @Override
  public Reading derivative(State state, State derivative) {
    TensorBackend backend = objective.backend();
    Tensor centre = state.centre();
    Tensor direction = direction(state);
    double magnitude = magnitude(state);

    boolean ofChord = settings.curvature() == CurvatureClosure.CHORD;
    boolean chord = ofChord && !isRounding(magnitude, centre);
    // What K leaves out where the chord is not resolved, the mean gradient may leave out, too.
    double apart = ofChord && !chord ? 0 : magnitude;
    BackwardErrorTerm.Point point =
        new BackwardErrorTerm.Point(centre, direction, apart, chord, symmetric);
    objective.symmetric(centre, direction, apart, point.request(), symmetric);
    Tensor bend = point.bend(symmetric);
    double perUnit = point.perUnit();
    double curvature = perUnit * backend.dot(direction, bend);

    Tensor drift = derivative.centre();
    backend.combine(-learningRate, symmetric.meanGradient(), 0, centre, drift);
    backend.combine(
        learningRate * perUnit, bend, -learningRate * curvature, direction, direction(derivative));
    derivative.setNumber(LOG_MAGNITUDE, settings.rate().of(learningRate * curvature));

    double between = 0.5 * curvature * (magnitude * magnitude - apart * apart);
    Reading reading = reading(magnitude, curvature, between, direction(derivative));
    switch (settings.backwardError()) {
      case NONE -> {}
      case CENTRE -> {
        Tensor curvedGradient = symmetric.hessianVector();
        objective.hessianVector(centre, symmetric.meanGradient(), curvedGradient);
        backend.axpy(-0.5 * learningRate * learningRate, curvedGradient, drift);
      }
      case FULL ->
          derivative.setNumber(
              LOG_MAGNITUDE, backwardError.replace(point, drift, direction(derivative)));
    }
    return reading;
  }

  // ∇_δΨ = Kδ − 2δ/η has the part r(s − 2/η) along u, and what turns u across it.
  private Reading reading(double magnitude, double curvature, double between, Tensor turning) {
    double loss = symmetric.loss() + between;
    if (settings.curvature() == CurvatureClosure.CENTRE) {
      return new Reading(symmetric.centreLoss(), loss, curvature);
    }
    TensorBackend backend = objective.backend();
    return new Reading(
        symmetric.centreLoss(),
        loss,
        curvature,
        loss - magnitude * magnitude / learningRate,
        backend.norm(symmetric.meanGradient()),
        magnitude * Math.hypot(backend.norm(turning) / learningRate, curvature - 2 / learningRate));
  }

  // Below it the difference of two gradients says more about rounding than about curvature.
  static boolean isRounding(double magnitude, Tensor centre) {
    return magnitude <= OscillatingFlow.resolution(centre);
  }

  @Override
  public void settle(State state, double elapsed) {
    TensorBackend backend = objective.backend();
    Tensor direction = direction(state);
    backend.scale(1 / backend.norm(direction), direction);
    double square = noise.square(state.centre(), direction, elapsed);
    double magnitude = magnitude(state);
    // An oscillation too small to resolve has no part in the equations, whatever feeds it.
    kicked = square > LEAST_KICK * magnitude * magnitude && !isRounding(magnitude, state.centre());
    if (square > 0) {
      setMagnitude(state, Math.hypot(magnitude, Math.sqrt(square)));
    }
  }

  @Override
  public boolean keepsSlopes() {
    return !kicked;
  }

  @Override
  public boolean holdsDiscretizationError() {
    return settings.backwardError() == BackwardError.FULL;
  }

  // The centre along the direction relaxes under f at the rate ηs, which is 2 at the edge.
  @Override
  public double relaxationRate() {
    return settings.relaxationRate();
  }

  @Override
  public double magnitude(State state) {
    return Math.exp(state.number(LOG_MAGNITUDE));
  }

  @Override
  public void setMagnitude(State state, double magnitude) {
    state.setNumber(LOG_MAGNITUDE, Math.log(magnitude));
  }

  @Override
  public Tensor direction(State state) {
    return state.vector(DIRECTION);
  }

  @Override
  public Tensor turning(State derivative) {
    return derivative.vector(DIRECTION);
  }

  @Override
  public double quietDrift(Tensor centre, Tensor drift) {
    double loss = objective.lossAndGradient(centre, drift);
    objective.backend().scale(-learningRate, drift);
    return loss;
  }

  @Override
  public void curvature(Tensor centre, Tensor vector, Tensor product) {
    objective.hessianVector(centre, vector, product);
  }

  @Override
  public double noise(State state, int iterations) {
    return noise.square(state.centre(), direction(state), iterations) / iterations;
  }

  @Override
  public void setGrowth(State derivative, double rate) {
    derivative.setNumber(LOG_MAGNITUDE, rate);
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public void visit(Fields fields) {
    fields.part("noise", noise);
  }
}
