package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.flow.noise.NoiseFloor;
import org.edgeflow.core.flow.phase.PhasePoint;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.Quartic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.PreconditionedDescent;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.edge.EdgeGradientDescent;
import org.edgeflow.core.solver.edge.Transfer;
import org.edgeflow.core.solver.edge.TwoStep;
import org.edgeflow.core.solver.rungekutta.Adaptive;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatefulEdgeFlowTest {
  private static final double ETA = 0.3;
  private static final double EPSILON = 1e-8;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective valley = new ClosedFormObjective(backend, new SharpValley(0.7, 0.01));

  /** The eight, with averages of a few iterations so that short runs see them settle. */
  private static final Map<String, BiFunction<Double, Double, UpdateRule>> RULES =
      Map.of(
          "heavy-ball", (eta, beta) -> rule(eta, beta, false, Scaling.Kind.NONE, false),
          "nesterov", (eta, beta) -> rule(eta, beta, true, Scaling.Kind.NONE, false),
          "rmsprop-scalar", (eta, beta) -> rule(eta, 0, false, Scaling.Kind.SCALAR, false),
          "rmsprop", (eta, beta) -> rule(eta, 0, false, Scaling.Kind.PER_COMPONENT, false),
          "adam-scalar", (eta, beta) -> rule(eta, beta, false, Scaling.Kind.SCALAR, true),
          "adam", (eta, beta) -> rule(eta, beta, false, Scaling.Kind.PER_COMPONENT, true),
          "nadam", (eta, beta) -> rule(eta, beta, true, Scaling.Kind.PER_COMPONENT, true));

  private static UpdateRule rule(
      double eta, double beta, boolean nesterov, Scaling.Kind kind, boolean corrected) {
    return new UpdateRule(
        eta,
        new Momentum(beta, nesterov),
        kind == Scaling.Kind.NONE ? Scaling.NONE : new Scaling(kind, 0.9, EPSILON, corrected));
  }

  static Stream<String> rules() {
    return RULES.keySet().stream().sorted();
  }

  private static EdgeFlow.Settings settings(CurvatureClosure closure, BackwardError error) {
    return new EdgeFlow.Settings(closure, GrowthRate.LOGARITHMIC, 0, error);
  }

  private static StatefulEdgeFlow flow(
      Objective objective, UpdateRule rule, EdgeFlow.Settings settings) {
    return new StatefulEdgeFlow(
        objective,
        rule,
        settings,
        new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING),
        NoiseFloor.NONE);
  }

  private Start start(double[] centre, double[] oscillation) {
    return Start.oscillating(
        backend.of(centre, centre.length), backend.of(oscillation, oscillation.length));
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

  /**
   * Not one bit may differ where the general form describes gradient descent; the backward error
   * alone has another form there.
   */
  @TestFactory
  Stream<DynamicTest> forGradientDescentItIsEdgeFlowToTheBit() {
    Map<String, Solver> solvers =
        Map.of(
            "egd", new EdgeGradientDescent(),
            "transfer", new Transfer(1.8, Transfer.Handover.SIGNED),
            "two-step", new TwoStep(1.8),
            "rk4", new RungeKutta(Tableau.RK4, 3),
            "adaptive", new Adaptive(Adaptive.Method.BOGACKI_SHAMPINE, 1e-3, 1e-5));
    return Stream.of(CurvatureClosure.values())
        .flatMap(
            closure ->
                solvers.entrySet().stream()
                    .map(
                        solver ->
                            DynamicTest.dynamicTest(
                                closure + " " + solver.getKey(),
                                () -> assertSameBits(closure, solver))));
  }

  private void assertSameBits(CurvatureClosure closure, Map.Entry<String, Solver> solver) {
    for (boolean late : new boolean[] {true, false}) {
      EdgeFlow.Settings settings = settings(closure, BackwardError.NONE);
      TopEigenvectorSeed seed = new TopEigenvectorSeed(1, InitialMagnitude.HALF_STEP);
      OscillatingFlow published = new EdgeFlow(valley, ETA, settings, seed);
      OscillatingFlow general =
          new StatefulEdgeFlow(
              valley, UpdateRule.gradientDescent(ETA), settings, seed, NoiseFloor.NONE);
      Start start =
          late
              ? start(new double[] {0.02, 6.3}, new double[] {0.05, -0.01})
              : Start.at(backend.of(new double[] {0.02, 6.3}, 2));
      Stepper first = solver.getValue().start(published, published.initial(start));
      Stepper second = solver.getValue().start(general, general.initial(start));
      for (int k = 0; k < 80; k++) {
        Reading one = first.step();
        Reading other = second.step();
        assertThat(other.curvature()).isEqualTo(one.curvature());
        assertThat(other.predictedLoss()).isEqualTo(one.predictedLoss());
        Map<String, String> expected = saved(first.state());
        assertThat(saved(second.state())).as("step %d", k).containsAllEntriesOf(expected);
      }
    }
  }

  /** At β = 0.9: 2, 38, 13.57 in mathematics.md §1.6. */
  @Test
  void theEdgesAreWhereTheMathematicsPutsThem() {
    assertThat(ETA * rule(ETA, 0, false, Scaling.Kind.PER_COMPONENT, false).threshold())
        .isCloseTo(2, within(1e-12));
    assertThat(ETA * rule(ETA, 0.9, false, Scaling.Kind.NONE, false).threshold())
        .isCloseTo(38, within(1e-12));
    assertThat(ETA * rule(ETA, 0.9, true, Scaling.Kind.NONE, false).threshold())
        .isCloseTo(13.571, within(1e-3));
  }

  /** On a quadratic the oscillation settles on the top mode, and grows by ln|μ(s̃)|. */
  @ParameterizedTest
  @MethodSource("rules")
  void onAQuadraticTheMagnitudeGrowsAtTheMultipliersRate(String name) {
    // The preconditioner stands still, so that the effective sharpness does.
    UpdateRule moving = RULES.get(name).apply(ETA, 0.6);
    UpdateRule rule =
        new UpdateRule(
            ETA,
            moving.momentum(),
            moving.scaling().kind() == Scaling.Kind.NONE
                ? Scaling.NONE
                : new Scaling(moving.scaling().kind(), 1 - 1e-12, 0, false));
    double sharpness = 1.02 * rule.threshold();
    double scale = rule.scaling().kind() == Scaling.Kind.NONE ? 1 : 4;
    Objective quadratic =
        new ClosedFormObjective(
            backend, new Quadratic(sharpness * scale, 0.5 * sharpness * scale, 1));
    StatefulEdgeFlow flow =
        flow(quadratic, rule, settings(CurvatureClosure.CHORD, BackwardError.FULL));
    State state =
        flow.initial(
            start(new double[] {0, 0, 0.1}, new double[] {1e-3, 1e-3, 1e-3})
                .with(
                    new Memory(
                        rule.averages() ? Optional.of(backend.zeros(3)) : Optional.empty(),
                        Optional.empty(),
                        rule.scaling().kind() == Scaling.Kind.PER_COMPONENT
                            ? Optional.of(backend.of(new double[] {16, 16, 16}, 3))
                            : Optional.empty(),
                        16,
                        1e6)));
    Stepper stepper = new RungeKutta(Tableau.RK4, 4).start(flow, state);
    for (int k = 0; k < 60; k++) {
      stepper.step();
    }
    double before = flow.magnitude(state);
    Reading reading = stepper.step();
    assertThat(reading.curvature()).isCloseTo(sharpness, within(1e-4 * sharpness));
    assertThat(Math.log(flow.magnitude(state) / before))
        .isCloseTo(Math.log(Math.abs(rule.multiplier(sharpness))), within(2e-4));
  }

  /** c + σδ and M − σα are the optimizer's own iterates where P does not move. */
  @ParameterizedTest
  @MethodSource("rules")
  void stepsOfTheMapAreTheOptimizersOwnIterates(String name) {
    boolean scaled = RULES.get(name).apply(ETA, 0.6).scaling().kind() != Scaling.Kind.NONE;
    UpdateRule rule = RULES.get(name).apply(scaled ? 0.01 : ETA, 0.6);
    StatefulEdgeFlow flow =
        flow(valley, rule, settings(CurvatureClosure.CHORD, BackwardError.NONE));
    double[] first = {0.25, 3};
    State state = flow.initial(start(new double[] {0, 3}, new double[] {0.25, 0}));
    if (rule.averages()) {
      // Nothing has been averaged yet.
      backend.fill(state.vector(PhasePoint.AVERAGE_OSCILLATION), 0);
    }
    Stepper stepper = new TwoStep(1.8).start(flow, state);
    PreconditionedDescent optimizer = new PreconditionedDescent(rule, backend, 2);
    Tensor iterate = backend.of(first, 2);
    Tensor end = backend.zeros(2);
    // The alternation of ν, which the map leaves out, is of the order of the mean gradient.
    double limit = scaled ? 2e-2 : 1e-11;
    for (int k = 0; k < 40; k++) {
      stepper.step();
      optimizer.step(valley, iterate);
      double closest = Double.POSITIVE_INFINITY;
      for (int sign = -1; sign <= 1; sign += 2) {
        backend.combine(
            1, state.centre(), sign * flow.amplitude(state), flow.direction(state), end);
        closest = Math.min(closest, backend.distance(end, iterate));
      }
      assertThat(closest).as("step %d", k).isLessThan(limit);
    }
  }

  /** A period-2 orbit of the optimizer, found by running it, is at rest under the flow. */
  @ParameterizedTest
  @MethodSource("rules")
  void periodTwoOrbitsOfTheOptimizerAreFixedPointsOfTheChordsFlow(String name) {
    UpdateRule unit = RULES.get(name).apply(1.0, 0.1);
    boolean scaled = unit.scaling().kind() != Scaling.Kind.NONE;
    // Beyond the edge of the quartic well; with scaling the step's size is what it settles by.
    UpdateRule rule = RULES.get(name).apply(scaled ? 0.05 : 1.1 * unit.threshold() / 2.0, 0.1);
    Objective quartic = new ClosedFormObjective(backend, new Quartic(2, 1));
    Tensor iterate = backend.of(new double[] {0.05}, 1);
    PreconditionedDescent optimizer = new PreconditionedDescent(rule, backend, 1);
    for (int k = 0; k < 4000; k++) {
      optimizer.step(quartic, iterate);
    }
    double now = read(iterate)[0];
    double[] average = optimizer.moments().orElseThrow().average().map(m -> read(m)).orElse(null);
    double square =
        optimizer
            .moments()
            .orElseThrow()
            .squares()
            .map(v -> read(v)[0])
            .orElse(optimizer.moments().orElseThrow().square());
    optimizer.step(quartic, iterate);
    assertThat(read(iterate)[0]).as("an orbit of period two").isCloseTo(-now, within(1e-9));
    assertThat(Math.abs(now)).isGreaterThan(1e-3);

    for (BackwardError error : List.of(BackwardError.NONE, BackwardError.FULL)) {
      StatefulEdgeFlow flow = flow(quartic, rule, settings(CurvatureClosure.CHORD, error));
      State state =
          flow.initial(
              start(new double[] {0}, new double[] {now})
                  .with(
                      new Memory(
                          Optional.ofNullable(average).map(m -> backend.zeros(1)),
                          Optional.ofNullable(average)
                              .map(m -> backend.of(new double[] {-m[0]}, 1)),
                          rule.scaling().kind() == Scaling.Kind.PER_COMPONENT
                              ? Optional.of(backend.of(new double[] {square}, 1))
                              : Optional.empty(),
                          square,
                          1e6)));
      State rates = state.like();
      flow.derivative(state, rates);
      assertThat(read(rates.centre())[0]).isCloseTo(0, within(1e-9));
      assertThat(rates.number(EdgeFlow.LOG_MAGNITUDE)).isCloseTo(0, within(1e-7));
      for (State.Vector key : rates.vectors()) {
        assertThat(read(rates.vector(key))[0]).as(key.name()).isCloseTo(0, within(1e-7));
      }
    }
  }

  /** Halving the step of a method of order four divides its error by at least about sixteen. */
  @ParameterizedTest
  @MethodSource("rules")
  void theFlowIsSmoothEnoughForAMethodOfOrderFour(String name) {
    UpdateRule rule = RULES.get(name).apply(0.05, 0.6);
    double coarse = distance(walk(rule, 32), walk(rule, 512));
    double fine = distance(walk(rule, 64), walk(rule, 512));
    assertThat(coarse / fine).isGreaterThan(11);
  }

  private State walk(UpdateRule rule, int steps) {
    StatefulEdgeFlow flow =
        flow(valley, rule, settings(CurvatureClosure.CHORD, BackwardError.FULL));
    State state = flow.initial(warm(rule));
    Stepper stepper = new RungeKutta(Tableau.RK4, steps).start(flow, state);
    for (int k = 0; k < 4; k++) {
      stepper.step();
    }
    return state;
  }

  private Start warm(UpdateRule rule) {
    Start start = start(new double[] {0.3, 3}, new double[] {0.2, 0.05});
    return start.with(
        new Memory(
            rule.averages()
                ? Optional.of(backend.of(new double[] {0.4, 0.1}, 2))
                : Optional.empty(),
            rule.averages()
                ? Optional.of(backend.of(new double[] {0.1, 0.02}, 2))
                : Optional.empty(),
            rule.scaling().kind() == Scaling.Kind.PER_COMPONENT
                ? Optional.of(backend.of(new double[] {0.8, 0.3}, 2))
                : Optional.empty(),
            1.1,
            7));
  }

  private double distance(State one, State other) {
    return backend.distance(one.centre(), other.centre());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRunRestoredHalfWayEqualsOneThatWasNeverStopped(String name) {
    UpdateRule rule = RULES.get(name).apply(0.05, 0.6);
    for (Solver solver : List.of(new RungeKutta(Tableau.RK4, 4), new TwoStep(1.8))) {
      BackwardError error = solver instanceof TwoStep ? BackwardError.NONE : BackwardError.FULL;
      StatefulEdgeFlow first = flow(valley, rule, settings(CurvatureClosure.CHORD, error));
      StatefulEdgeFlow second = flow(valley, rule, settings(CurvatureClosure.CHORD, error));
      Stepper whole = solver.start(first, first.initial(warm(rule)));
      Stepper resumed = solver.start(second, second.initial(warm(rule)));
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

  @ParameterizedTest
  @MethodSource("rules")
  void theSeedIsTheTopEigenvectorOfThePreconditionedHessian(String name) {
    UpdateRule rule = RULES.get(name).apply(ETA, 0.6);
    double[] eigenvalues = {9, 4, 1};
    // With one moment a parameter P is |g| but for a factor, and g_i = λ_i w_i.
    double[] centre = {1, 0.01, 1};
    StatefulEdgeFlow flow =
        flow(
            new ClosedFormObjective(backend, new Quadratic(eigenvalues)),
            rule,
            settings(CurvatureClosure.CENTRE, BackwardError.NONE));
    double[] direction = read(flow.direction(flow.initial(backend.of(centre, 3))));
    int top = rule.scaling().kind() == Scaling.Kind.PER_COMPONENT ? 1 : 0;
    double length = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
    assertThat(Math.abs(direction[top]) / length).isCloseTo(1, within(1e-5));
  }
}
