package org.edgeflow.core.flow.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.flow.phase.PhaseMetric;
import org.edgeflow.core.flow.phase.PhasePoint;
import org.edgeflow.core.flow.phase.TwoStepMap;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Where Edge Flow of a rule starts: as {@link EdgeFlow} does, with the direction of the
 * preconditioned Hessian, and with what the optimizer remembers. An average's oscillation that
 * nobody has measured starts as it settles at the edge, {@code α = ((1 − β)/(1 + β)) Hδ}.
 */
final class PhaseSeed {
  private final Objective objective;
  private final UpdateRule rule;
  private final TwoStepMap map;
  private final TopEigenvectorSeed seed;
  private final TensorBackend backend;
  private double averageScale = 1;

  /**
   * Of a rule on an objective.
   *
   * @param map used for the first step's own preconditioner
   */
  PhaseSeed(Objective objective, UpdateRule rule, TwoStepMap map, TopEigenvectorSeed seed) {
    this.objective = objective;
    this.rule = rule;
    this.map = map;
    this.seed = seed;
    this.backend = objective.backend();
  }

  /** τ of the {@link PhaseMetric}, as the last state was found with. */
  double averageScale() {
    return averageScale;
  }

  /** Copies P of the step from the last state found, while nobody has used the map since. */
  void copyPreconditioner(Tensor out) {
    backend.copy(map.preconditioner().orElseThrow(), out);
  }

  /** The state at a start. */
  State state(Start start) {
    List<State.Vector> vectors = new ArrayList<>(List.of(EdgeFlow.DIRECTION));
    vectors.addAll(PhasePoint.vectors(rule));
    State state =
        new State(
            backend,
            objective.dimension(),
            vectors,
            List.of(EdgeFlow.LOG_MAGNITUDE, PhasePoint.TAKEN));
    backend.copy(start.centre(), state.centre());
    start.memory().ifPresent(memory -> recall(memory, state));
    // At a direction of 0, where nothing oscillates yet: the first step, and its preconditioner.
    map.evaluate(PhasePoint.of(state, EdgeFlow.DIRECTION, 0), false);
    double length = start.oscillation().map(backend::norm).orElse(0.0);
    // What is lost in rounding has no direction of its own.
    boolean resolved =
        length > EdgeFlow.ROUNDINGS * backend.dataType().epsilon() * backend.norm(start.centre());
    if (resolved) {
      Tensor direction = state.vector(EdgeFlow.DIRECTION);
      backend.copy(start.oscillation().orElseThrow(), direction);
      backend.scale(1 / length, direction);
      state.setNumber(EdgeFlow.LOG_MAGNITUDE, Math.log(length));
    } else {
      plant(start, state);
    }
    if (rule.averages()) {
      startAverage(state, resolved ? start.memory() : Optional.empty());
    }
    return state;
  }

  private void recall(Memory memory, State state) {
    memory.average().ifPresent(m -> backend.copy(m, state.vector(PhasePoint.AVERAGE)));
    memory.squares().ifPresent(v -> backend.copy(v, state.vector(PhasePoint.MOMENTS)));
    if (rule.scaling().kind() == Scaling.Kind.SCALAR) {
      backend.fill(state.vector(PhasePoint.MOMENTS), memory.square());
    }
    state.setNumber(PhasePoint.TAKEN, memory.taken());
  }

  private void plant(Start start, State state) {
    Tensor direction = state.vector(EdgeFlow.DIRECTION);
    seed.plant(objective, start.centre(), map.preconditioner(), direction);
    if (backend.dot(direction, map.meanGradient()) < 0) {
      backend.scale(-1, direction);
    }
    double rounding =
        backend.dataType().epsilon()
            * objective.roundingScale(
                start.centre(), direction, backend.zeros(objective.dimension()));
    double magnitude;
    if (start.oscillation().isPresent()) {
      // Where GD has been watched, rounding is all there is, and what was seen of it.
      magnitude = Math.hypot(rounding, backend.dot(start.oscillation().get(), direction));
    } else if (seed.magnitude() == InitialMagnitude.HALF_STEP) {
      magnitude = 0.5 * rule.learningRate() * Math.abs(alongStep(direction));
    } else {
      magnitude = rounding;
    }
    state.setNumber(EdgeFlow.LOG_MAGNITUDE, Math.log(magnitude));
  }

  // The first step along u, of which half is on either side: in the sense of P.
  private double alongStep(Tensor direction) {
    if (map.preconditioner().isEmpty()) {
      return backend.dot(direction, map.meanStep());
    }
    Tensor dual = backend.zeros(direction.size());
    backend.kernels().elementwise().multiply(map.preconditioner().orElseThrow(), direction, dual);
    return backend.dot(dual, map.meanStep()) / backend.dot(dual, direction);
  }

  private void startAverage(State state, Optional<Memory> memory) {
    double beta = rule.momentum().beta();
    Tensor wave = state.vector(PhasePoint.AVERAGE_OSCILLATION);
    objective.hessianVector(state.centre(), state.vector(EdgeFlow.DIRECTION), wave);
    backend.scale((1 - beta) / (1 + beta), wave);
    double settled = backend.norm(wave);
    averageScale = settled > 0 && Double.isFinite(settled) ? 1 / settled : 1;
    memory
        .flatMap(Memory::averageOscillation)
        .ifPresent(
            seen ->
                backend.combine(
                    Math.exp(-state.number(EdgeFlow.LOG_MAGNITUDE)), seen, 0, seen, wave));
    rescale(state, averageScale);
  }

  /** {@code (u, τ a)} to length 1, the oscillation {@code r (u, a)} as it is. */
  static void rescale(State state, double averageScale) {
    TensorBackend backend = state.backend();
    Tensor direction = state.vector(EdgeFlow.DIRECTION);
    Tensor wave = state.vector(PhasePoint.AVERAGE_OSCILLATION);
    double length = Math.sqrt(PhaseMetric.length2(direction, Optional.of(wave), averageScale));
    backend.scale(1 / length, direction);
    backend.scale(1 / length, wave);
    state.setNumber(
        EdgeFlow.LOG_MAGNITUDE, state.number(EdgeFlow.LOG_MAGNITUDE) + Math.log(length));
  }
}
