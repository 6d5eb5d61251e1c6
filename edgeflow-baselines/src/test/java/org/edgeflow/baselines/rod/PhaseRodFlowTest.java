package org.edgeflow.baselines.rod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.PreconditionedDescent;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhaseRodFlowTest {
  private static final double ETA = 0.3;
  private static final double[] START = {0.1, 3};

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective valley = new ClosedFormObjective(backend, new SharpValley(0.7, 0.01));

  static Stream<UpdateRule> rules() {
    return Stream.of(
        rule(0.3, 0.6, false, Scaling.NONE),
        rule(0.3, 0.6, true, Scaling.NONE),
        rule(0.01, 0, false, new Scaling(Scaling.Kind.SCALAR, 0.9, 1e-8, false)),
        rule(0.01, 0, false, new Scaling(Scaling.Kind.PER_COMPONENT, 0.9, 1e-8, false)),
        rule(0.01, 0.6, false, new Scaling(Scaling.Kind.SCALAR, 0.9, 1e-8, true)),
        rule(0.01, 0.6, false, new Scaling(Scaling.Kind.PER_COMPONENT, 0.9, 1e-8, true)),
        rule(0.01, 0.6, true, new Scaling(Scaling.Kind.PER_COMPONENT, 0.9, 1e-8, true)));
  }

  private static UpdateRule rule(double eta, double beta, boolean nesterov, Scaling scaling) {
    return new UpdateRule(eta, new Momentum(beta, nesterov), scaling);
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  private static Map<String, String> saved(Snapshot.Part part) {
    Snapshot snapshot = new Snapshot();
    part.save(snapshot, "");
    return snapshot.arrays().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.toString(entry.getValue())));
  }

  @Test
  void ofGradientDescentItIsRodFlow() {
    for (boolean backwardError : new boolean[] {true, false}) {
      RodFlow published = new RodFlow(valley, ETA, 4, backwardError);
      PhaseRodFlow general =
          new PhaseRodFlow(valley, UpdateRule.gradientDescent(ETA), 4, backwardError);
      State one = published.initial(backend.of(START, 2));
      State other = general.initial(backend.of(START, 2));
      Stepper first = new RungeKutta(Tableau.RK4, 2).start(published, one);
      Stepper second = new RungeKutta(Tableau.RK4, 2).start(general, other);
      for (int k = 0; k < 50; k++) {
        assertThat(second.step().curvature()).isCloseTo(first.step().curvature(), within(1e-9));
        assertThat(backend.distance(one.centre(), other.centre())).isLessThan(1e-12);
        assertThat(general.magnitude(other)).isCloseTo(published.magnitude(one), within(1e-12));
      }
    }
  }

  /** Without the backward error, in Euler's steps, the rod's ends are the optimizer's iterates. */
  @ParameterizedTest
  @MethodSource("rules")
  void inStepsOfOneIterationItsEndsAreTheOptimizersIterates(UpdateRule rule) {
    PhaseRodFlow flow = new PhaseRodFlow(valley, rule, 4, false);
    State state = flow.initial(backend.of(START, 2));
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, state);
    PreconditionedDescent optimizer = new PreconditionedDescent(rule, backend, 2);
    Tensor iterate = backend.of(START, 2);
    Tensor before = backend.of(START, 2);
    Tensor middle = backend.zeros(2);
    // With scaling P stands still within a step, and bias corrections are those of its middle.
    double limit = rule.scaling().kind() == Scaling.Kind.NONE ? 1e-12 : 0.02;
    for (int k = 0; k < 40; k++) {
      backend.copy(iterate, before);
      optimizer.step(valley, iterate);
      backend.combine(0.5, iterate, 0.5, before, middle);
      assertThat(backend.distance(middle, state.centre())).as("step %d", k).isLessThan(limit);
      if (limit < 1e-9) {
        assertThat(flow.magnitude(state))
            .isCloseTo(0.5 * backend.distance(iterate, before), within(1e-9));
      }
      stepper.step();
    }
  }

  /** The backward error: finely integrated, an undisturbed path stays with the optimizer. */
  @ParameterizedTest
  @MethodSource("rules")
  void withTheBackwardErrorFineStepsStayWithTheOptimizer(UpdateRule rule) {
    UpdateRule slow = new UpdateRule(rule.learningRate() / 10, rule.momentum(), rule.scaling());
    double with = error(slow, true);
    double without = error(slow, false);
    assertThat(with).isLessThan(0.5 * without);
  }

  private double error(UpdateRule rule, boolean backwardError) {
    PhaseRodFlow flow = new PhaseRodFlow(valley, rule, 4, backwardError);
    PreconditionedDescent optimizer = new PreconditionedDescent(rule, backend, 2);
    Tensor iterate = backend.of(START, 2);
    for (int k = 0; k < 30; k++) {
      optimizer.step(valley, iterate);
    }
    Start start =
        Start.late(iterate, backend.zeros(2), iterate)
            .with(
                optimizer
                    .moments()
                    .map(
                        m ->
                            new Memory(
                                m.average().map(backend::copyOf),
                                m.average().map(x -> backend.zeros(2)),
                                m.squares().map(backend::copyOf),
                                m.square(),
                                m.taken()))
                    .orElseThrow());
    State state = flow.initial(start);
    Stepper stepper = new RungeKutta(Tableau.RK4, 4).start(flow, state);
    Tensor before = backend.zeros(2);
    Tensor middle = backend.zeros(2);
    double sum = 0;
    for (int k = 0; k < 20; k++) {
      backend.copy(iterate, before);
      optimizer.step(valley, iterate);
      backend.combine(0.5, iterate, 0.5, before, middle);
      sum += backend.distance(middle, state.centre());
      stepper.step();
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aLateStartTakesOverWhatTheOptimizerRemembers(UpdateRule rule) {
    Memory memory =
        new Memory(
            rule.averages() ? Optional.of(backend.of(new double[] {3, 1}, 2)) : Optional.empty(),
            rule.averages() ? Optional.of(backend.of(new double[] {1, 0}, 2)) : Optional.empty(),
            rule.scaling().kind() == Scaling.Kind.PER_COMPONENT
                ? Optional.of(backend.of(new double[] {4, 9}, 2))
                : Optional.empty(),
            7,
            12);
    Tensor start = backend.of(START, 2);
    State state =
        new PhaseRodFlow(valley, rule, 4, true)
            .initial(Start.late(start, backend.zeros(2), start).with(memory));
    assertThat(state.number(new State.Scalar("taken"))).isEqualTo(12);
    double[] gradient = new double[2];
    Tensor g = backend.zeros(2);
    valley.lossAndGradient(start, g);
    backend.read(g, gradient);
    if (rule.scaling().kind() != Scaling.Kind.NONE) {
      boolean one = rule.scaling().kind() == Scaling.Kind.SCALAR;
      double norm = gradient[0] * gradient[0] + gradient[1] * gradient[1];
      double[] moments = read(state.vector(new State.Vector("moments")));
      for (int i = 0; i < 2; i++) {
        double before = one ? 7 : i == 0 ? 4 : 9;
        double square = one ? norm : gradient[i] * gradient[i];
        assertThat(moments[i]).isCloseTo(before + 0.05 * (square - before), within(1e-12));
      }
    }
    if (rule.averages()) {
      double beta = rule.momentum().beta();
      // m = M − α = (2, 1), and half of its next change.
      double[] average = read(state.vector(new State.Vector("average")));
      assertThat(average[0]).isCloseTo(2 + 0.5 * (1 - beta) * (gradient[0] - 2), within(1e-12));
      assertThat(average[1]).isCloseTo(1 + 0.5 * (1 - beta) * (gradient[1] - 1), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRunRestoredHalfWayEqualsOneThatWasNeverStopped(UpdateRule rule) {
    PhaseRodFlow first = new PhaseRodFlow(valley, rule, 4, true);
    PhaseRodFlow second = new PhaseRodFlow(valley, rule, 4, true);
    Stepper whole =
        new RungeKutta(Tableau.RK4, 2).start(first, first.initial(backend.of(START, 2)));
    Stepper resumed =
        new RungeKutta(Tableau.RK4, 2).start(second, second.initial(backend.of(START, 2)));
    Snapshot snapshot = new Snapshot();
    for (int k = 0; k < 12; k++) {
      if (k == 6) {
        whole.save(snapshot, "state.");
        first.save(snapshot, "flow.");
      }
      whole.step();
    }
    resumed.restore(snapshot, "state.");
    second.restore(snapshot, "flow.");
    for (int k = 6; k < 12; k++) {
      resumed.step();
    }
    assertThat(saved(resumed)).isEqualTo(saved(whole));
  }
}
