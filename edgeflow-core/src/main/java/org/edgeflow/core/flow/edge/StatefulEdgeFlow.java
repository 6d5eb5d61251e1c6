package org.edgeflow.core.flow.edge;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.flow.noise.NoiseFloor;
import org.edgeflow.core.flow.phase.PhaseBackwardError;
import org.edgeflow.core.flow.phase.PhaseMetric;
import org.edgeflow.core.flow.phase.PhasePoint;
import org.edgeflow.core.flow.phase.TwoStepMap;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Edge Flow for optimizers that remember (ours): {@link EdgeFlow} in the phase space of a rule. The
 * state is a centre c, the average M and the second moments ν of the gradient, and one oscillation
 * of iterate and average together, {@code (δ, α) = r (u, a)} ({@link PhasePoint}). With f the
 * change of each over one iteration of the rule's two-step map ({@link TwoStepMap}), time in
 * iterations,
 *
 * <pre>
 *   centre      ċ = −η P⁻¹ q̄                 Ṁ = (1 − β)(ḡ − M)      ν̇ = (1 − β₂)(½(g₊² + g₋²) − ν)
 *   direction   u̇ = η P⁻¹ q̃ − (2 + κ) u      ȧ = (1 − β)Ku − (1 + β + κ) a
 *   magnitude   ṙ = κ r                      or, with the logarithmic rate, ln|1 + κ| r
 * </pre>
 *
 * <p>where q̄ and q̃ are what the rule's filter lets through of the mean gradient and of its
 * alternation, and κ is the part of the oscillation's change along itself. On a quadratic u settles
 * at {@code P^{-1/2}} times the top eigenvector of {@code P^{-1/2} H P^{-1/2}}, and then {@code 1 +
 * κ = −μ(s̃)}: the rate is {@code ln|μ(s̃)|}, {@link UpdateRule#multiplier}. The average's
 * oscillation is carried and not slaved to the iterate's, because close to the edge both are
 * equally slow: at β = 0.9 the two multipliers of heavy ball are −1 and −0.9 at the edge, and meet
 * at 0.999 of it.
 *
 * <p>For gradient descent it is Edge Flow, to the bit. The rule's discretization error is held in
 * all equations, or is the solver's ({@link BackwardError}); held, it is the series at the map's
 * next iterates ({@link PhaseBackwardError}), and not {@link EdgeFlow}'s form.
 */
public final class StatefulEdgeFlow implements OscillatingFlow {
  private final Objective objective;
  private final UpdateRule rule;
  private final EdgeFlow.Settings settings;
  private final PhaseSeed begin;
  private final NoiseFloor noise;
  private final TwoStepMap map;
  private final PhaseMetric metric;
  private final Optional<PhaseBackwardError> backwardError;
  private final Optional<Tensor> preconditioner;
  private final Tensor unit;
  private double averageScale = 1;
  private double gain;
  private boolean kicked;

  /**
   * Edge Flow of a rule on an objective.
   *
   * @param settings its backward error is full or none
   * @param noise what keeps the oscillation alive
   */
  public StatefulEdgeFlow(
      Objective objective,
      UpdateRule rule,
      EdgeFlow.Settings settings,
      TopEigenvectorSeed seed,
      NoiseFloor noise) {
    TensorBackend backend = objective.backend();
    this.objective = objective;
    this.rule = rule;
    this.settings = settings;
    this.noise = noise;
    this.map = new TwoStepMap(objective, rule);
    this.begin = new PhaseSeed(objective, rule, map, seed);
    this.metric = new PhaseMetric(rule, backend, objective.dimension());
    this.backwardError =
        settings.backwardError() == BackwardError.FULL
            ? Optional.of(new PhaseBackwardError(objective, rule, settings.order()))
            : Optional.empty();
    this.preconditioner =
        rule.scaling().kind() == Scaling.Kind.NONE
            ? Optional.empty()
            : Optional.of(backend.zeros(objective.dimension()));
    this.unit = backend.zeros(objective.dimension());
  }

  @Override
  public State initial(Tensor start) {
    return initial(Start.at(start));
  }

  @Override
  public State initial(Start start) {
    State state = begin.state(start);
    averageScale = begin.averageScale();
    preconditioner.ifPresent(begin::copyPreconditioner);
    return state;
  }

  @Override
  public Reading derivative(State state, State derivative) {
    double amplitude = amplitude(state);
    boolean chord =
        settings.curvature() == CurvatureClosure.CHORD
            && !EdgeFlow.isRounding(magnitude(state), state.centre());
    PhasePoint at = PhasePoint.of(state, EdgeFlow.DIRECTION, amplitude);
    PhasePoint rates = PhasePoint.of(derivative, EdgeFlow.DIRECTION, amplitude);
    map.evaluate(at, chord);
    metric.moveTo(at, map.preconditioner(), averageScale);
    gain = setField(at, rates);
    derivative.setNumber(PhasePoint.TAKEN, 1);
    derivative.setNumber(EdgeFlow.LOG_MAGNITUDE, settings.rate().of(gain));
    Reading reading =
        new Reading(
            Double.NaN, map.loss(), map.curvatureAlong(direction(state)) / metric.dualSquare());
    backwardError.ifPresent(
        term -> {
          double excess = gain - 2;
          double added = term.add(at, map, metric, chord, rates);
          derivative.setNumber(EdgeFlow.LOG_MAGNITUDE, excess + added + settings.remainder(excess));
        });
    return reading;
  }

  // f in all blocks but the magnitude's; returns 2 + κ, which is ηs for gradient descent.
  private double setField(PhasePoint at, PhasePoint rates) {
    TensorBackend backend = objective.backend();
    double eta = rule.learningRate();
    Tensor direction = at.direction();
    Tensor turning = rates.direction();
    backend.combine(-eta, map.meanStep(), 0, at.centre(), rates.centre());
    map.setDifferences(at, rates);
    if (!rule.averages()) {
      double pull = map.factor() * backend.dot(direction, map.response());
      backend.combine(eta * map.factor(), map.response(), -eta * pull, direction, turning);
      return eta * pull;
    }
    backend.combine(eta * map.factor(), map.response(), -2, direction, turning);
    double share = metric.share(turning, rates.averageOscillation());
    backend.axpy(-share, direction, turning);
    backend.axpy(
        -share, at.averageOscillation().orElseThrow(), rates.averageOscillation().orElseThrow());
    return 2 + share;
  }

  @Override
  public void settle(State state, double elapsed) {
    TensorBackend backend = objective.backend();
    Tensor direction = direction(state);
    double reach = 1;
    if (rule.averages()) {
      PhaseSeed.rescale(state, averageScale);
      reach = backend.norm(direction);
      backend.combine(1 / reach, direction, 0, direction, unit);
    } else {
      backend.scale(1 / backend.norm(direction), direction);
      backend.copy(direction, unit);
    }
    double square = noise.square(state.centre(), unit, elapsed);
    double magnitude = magnitude(state);
    kicked =
        square > EdgeFlow.LEAST_KICK * magnitude * magnitude
            && !EdgeFlow.isRounding(magnitude, state.centre());
    if (square > 0) {
      setMagnitude(state, Math.hypot(amplitude(state), Math.sqrt(square) / reach));
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

  @Override
  public double relaxationRate() {
    return settings.relaxationRate();
  }

  @Override
  public double amplitude(State state) {
    return Math.exp(state.number(EdgeFlow.LOG_MAGNITUDE));
  }

  /** {@code ‖δ‖ = r ‖u‖}. */
  @Override
  public double magnitude(State state) {
    return rule.averages()
        ? amplitude(state) * objective.backend().norm(direction(state))
        : amplitude(state);
  }

  @Override
  public void setMagnitude(State state, double magnitude) {
    state.setNumber(EdgeFlow.LOG_MAGNITUDE, Math.log(magnitude));
  }

  @Override
  public Tensor direction(State state) {
    return state.vector(EdgeFlow.DIRECTION);
  }

  @Override
  public Tensor turning(State derivative) {
    return derivative.vector(EdgeFlow.DIRECTION);
  }

  @Override
  public double learningRate() {
    return rule.learningRate();
  }

  /** {@code η s̃ Q(−1)}. */
  @Override
  public double scaledCurvature(Reading reading) {
    return rule.learningRate() * rule.momentum().gainOfAlternation() * reading.curvature();
  }

  // From v = u + u̇, which is there: u + f_u = (1 + κ)v − κ u̇, and likewise a.
  @Override
  public void takeMap(State state, State slope, Reading reading, double amplitude) {
    TensorBackend backend = objective.backend();
    for (State.Vector key : List.of(EdgeFlow.DIRECTION, PhasePoint.AVERAGE_OSCILLATION)) {
      if (state.vectors().contains(key)) {
        Tensor vector = state.vector(key);
        backend.combine(gain - 1, vector, 2 - gain, slope.vector(key), vector);
      }
    }
    setMagnitude(state, rule.averages() ? amplitude : amplitude * backend.norm(direction(state)));
  }

  @Override
  public void setOscillation(State state, Tensor oscillation, double sign) {
    if (!rule.averages()) {
      OscillatingFlow.super.setOscillation(state, oscillation, sign);
      return;
    }
    TensorBackend backend = objective.backend();
    backend.combine(1 / amplitude(state), oscillation, 0, oscillation, direction(state));
    backend.scale(sign, state.vector(PhasePoint.AVERAGE_OSCILLATION));
    PhaseSeed.rescale(state, averageScale);
  }

  @Override
  public double along(State state, Tensor displacement) {
    TensorBackend backend = objective.backend();
    Tensor direction = direction(state);
    if (rule.isGradientDescent()) {
      return backend.dot(direction, displacement);
    }
    backend.copy(direction, unit);
    map.preconditioner()
        .ifPresent(p -> backend.kernels().elementwise().multiply(p, direction, unit));
    return backend.dot(unit, displacement) / backend.dot(unit, direction);
  }

  // c − o u, and M + o a: what of the centre alternates has its average as the oscillation has.
  @Override
  public void takeFromCentre(State state, double along) {
    OscillatingFlow.super.takeFromCentre(state, along);
    if (rule.averages()) {
      objective
          .backend()
          .axpy(
              along,
              state.vector(PhasePoint.AVERAGE_OSCILLATION),
              state.vector(PhasePoint.AVERAGE));
    }
  }

  /**
   * P as the averages of a state have it, which is that of the step that led there; where there was
   * none, that of the first step.
   */
  @Override
  public Optional<Tensor> preconditioner(State state) {
    double taken = state.number(PhasePoint.TAKEN);
    if (preconditioner.isPresent() && taken >= 1) {
      map.scale(state.vector(PhasePoint.MOMENTS), taken, preconditioner.get());
    }
    return preconditioner;
  }

  @Override
  public void visit(Fields fields) {
    fields.part("noise", noise);
    averageScale = fields.number("average_scale", averageScale);
  }
}
