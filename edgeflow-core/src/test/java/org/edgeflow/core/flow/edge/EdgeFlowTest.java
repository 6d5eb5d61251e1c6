package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.Quartic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.edge.EdgeGradientDescent;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EdgeFlowTest {
  private static final double ETA = 0.1;
  private static final double[] EIGENVALUES = {18, 5, 1};
  private static final double[] START = {0.3, -1, 2};
  private static final double[] DIRECTION = {0.6, 0.64, 0.48};
  private static final double MAGNITUDE = 0.01;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final EdgeFlowSeed seed =
      (objective, learningRate, start, direction) -> {
        backend.write(DIRECTION, direction);
        return MAGNITUDE;
      };

  @Test
  void onQuadraticsEveryBlockFollowsItsClosedFormToTheOrderOfTheSolver() {
    for (Tableau tableau :
        new Tableau[] {
          Tableau.EULER, Tableau.HEUN, Tableau.BOGACKI_SHAMPINE, Tableau.RK4, Tableau.DORMAND_PRINCE
        }) {
      double coarse = errorOnQuadratic(tableau, 16);
      double fine = errorOnQuadratic(tableau, 32);
      double order = Math.log(coarse / fine) / Math.log(2);
      assertThat(order)
          .as("order from %s and %s", coarse, fine)
          .isCloseTo(tableau.order(), within(0.2));
    }
  }

  /** Distance of centre, direction and log-magnitude from the closed form after 5 iterations. */
  private double errorOnQuadratic(Tableau tableau, int stepsPerIteration) {
    EdgeFlow flow = new EdgeFlow(quadratic(), ETA, EdgeFlow.Settings.PUBLISHED, seed);
    Stepper stepper =
        new RungeKutta(tableau, stepsPerIteration).start(flow, flow.initial(start(START)));
    int time = 5;
    for (int k = 0; k < time; k++) {
      stepper.step();
    }
    double[] grown = new double[3];
    double length = 0;
    for (int i = 0; i < 3; i++) {
      grown[i] = Math.exp(ETA * EIGENVALUES[i] * time) * DIRECTION[i];
      length = Math.hypot(length, grown[i]);
    }
    double[] centre = read(stepper.state().centre());
    double[] direction = read(flow.direction(stepper.state()));
    double error =
        Math.abs(
            Math.log(flow.magnitude(stepper.state()))
                - Math.log(MAGNITUDE * Math.exp(-2.0 * time) * length));
    for (int i = 0; i < 3; i++) {
      error += Math.abs(centre[i] - START[i] * Math.exp(-ETA * EIGENVALUES[i] * time));
      error += Math.abs(direction[i] - grown[i] / length);
    }
    return error;
  }

  @Test
  void withoutOscillationAnEulerStepIsGradientDescentExactly() {
    Objective objective = quadratic();
    EdgeFlow flow =
        new EdgeFlow(
            objective,
            ETA,
            EdgeFlow.Settings.PUBLISHED,
            (o, learningRate, start, direction) -> {
              backend.write(DIRECTION, direction);
              return 0;
            });
    Stepper stepper = new EdgeGradientDescent().start(flow, flow.initial(start(START)));
    Tensor iterate = start(START);
    Tensor gradient = backend.zeros(3);
    for (int k = 0; k < 50; k++) {
      stepper.step();
      objective.lossAndGradient(iterate, gradient);
      backend.axpy(-ETA, gradient, iterate);
    }
    assertThat(read(stepper.state().centre())).containsExactly(read(iterate));
    assertThat(flow.magnitude(stepper.state())).isZero();
  }

  @Test
  void directionKeepsUnitLengthOverTenThousandSteps() {
    Objective objective = new ClosedFormObjective(backend, new SharpValley(1, 0.01));
    EdgeFlow flow =
        new EdgeFlow(
            objective,
            0.3,
            new EdgeFlow.Settings(
                CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 1, BackwardError.NONE),
            new TopEigenvectorSeed(1, InitialMagnitude.HALF_STEP));
    Stepper stepper = new EdgeGradientDescent().start(flow, flow.initial(start(0, 5)));
    double worst = 0;
    for (int k = 0; k < 10_000; k++) {
      stepper.step();
      worst = Math.max(worst, Math.abs(backend.norm(flow.direction(stepper.state())) - 1));
    }
    assertThat(worst).isLessThanOrEqualTo(1e-12);
  }

  @ParameterizedTest
  @EnumSource(GrowthRate.class)
  void chordFixedPointsAreGradientDescentsPeriodTwoOrbits(GrowthRate rate) {
    double sharpness = 2.2;
    double softening = 1;
    double learningRate = 1;
    Objective objective = new ClosedFormObjective(backend, new Quartic(sharpness, softening));
    EdgeFlow flow =
        new EdgeFlow(
            objective,
            learningRate,
            new EdgeFlow.Settings(CurvatureClosure.CHORD, rate, 0, BackwardError.NONE),
            new TopEigenvectorSeed(1, InitialMagnitude.HALF_STEP));
    Stepper stepper = new EdgeGradientDescent().start(flow, flow.initial(start(0.1)));
    for (int k = 0; k < 400; k++) {
      stepper.step();
    }
    double orbit = Math.sqrt((sharpness - 2 / learningRate) / softening);
    assertThat(flow.magnitude(stepper.state())).isCloseTo(orbit, within(1e-8));
    // Gradient descent from +orbit lands on −orbit, so the orbit is its own.
    Tensor gradient = backend.zeros(1);
    Tensor iterate = start(orbit);
    objective.lossAndGradient(iterate, gradient);
    backend.axpy(-learningRate, gradient, iterate);
    assertThat(read(iterate)[0]).isCloseTo(-orbit, within(1e-14));
  }

  @Test
  void logarithmicRateIsExactForGradientDescentOnAQuadratic() {
    double curvature = 17;
    Objective objective = new ClosedFormObjective(backend, new Quadratic(curvature));
    EdgeFlow flow =
        new EdgeFlow(
            objective,
            ETA,
            new EdgeFlow.Settings(
                CurvatureClosure.CENTRE, GrowthRate.LOGARITHMIC, 0, BackwardError.NONE),
            (o, learningRate, start, direction) -> {
              backend.write(new double[] {1}, direction);
              return 1;
            });
    Stepper stepper = new EdgeGradientDescent().start(flow, flow.initial(start(0)));
    for (int k = 0; k < 10; k++) {
      stepper.step();
    }
    double iterate = Math.pow(1 - ETA * curvature, 10);
    assertThat(flow.magnitude(stepper.state())).isCloseTo(Math.abs(iterate), within(1e-13));
  }

  @Test
  void noiseHoldsTheMagnitudeAtItsFloorWhileTheModeIsStable() {
    double drift = 1e-4;
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(backend, new SharpValley(0, drift)),
            ETA,
            new EdgeFlow.Settings(
                CurvatureClosure.CENTRE, GrowthRate.LINEAR, 1, BackwardError.NONE),
            (o, learningRate, start, direction) -> {
              backend.write(new double[] {1, 0}, direction);
              return 1e-3;
            });
    Stepper stepper = new EdgeGradientDescent().start(flow, flow.initial(start(0, 15)));
    for (int k = 0; k < 200; k++) {
      stepper.step();
    }
    double[] centre = read(stepper.state().centre());
    double[] direction = read(flow.direction(stepper.state()));
    double kick = Math.ulp(1.0) * Math.hypot(direction[0] * centre[0], direction[1] * centre[1]);
    double floor = kick / Math.sqrt(1 - Math.exp(2 * (ETA * centre[1] - 2)));
    assertThat(flow.magnitude(stepper.state()) / floor).isCloseTo(1, within(1e-3));
  }

  @Test
  void anIterationCostsTwoGradientsAndOneProductAndWithTheChordNoProduct() {
    for (CurvatureClosure closure : CurvatureClosure.values()) {
      CountingObjective counting = new CountingObjective(quadratic());
      EdgeFlow flow =
          new EdgeFlow(
              counting,
              ETA,
              new EdgeFlow.Settings(closure, GrowthRate.LINEAR, 0, BackwardError.NONE),
              seed);
      Stepper stepper = new EdgeGradientDescent().start(flow, flow.initial(start(START)));
      for (int k = 0; k < 7; k++) {
        stepper.step();
      }
      assertThat(counting.cost().gradients()).isEqualTo(14);
      assertThat(counting.cost().hessianVectors())
          .isEqualTo(closure == CurvatureClosure.CENTRE ? 7 : 0);
    }
  }

  @Test
  void backwardErrorBringsFineStepsNearerToGradientDescentByOneOrder() {
    // On a quadratic without oscillation GD contracts by 1 − ηλ, the flow with it by
    // e^(−ηλ−(ηλ)²/2).
    double with = centreAfterOneIteration(BackwardError.CENTRE);
    double without = centreAfterOneIteration(BackwardError.NONE);
    double descent = 1 - ETA;
    assertThat(Math.abs(with - descent)).isLessThan(0.1 * Math.abs(without - descent));
  }

  private double centreAfterOneIteration(BackwardError backwardError) {
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(backend, new Quadratic(1)),
            ETA,
            new EdgeFlow.Settings(CurvatureClosure.CENTRE, GrowthRate.LINEAR, 0, backwardError),
            (o, learningRate, start, direction) -> {
              backend.write(new double[] {1}, direction);
              return 0;
            });
    Stepper stepper = new RungeKutta(Tableau.RK4, 8).start(flow, flow.initial(start(1)));
    stepper.step();
    return read(stepper.state().centre())[0];
  }

  @Test
  void predictedLossIsTheMeanOfTheEndpointLosses() {
    Objective objective = quadratic();
    EdgeFlow flow = new EdgeFlow(objective, ETA, EdgeFlow.Settings.PUBLISHED, seed);
    State state = flow.initial(start(START));
    Reading reading = flow.derivative(state, state.like());
    Tensor endpoint = backend.zeros(3);
    backend.combine(1, state.centre(), MAGNITUDE, flow.direction(state), endpoint);
    double plus = objective.loss(endpoint);
    backend.combine(1, state.centre(), -MAGNITUDE, flow.direction(state), endpoint);
    double minus = objective.loss(endpoint);
    assertThat(reading.predictedLoss()).isEqualTo(0.5 * (plus + minus));
  }

  @Test
  void seedIsTheTopEigenvectorAndHalfOfTheFirstStepAlongIt() {
    Tensor direction = backend.zeros(3);
    Tensor start = start(START);
    double magnitude =
        new TopEigenvectorSeed(5, InitialMagnitude.HALF_STEP)
            .plant(quadratic(), ETA, start, direction);
    assertThat(Math.abs(read(direction)[0])).isCloseTo(1, within(1e-10));
    assertThat(magnitude).isCloseTo(0.5 * ETA * EIGENVALUES[0] * START[0], within(1e-6));
  }

  @Test
  void whereThereIsNoCurvatureTheSeedStillHasADirectionAndTheLossTellsTheRest() {
    Tensor direction = backend.zeros(3);
    Tensor nowhere = start(Double.NaN, 0, 0);
    Objective valley = new ClosedFormObjective(backend, new SharpValley(1, 0.01));
    Tensor flat = backend.zeros(2);
    new TopEigenvectorSeed(1, InitialMagnitude.HALF_STEP)
        .plant(valley, ETA, backend.of(new double[] {Double.NaN, 1}, 2), flat);
    assertThat(backend.norm(flat)).isCloseTo(1, within(1e-15));
    new TopEigenvectorSeed(1, InitialMagnitude.HALF_STEP)
        .plant(quadratic(), ETA, nowhere, direction);
    assertThat(backend.norm(direction)).isCloseTo(1, within(1e-12));
    assertThat(quadratic().loss(nowhere)).isNaN();
  }

  private Objective quadratic() {
    return new ClosedFormObjective(backend, new Quadratic(EIGENVALUES));
  }

  private Tensor start(double... values) {
    return backend.of(values, values.length);
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
