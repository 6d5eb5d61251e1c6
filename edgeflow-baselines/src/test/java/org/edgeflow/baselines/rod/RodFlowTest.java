package org.edgeflow.baselines.rod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.baselines.central.SmallPerceptron;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.Quartic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RodFlowTest {
  private static final double ETA = 0.3;

  /** The network starts above its edge. */
  private static final double RATE = 0.5;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final SmallPerceptron network = SmallPerceptron.onSmoothFunction(11, 20, 3);
  private final Objective small = new ClosedFormObjective(backend, network);
  private final double[] weights = network.start(5);
  private final Objective valley = new ClosedFormObjective(backend, new SharpValley(1, 0.01));

  @ParameterizedTest
  @ValueSource(doubles = {1, 6, 2 / ETA, 8})
  void atAQuadraticsMinimumTheExtentGrowsAsPublished(double sharpness) {
    RodFlow flow = flow(new ClosedFormObjective(backend, new Quadratic(sharpness, 0.5)), true);
    State state = state(flow, new double[] {0, 0}, new double[] {0.03, 0});
    State derivative = state.like();
    Reading reading = flow.derivative(state, derivative);
    state.add(1e-3, derivative);
    flow.settle(state, 1e-3);
    double growth = 1 + 1e-3 * (ETA * ETA * sharpness * sharpness / 2 - 2);
    assertThat(flow.magnitude(state)).isCloseTo(0.03 * Math.sqrt(growth), within(1e-15));
    assertThat(read(derivative.centre())).containsExactly(0, 0);
    assertThat(reading.curvature()).isCloseTo(sharpness, within(1e-12));
  }

  @Test
  void inTheQuarticItSettlesOnGradientDescentsOrbit() {
    double sharpness = 2.2;
    double softening = 1.5;
    RodFlow flow =
        new RodFlow(
            new ClosedFormObjective(backend, new Quartic(sharpness, softening)), 1, 1, true);
    Stepper stepper =
        new RungeKutta(Tableau.RK4, 2).start(flow, flow.initial(backend.of(new double[] {0.1}, 1)));
    for (int k = 0; k < 200; k++) {
      stepper.step();
    }
    double extent = Math.pow(flow.magnitude(stepper.state()), 2);
    assertThat(extent).isCloseTo((sharpness - 2) / softening, within(1e-8));
    assertThat(read(stepper.state().centre())[0]).isCloseTo(0, within(1e-8));
  }

  @Test
  void theMiddleMovesAsPublishedWithAndWithoutTheBackwardError() {
    double[] middle = {0.2, 5};
    double[] delta = {0.3, -0.1};
    double[] plus = {middle[0] + delta[0], middle[1] + delta[1]};
    double[] minus = {middle[0] - delta[0], middle[1] - delta[1]};
    Tensor sum = backend.of(gradient(plus), 2);
    backend.axpy(1, backend.of(gradient(minus), 2), sum);
    Tensor first = backend.zeros(2);
    Tensor second = backend.zeros(2);
    valley.hessianVector(backend.of(plus, 2), sum, first);
    valley.hessianVector(backend.of(minus, 2), sum, second);
    for (boolean backwardError : new boolean[] {true, false}) {
      RodFlow flow = flow(valley, backwardError);
      State state = state(flow, middle, delta);
      State derivative = state.like();
      Reading reading = flow.derivative(state, derivative);
      double[] rate = read(derivative.centre());
      for (int i = 0; i < 2; i++) {
        double published =
            -ETA / 2 * read(sum)[i]
                - (backwardError ? ETA * ETA / 8 * (read(first)[i] + read(second)[i]) : 0);
        assertThat(rate[i]).isCloseTo(published, within(1e-14));
      }
      assertThat(reading.predictedLoss())
          .isEqualTo(0.5 * (valley.loss(backend.of(plus, 2)) + valley.loss(backend.of(minus, 2))));
    }
  }

  @Test
  void theRodStartsBetweenTheFirstTwoIterates() {
    RodFlow flow = flow(valley, true);
    double[] start = {0.05, 6.3};
    double[] gradient = gradient(start);
    State state = flow.initial(backend.of(start, 2));
    double[] delta = rod(state);
    for (int i = 0; i < 2; i++) {
      assertThat(read(state.centre())[i])
          .isCloseTo(start[i] - ETA / 2 * gradient[i], within(1e-15));
      assertThat(Math.abs(delta[i])).isCloseTo(Math.abs(ETA / 2 * gradient[i]), within(1e-15));
    }
  }

  @Test
  void afterAWarmStartTheRodLiesBetweenTheIterateAndTheNext() {
    RodFlow flow = flow(valley, true);
    Start start =
        Start.oscillating(
            backend.of(new double[] {0.01, 6.3}, 2), backend.of(new double[] {0.04, 0}, 2));
    State warm = flow.initial(start);
    State cold = flow.initial(backend.of(new double[] {0.01 + 0.04, 6.3}, 2));
    assertThat(backend.distance(warm.centre(), cold.centre())).isZero();
    assertThat(flow.magnitude(warm)).isEqualTo(flow.magnitude(cold));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anEulerStepOfOneIterationIsGradientDescent(int rank) {
    RodFlow flow = new RodFlow(small, RATE, rank, false);
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, flow.initial(start()));
    FullRod full = new FullRod(network, RATE, false, weights);
    Tensor iterate = start();
    Tensor gradient = backend.zeros(iterate.size());
    Tensor middle = backend.zeros(iterate.size());
    for (int k = 0; k < 40; k++) {
      backend.copy(iterate, middle);
      small.lossAndGradient(iterate, gradient);
      backend.axpy(-0.5 * RATE, gradient, middle);
      backend.axpy(-RATE, gradient, iterate);
      assertThat(backend.distance(stepper.state().centre(), middle)).as("%d", k).isLessThan(1e-11);
      assertThat(distance(full.middle, read(middle))).as("%d", k).isLessThan(1e-11);
      assertThat(flow.magnitude(stepper.state()))
          .isCloseTo(0.5 * RATE * backend.norm(gradient), within(1e-11));
      stepper.step();
      full.euler(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"euler, 4", "rk4, 2"})
  void asTheRankGrowsTheFactorsApproachTheFullMatrixOnANetwork(String method, int steps) {
    boolean euler = method.equals("euler");
    double[] errors =
        errors(network, small, weights, RATE, euler, steps, 12, new int[] {1, 2, 4, 8});
    assertThat(errors[1]).isLessThan(errors[0]);
    assertThat(errors[2]).isLessThan(errors[1] / 2);
    assertThat(errors[3]).isLessThan(errors[2] / 2).isLessThan(1e-4);
  }

  @Test
  void inTheValleyTwoColumnsAreTheFullMatrix() {
    ClosedForm function = new SharpValley(1, 0.01);
    for (boolean euler : new boolean[] {true, false}) {
      double[] errors =
          errors(function, valley, new double[] {0.05, 6.3}, ETA, euler, 4, 100, new int[] {2});
      assertThat(errors[0]).isLessThan(1e-9);
    }
  }

  /** How far the middle is from the full matrix's, for each rank, the mean over the iterations. */
  private double[] errors(
      ClosedForm function,
      Objective objective,
      double[] start,
      double eta,
      boolean euler,
      int steps,
      int iterations,
      int[] ranks) {
    FullRod full = new FullRod(function, eta, !euler, start);
    List<Stepper> steppers = new ArrayList<>();
    for (int rank : ranks) {
      RodFlow flow = new RodFlow(objective, eta, rank, !euler);
      steppers.add(
          new RungeKutta(euler ? Tableau.EULER : Tableau.RK4, steps)
              .start(flow, flow.initial(backend.of(start, start.length))));
    }
    double[] errors = new double[ranks.length];
    for (int k = 0; k < iterations; k++) {
      for (int i = 0; i < steps; i++) {
        if (euler) {
          full.euler(1.0 / steps);
        } else {
          full.rungeKutta(1.0 / steps);
        }
      }
      for (int r = 0; r < ranks.length; r++) {
        steppers.get(r).step();
        errors[r] += distance(read(steppers.get(r).state().centre()), full.middle) / iterations;
      }
    }
    return errors;
  }

  @Test
  void whatTheFactorsDropIsReported() {
    for (int rank = 1; rank <= 2; rank++) {
      RodFlow flow = new RodFlow(valley, ETA, rank, true);
      Stepper stepper =
          new RungeKutta(Tableau.RK4, 2)
              .start(flow, flow.initial(backend.of(new double[] {0.3, 6}, 2)));
      stepper.step();
      // Of a matrix of two rows, two columns drop nothing.
      assertThat(flow.truncation(stepper.state()))
          .matches(rank == 1 ? x -> x > 1e-4 && x < 1 : x -> x == 0);
    }
  }

  @Test
  void aRestoredRodGoesOnWithTheSameBits() {
    RodFlow flow = new RodFlow(small, RATE, 4, true);
    Stepper whole = new RungeKutta(Tableau.RK4, 2).start(flow, flow.initial(start()));
    for (int k = 0; k < 5; k++) {
      whole.step();
    }
    Snapshot snapshot = new Snapshot();
    whole.save(snapshot, "rod.");
    RodFlow other = new RodFlow(small, RATE, 4, true);
    Stepper resumed = new RungeKutta(Tableau.RK4, 2).start(other, other.initial(start()));
    resumed.restore(snapshot, "rod.");
    for (int k = 0; k < 5; k++) {
      whole.step();
      resumed.step();
    }
    assertThat(backend.distance(whole.state().centre(), resumed.state().centre())).isZero();
    assertThat(other.magnitude(resumed.state())).isEqualTo(flow.magnitude(whole.state()));
  }

  @Test
  void rungeKuttaConvergesToTheFlowWithItsOwnOrder() {
    double[] exact = after(4, 64);
    double coarse = distance(after(4, 8), exact);
    double fine = distance(after(4, 16), exact);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(4, within(0.4));
  }

  private double[] after(int iterations, int stepsPerIteration) {
    RodFlow flow = flow(valley, true);
    Stepper stepper =
        new RungeKutta(Tableau.RK4, stepsPerIteration)
            .start(flow, flow.initial(backend.of(new double[] {0.3, 6}, 2)));
    for (int k = 0; k < iterations; k++) {
      stepper.step();
    }
    double[] centre = read(stepper.state().centre());
    double length = flow.magnitude(stepper.state());
    return new double[] {centre[0], centre[1], length};
  }

  @Test
  void inTheSharpValleyItStabilizesItselfAtTheEdge() {
    State end = afterTwoThousandInTheValley(1, 0.05, 6.6);
    // GD ends at y = 1.0012 × 2/η with x² = 2ε on average.
    assertThat(read(end.centre())[1] * ETA / 2).isCloseTo(1.0012, within(5e-4));
    assertThat(length(end)).isCloseTo(Math.sqrt(2 * 0.01), within(1e-3));
  }

  @Test
  void aDriftLongerThanTheOscillationTakesTheRodAndTheEdgeIsMissed() {
    // On the longer way to the edge the oscillation falls below half of GD's step, ηε/2 = 0.0015.
    State end = afterTwoThousandInTheValley(1, 0.05, 6.3);
    assertThat(read(end.centre())[1] * ETA / 2).isGreaterThan(1.5);
    assertThat(length(end)).isCloseTo(0.5 * ETA * 0.01, within(1e-4));
  }

  private State afterTwoThousandInTheValley(int rank, double x, double y) {
    RodFlow flow = new RodFlow(valley, ETA, rank, true);
    Stepper stepper =
        new RungeKutta(Tableau.RK4, 4)
            .start(flow, flow.initial(backend.of(new double[] {x, y}, 2)));
    for (int k = 0; k < 2000; k++) {
      stepper.step();
    }
    return stepper.state();
  }

  @Test
  void costsAreThoseOfTheFormulaWhateverTheRank() {
    for (int rank = 1; rank <= 2; rank++) {
      for (boolean backwardError : new boolean[] {true, false}) {
        CountingObjective counting = new CountingObjective(valley);
        RodFlow flow = new RodFlow(counting, ETA, rank, backwardError);
        State state = flow.initial(backend.of(new double[] {0.05, 6.3}, 2));
        assertThat(counting.cost().gradients()).isEqualTo(1);
        flow.derivative(state, state.like());
        assertThat(counting.cost().gradients()).isEqualTo(3);
        assertThat(counting.cost().hessianVectors()).isEqualTo(backwardError ? 2 : 0);
        assertThat(counting.cost().losses()).isZero();
      }
    }
  }

  @Test
  void onAStationaryPointTheRodHasNoLengthAndStays() {
    RodFlow flow = flow(new ClosedFormObjective(backend, new Quadratic(8, 1)), true);
    Stepper stepper =
        new RungeKutta(Tableau.RK4, 2)
            .start(flow, flow.initial(backend.of(new double[] {0, 0}, 2)));
    stepper.step();
    assertThat(read(stepper.state().centre())).containsExactly(0, 0);
    assertThat(flow.magnitude(stepper.state())).isZero();
  }

  @Test
  void whereTheLossIsNotFiniteItSaysSoInsteadOfThrowing() {
    RodFlow flow = flow(valley, true);
    State state = flow.initial(backend.of(new double[] {Double.NaN, 6}, 2));
    assertThat(flow.derivative(state, state.like()).predictedLoss()).isNaN();
  }

  private RodFlow flow(Objective objective, boolean backwardError) {
    return new RodFlow(objective, ETA, 1, backwardError);
  }

  private State state(RodFlow flow, double[] middle, double[] delta) {
    State state = flow.initial(backend.zeros(middle.length));
    backend.write(middle, state.centre());
    Extent extent = state.further(Extent.class);
    extent.scale(0);
    extent.add(1, backend.of(delta, delta.length));
    return state;
  }

  private double[] rod(State state) {
    Tensor rod = backend.zeros(state.centre().size());
    state.further(Extent.class).longest(rod);
    return read(rod);
  }

  private double length(State state) {
    return backend.norm(backend.of(rod(state), state.centre().size()));
  }

  private Tensor start() {
    return backend.of(weights, weights.length);
  }

  private double[] gradient(double... at) {
    Tensor gradient = backend.zeros(at.length);
    valley.lossAndGradient(backend.of(at, at.length), gradient);
    return read(gradient);
  }

  private static double distance(double[] x, double[] y) {
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      square += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(square);
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
