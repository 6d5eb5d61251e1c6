package org.edgeflow.core.solver.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.edge.BackwardError;
import org.edgeflow.core.flow.edge.CurvatureClosure;
import org.edgeflow.core.flow.edge.EdgeFlow;
import org.edgeflow.core.flow.edge.EdgeFlowSeed;
import org.edgeflow.core.flow.edge.GrowthRate;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.TwoSharpDirections;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoStepTest {
  private static final double ETA = 0.3;

  /** Both valleys just below the edge at 2/η = 6.67, so that both are at it after some steps. */
  private static final double[] START = {0.02, 0.03, 6.5, 6.55};

  private static final double MAGNITUDE = 0.02;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective objective =
      new ClosedFormObjective(backend, new TwoSharpDirections(0.5, 0.01, 0));

  private Stepper start(Solver solver, CurvatureClosure closure) {
    return start(solver, closure, MAGNITUDE);
  }

  private Stepper start(Solver solver, CurvatureClosure closure, double magnitude) {
    EdgeFlowSeed seed =
        (loss, eta, start, direction) -> {
          backend.write(new double[] {0.8, 0.6, 0, 0}, direction);
          return magnitude;
        };
    EdgeFlow flow =
        new EdgeFlow(
            objective,
            ETA,
            new EdgeFlow.Settings(closure, GrowthRate.LOGARITHMIC, 0, BackwardError.NONE),
            seed);
    return solver.start(flow, flow.initial(backend.of(START, START.length)));
  }

  private void descend(Tensor iterate, Tensor gradient) {
    objective.lossAndGradient(iterate, gradient);
    backend.axpy(-ETA, gradient, iterate);
  }

  @ParameterizedTest
  @CsvSource({"0.02, 1e-9", "1e-9, 1e-6"})
  void withTheChordCentreAndOscillationAreAGradientDescentHoweverSmallTheOscillation(
      double start, double limit) {
    Stepper stepper = start(new TwoStep(1.8), CurvatureClosure.CHORD, start);
    double[] first = START.clone();
    first[0] += 0.8 * start;
    first[1] += 0.6 * start;
    Tensor iterate = backend.of(first, first.length);
    Tensor gradient = backend.zeros(first.length);
    Tensor endpoint = backend.zeros(first.length);
    for (int k = 0; k < 200; k++) {
      double closest = Double.POSITIVE_INFINITY;
      double magnitude = Math.exp(stepper.state().number(EdgeFlow.LOG_MAGNITUDE));
      for (int sign = -1; sign <= 1; sign += 2) {
        backend.combine(
            1,
            stepper.state().centre(),
            sign * magnitude,
            stepper.state().vector(EdgeFlow.DIRECTION),
            endpoint);
        closest = Math.min(closest, backend.distance(endpoint, iterate));
      }
      assertThat(closest).as("step %d", k).isLessThan(limit);
      stepper.step();
      descend(iterate, gradient);
    }
  }

  @Test
  void whereTwoEigenvaluesAreAtTheEdgeItsCentreIsTheTwoStepCentreAndTransfersIsNot() {
    double twoStep = meanCenterError(new TwoStep(1.8));
    double transfer = meanCenterError(new Transfer(1.8, Transfer.Handover.SIGNED));
    assertThat(twoStep).isLessThan(transfer / 5);
  }

  // Against the GD that starts at c(0) + r(0)u(0), over steps 100 to 400.
  private double meanCenterError(Solver solver) {
    Stepper stepper = start(solver, CurvatureClosure.CHORD);
    double[] first = START.clone();
    first[0] += 0.8 * MAGNITUDE;
    first[1] += 0.6 * MAGNITUDE;
    Tensor gradient = backend.zeros(first.length);
    Tensor before = backend.of(first, first.length);
    Tensor now = backend.of(first, first.length);
    descend(now, gradient);
    Tensor after = backend.copyOf(now);
    descend(after, gradient);
    stepper.step();
    Tensor centre = backend.zeros(first.length);
    double sum = 0;
    for (int k = 1; k <= 400; k++) {
      backend.combine(0.25, before, 0.5, now, centre);
      backend.axpy(0.25, after, centre);
      if (k >= 100) {
        sum += backend.distance(stepper.state().centre(), centre) / 301;
      }
      backend.copy(now, before);
      backend.copy(after, now);
      descend(after, gradient);
      stepper.step();
    }
    return sum;
  }

  /**
   * {@code ½ x² y²}: sharpness y² in the valley; where it is above 2/η, GD leaps to a flatter
   * place.
   */
  private record Catapult() implements ClosedForm {
    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double lossAndGradient(double[] w, double[] gradient) {
      gradient[0] = w[0] * w[1] * w[1];
      gradient[1] = w[0] * w[0] * w[1];
      return 0.5 * w[0] * w[0] * w[1] * w[1];
    }

    @Override
    public void hessianVector(double[] w, double[] v, double[] product) {
      product[0] = w[1] * w[1] * v[0] + 2 * w[0] * w[1] * v[1];
      product[1] = 2 * w[0] * w[1] * v[0] + w[0] * w[0] * v[1];
    }
  }

  @Test
  void afterALeapWhatStandsStillIsTheCentresAndTheMagnitudeDies() {
    Objective catapult = new ClosedFormObjective(backend, new Catapult());
    EdgeFlowSeed seed =
        (loss, eta, start, direction) -> {
          backend.write(new double[] {0.8, 0.6}, direction);
          return MAGNITUDE;
        };
    EdgeFlow flow =
        new EdgeFlow(
            catapult,
            ETA,
            new EdgeFlow.Settings(
                CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 0, BackwardError.NONE),
            seed);
    Stepper stepper =
        new TwoStep(1.8).start(flow, flow.initial(backend.of(new double[] {0, 3.1}, 2)));
    Tensor iterate = backend.of(new double[] {0.8 * MAGNITUDE, 3.1 + 0.6 * MAGNITUDE}, 2);
    Tensor gradient = backend.zeros(2);
    double largest = 0;
    for (int k = 0; k < 150; k++) {
      stepper.step();
      catapult.lossAndGradient(iterate, gradient);
      backend.axpy(-ETA, gradient, iterate);
      largest = Math.max(largest, Math.exp(stepper.state().number(EdgeFlow.LOG_MAGNITUDE)));
    }
    assertThat(largest).as("the leap").isGreaterThan(0.5);
    assertThat(Math.exp(stepper.state().number(EdgeFlow.LOG_MAGNITUDE))).isLessThan(1e-5);
    assertThat(backend.distance(stepper.state().centre(), iterate)).isLessThan(1e-5);
  }

  @Test
  void anOscillationThatOnlyStandsStillIsGivenBackWhole() {
    EdgeFlowSeed flat =
        (loss, eta, start, direction) -> {
          backend.write(new double[] {0, 1}, direction);
          return 0.5;
        };
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(backend, new Quadratic(1, 0)),
            ETA,
            new EdgeFlow.Settings(
                CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 0, BackwardError.NONE),
            flat);
    Stepper stepper =
        new TwoStep(1.8).start(flow, flow.initial(backend.of(new double[] {1, 3}, 2)));
    for (int k = 0; k < 20; k++) {
      stepper.step();
    }
    double[] centre = new double[2];
    backend.read(stepper.state().centre(), centre);
    double[] direction = new double[2];
    backend.read(stepper.state().vector(EdgeFlow.DIRECTION), direction);
    // GD, which started at c + ru, never moves along the flat direction.
    assertThat(centre[1]).isCloseTo(3.5, within(1e-12));
    assertThat(Math.abs(direction[1])).isEqualTo(1);
    assertThat(Math.exp(stepper.state().number(EdgeFlow.LOG_MAGNITUDE))).isLessThan(1e-12);
  }

  @Test
  void aRestoredWalkGoesOnWithTheSameBits() {
    Stepper whole = start(new TwoStep(1.8), CurvatureClosure.CHORD);
    for (int k = 0; k < 37; k++) {
      whole.step();
    }
    Snapshot snapshot = new Snapshot();
    whole.save(snapshot, "a.");
    Stepper resumed = start(new TwoStep(1.8), CurvatureClosure.CHORD);
    resumed.restore(snapshot, "a.");
    for (int k = 0; k < 20; k++) {
      whole.step();
      resumed.step();
    }
    assertThat(backend.distance(whole.state().centre(), resumed.state().centre())).isZero();
    assertThat(resumed.state().number(EdgeFlow.LOG_MAGNITUDE))
        .isEqualTo(whole.state().number(EdgeFlow.LOG_MAGNITUDE));
  }

  @Test
  void anOscillationLostInRoundingTakesEulersStep() {
    EdgeFlowSeed nothing =
        (loss, eta, start, direction) -> {
          backend.write(new double[] {1, 0, 0, 0}, direction);
          return 1e-30;
        };
    EdgeFlow flow = new EdgeFlow(objective, ETA, EdgeFlow.Settings.PUBLISHED, nothing);
    // Never handed over: what remains is the step alone.
    Stepper twoStep =
        new TwoStep(Double.POSITIVE_INFINITY).start(flow, flow.initial(backend.of(START, 4)));
    Stepper euler = new EdgeGradientDescent().start(flow, flow.initial(backend.of(START, 4)));
    for (int k = 0; k < 10; k++) {
      twoStep.step();
      euler.step();
    }
    assertThat(
            backend.distance(
                twoStep.state().vector(EdgeFlow.DIRECTION),
                euler.state().vector(EdgeFlow.DIRECTION)))
        .isZero();
    assertThat(twoStep.state().number(EdgeFlow.LOG_MAGNITUDE))
        .isCloseTo(euler.state().number(EdgeFlow.LOG_MAGNITUDE), within(1e-12));
  }
}
