package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.edge.EdgeGradientDescent;
import org.edgeflow.core.solver.edge.Transfer;
import org.edgeflow.core.solver.edge.TwoStep;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackwardErrorTest {
  private static final double ETA = 0.3;
  private static final double SKEW = 0.7;
  private static final double DRIFT = 0.01;
  private static final double[] CENTRE = {0.02, 6.9};
  private static final double[] OSCILLATION = {0.12, -0.05};

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  /**
   * By its definition, in (c, δ): x − ½ f(x − ⅔ f(x − …)), the centre by half of f at last alone.
   */
  @ParameterizedTest
  @CsvSource({"CENTRE, 2", "CHORD, 2", "CENTRE, 3", "CHORD, 3", "CHORD, 5"})
  void theFlowIsTheMapsStepFromHalfAnIterationAgo(CurvatureClosure closure, int order) {
    double[] x = {CENTRE[0], CENTRE[1], OSCILLATION[0], OSCILLATION[1]};
    double r = Math.hypot(x[2], x[3]);
    double[] u = {x[2] / r, x[3] / r};
    double[] f = field(x, closure);
    double[] rate = f.clone();
    for (int left = order - 1; left > 0; left--) {
      double[] ago = x.clone();
      for (int k = 0; k < 2; k++) {
        ago[k] -= left == 1 ? rate[k] / 2 : 0;
        ago[2 + k] -= left / (left + 1.0) * rate[2 + k];
      }
      rate = field(ago, closure);
      // Of the centre, f alone is left along u.
      double along = u[0] * (rate[0] - f[0]) + u[1] * (rate[1] - f[1]);
      rate[0] -= along * u[0];
      rate[1] -= along * u[1];
    }
    double growth = (u[0] * rate[2] + u[1] * rate[3]) / r;

    EdgeFlow flow =
        new EdgeFlow(
            valley(),
            ETA,
            new EdgeFlow.Settings(closure, GrowthRate.LINEAR, 0, BackwardError.FULL, order),
            new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING));
    State state = flow.initial(start());
    State derivative = state.like();
    flow.derivative(state, derivative);

    assertThat(read(derivative.centre())[0]).isCloseTo(rate[0], within(1e-11));
    assertThat(read(derivative.centre())[1]).isCloseTo(rate[1], within(1e-11));
    double[] turning = read(flow.direction(derivative));
    assertThat(turning[0]).isCloseTo(rate[2] / r - growth * u[0], within(1e-11));
    assertThat(turning[1]).isCloseTo(rate[3] / r - growth * u[1], within(1e-11));
    assertThat(derivative.number(EdgeFlow.LOG_MAGNITUDE)).isCloseTo(growth, within(1e-11));
  }

  /** {@code (f_c, f_δ)} of the sharp valley, written out. */
  private static double[] field(double[] x, CurvatureClosure closure) {
    double[] plus = gradient(x[0] + x[2], x[1] + x[3]);
    double[] minus = gradient(x[0] - x[2], x[1] - x[3]);
    double bendX = (plus[0] - minus[0]) / 2;
    double bendY = (plus[1] - minus[1]) / 2;
    if (closure == CurvatureClosure.CENTRE) {
      bendX = (x[1] + 3 * SKEW * x[0]) * x[2] + x[0] * x[3];
      bendY = x[0] * x[2];
    }
    return new double[] {
      -ETA / 2 * (plus[0] + minus[0]),
      -ETA / 2 * (plus[1] + minus[1]),
      ETA * bendX - 2 * x[2],
      ETA * bendY - 2 * x[3]
    };
  }

  private static double[] gradient(double x, double y) {
    return new double[] {y * x + 1.5 * SKEW * x * x - DRIFT, x * x / 2 - DRIFT};
  }

  @ParameterizedTest
  @EnumSource(CurvatureClosure.class)
  void anOscillationThatIsLostInRoundingHasTheTermToo(CurvatureClosure closure) {
    double[] eigenvalues = {7, 5};
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(backend, new Quadratic(eigenvalues)),
            ETA,
            new EdgeFlow.Settings(closure, GrowthRate.LINEAR, 0, BackwardError.FULL),
            new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING));
    Tensor oscillation = backend.of(new double[] {0.6, 0.8}, 2);
    State state = flow.initial(Start.oscillating(backend.of(new double[] {1, 1}, 2), oscillation));
    flow.setMagnitude(state, 1e-100);
    State derivative = state.like();
    flow.derivative(state, derivative);
    double first = ETA * eigenvalues[0] - 2;
    double second = ETA * eigenvalues[1] - 2;
    double growth = 0.36 * (first - first * first / 2) + 0.64 * (second - second * second / 2);
    assertThat(derivative.number(EdgeFlow.LOG_MAGNITUDE)).isCloseTo(growth, within(1e-12));
    double[] mode = {ETA * eigenvalues[0], ETA * eigenvalues[1]};
    double along = -0.6 * mode[0] * mode[0] / 2 - 0.8 * mode[1] * mode[1] / 2;
    assertThat(read(derivative.centre())[0])
        .isCloseTo(-mode[0] - mode[0] * mode[0] / 2 - 0.6 * along, within(1e-12));
  }

  @Test
  void theLogarithmicRateReplacesTheTermAlongTheDirection() {
    EdgeFlow linear = valley(CurvatureClosure.CHORD, GrowthRate.LINEAR);
    EdgeFlow logarithmic = valley(CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC);
    State state = linear.initial(start());
    State first = state.like();
    State second = state.like();
    double excess = ETA * linear.derivative(state, first).curvature() - 2;
    logarithmic.derivative(state, second);
    assertThat(second.number(EdgeFlow.LOG_MAGNITUDE) - first.number(EdgeFlow.LOG_MAGNITUDE))
        .isCloseTo(Math.log(1 + excess) - excess + excess * excess / 2, within(1e-14));
  }

  /** GD's own growths are q = ηλ − 1; their ratio is what the direction turns by. */
  @ParameterizedTest
  @CsvSource({"3.7, 3.0", "3.0, 2.4", "2.2, 1.9"})
  void inALeapEveryDirectionHasItsOwnGrowth(double first, double second) {
    EdgeFlow flow =
        flow(new ClosedFormObjective(backend, new Quadratic(first / ETA, second / ETA)), leaping());
    double small = 1e-6;
    State state =
        flow.initial(
            Start.oscillating(
                backend.of(new double[] {0, 0}, 2), backend.of(new double[] {1, small}, 2)));
    State derivative = state.like();
    flow.derivative(state, derivative);
    double turning = Math.log((second - 1) / (first - 1));
    assertThat(read(flow.direction(derivative))[1] / small)
        .isCloseTo(turning, within(0.02 * -turning));
    assertThat(derivative.number(EdgeFlow.LOG_MAGNITUDE))
        .isCloseTo(Math.log(first - 1), within(1e-9));
  }

  /**
   * The force of an oscillation that grows by q goes as Q = q² an iteration, and of it a flow has
   * ln Q/(Q − 1): 0.46 at q = 2, 0.275 at 3. A series about Q = 1 has −0.5 and −3 to second order.
   */
  @ParameterizedTest
  @CsvSource({"2, 0.46", "3, 0.275"})
  void inALeapTheForceOnTheCentreKeepsItsSign(double growth, double share) {
    EdgeFlow flow = flow(new ClosedFormObjective(backend, new SharpValley(0, 1e-15)), leaping());
    double r = 1e-3;
    State state =
        flow.initial(
            Start.oscillating(
                backend.of(new double[] {0, (1 + growth) / ETA}, 2),
                backend.of(new double[] {r, 0}, 2)));
    State derivative = state.like();
    flow.derivative(state, derivative);
    double force = -ETA * r * r / 2;
    assertThat(read(derivative.centre())[1] / force).isCloseTo(share, within(0.25 * share));
  }

  private static EdgeFlow.Settings leaping() {
    return new EdgeFlow.Settings(
        CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 0, BackwardError.FULL, 3);
  }

  private static EdgeFlow flow(Objective objective, EdgeFlow.Settings settings) {
    return new EdgeFlow(
        objective, ETA, settings, new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING));
  }

  @Test
  void flatDirectionsOfTheOscillationDieAndDoNotStandStillAsUnderGradientDescent() {
    EdgeFlow flow =
        flow(
            new ClosedFormObjective(backend, new Quadratic(7, 0.1)),
            CurvatureClosure.CHORD,
            GrowthRate.LOGARITHMIC);
    State state =
        flow.initial(
            Start.oscillating(backend.of(CENTRE, 2), backend.of(new double[] {0, 0.1}, 2)));
    State derivative = state.like();
    flow.derivative(state, derivative);
    assertThat(derivative.number(EdgeFlow.LOG_MAGNITUDE)).isLessThan(-3);
  }

  @Test
  void anOrderCostsOneMoreEvaluationOfTheField() {
    for (CurvatureClosure closure : CurvatureClosure.values()) {
      CountingObjective counting = new CountingObjective(valley());
      EdgeFlow flow = flow(counting, closure, GrowthRate.LINEAR);
      State state = flow.initial(start());
      flow.derivative(state, state.like());
      assertThat(counting.cost().gradients()).isEqualTo(4);
      assertThat(counting.cost().hessianVectors())
          .isEqualTo(closure == CurvatureClosure.CENTRE ? 2 : 0);
    }
    CountingObjective counting = new CountingObjective(valley());
    EdgeFlow third = flow(counting, leaping());
    State state = third.initial(start());
    third.derivative(state, state.like());
    assertThat(counting.cost().gradients()).isEqualTo(6);
  }

  @Test
  void stepsOfOneIterationWouldCountTheErrorTwiceAndAreRefused() {
    EdgeFlow flow = valley(CurvatureClosure.CHORD, GrowthRate.LINEAR);
    State state = flow.initial(start());
    for (Solver solver :
        List.of(
            new EdgeGradientDescent(),
            new RungeKutta(Tableau.EULER, 1),
            new Transfer(1.8, Transfer.Handover.SIGNED),
            new TwoStep(1.8))) {
      assertThatThrownBy(() -> solver.start(flow, state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("count twice")
          .hasMessageContaining("backward-error: none");
    }
    new RungeKutta(Tableau.EULER, 4).start(flow, state);
  }

  @Test
  void stepsTooLongForTheStiffCentreAreRefusedWithHowManyItTakes() {
    EdgeFlow flow = valley(CurvatureClosure.CHORD, GrowthRate.LINEAR);
    State state = flow.initial(start());
    assertThatThrownBy(() -> new RungeKutta(Tableau.RK4, 1).start(flow, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate of 4.00")
        .hasMessageContaining("'steps-per-iteration' is 1, expected at least 2");
    new RungeKutta(Tableau.RK4, 2).start(flow, state);
  }

  @Test
  void aFlowStartsFromAMeasuredOscillationAndLeavesItAlone() {
    EdgeFlow flow = valley(CurvatureClosure.CHORD, GrowthRate.LINEAR);
    Start start = start();
    State state = flow.initial(start);
    assertThat(flow.magnitude(state)).isCloseTo(0.13, within(1e-15));
    assertThat(read(flow.direction(state))[0]).isCloseTo(12.0 / 13, within(1e-15));
    assertThat(read(state.centre())).containsExactly(CENTRE);
    assertThat(read(start.oscillation().orElseThrow())).containsExactly(OSCILLATION);
  }

  @Test
  void aMeasuredOscillationThatIsLostInRoundingGivesItsSizeAlongTheSeedAlone() {
    EdgeFlow flow = valley(CurvatureClosure.CHORD, GrowthRate.LINEAR);
    double size = 1e-14;
    Start start =
        Start.oscillating(backend.of(CENTRE, 2), backend.of(new double[] {-size, size}, 2));
    State state = flow.initial(start);
    double[] planted = read(flow.direction(flow.initial(backend.of(CENTRE, 2))));
    assertThat(read(flow.direction(state))).containsExactly(planted);
    assertThat(flow.magnitude(state))
        .isCloseTo(size * Math.abs(planted[1] - planted[0]), within(0.1 * size));
  }

  @Test
  void whereGradientDescentDoesNotOscillateTheSeedIsPlanted() {
    EdgeFlow flow = valley(CurvatureClosure.CHORD, GrowthRate.LINEAR);
    State state = flow.initial(Start.oscillating(backend.of(CENTRE, 2), backend.zeros(2)));
    State seeded = flow.initial(backend.of(CENTRE, 2));
    assertThat(flow.magnitude(state)).isEqualTo(flow.magnitude(seeded)).isPositive();
    assertThat(read(flow.direction(state))).containsExactly(read(flow.direction(seeded)));
  }

  private EdgeFlow valley(CurvatureClosure closure, GrowthRate rate) {
    return flow(valley(), closure, rate);
  }

  private Objective valley() {
    return new ClosedFormObjective(backend, new SharpValley(SKEW, DRIFT));
  }

  private static EdgeFlow flow(Objective objective, CurvatureClosure closure, GrowthRate rate) {
    return flow(objective, new EdgeFlow.Settings(closure, rate, 0, BackwardError.FULL));
  }

  private Start start() {
    return Start.oscillating(backend.of(CENTRE, 2), backend.of(OSCILLATION, 2));
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
