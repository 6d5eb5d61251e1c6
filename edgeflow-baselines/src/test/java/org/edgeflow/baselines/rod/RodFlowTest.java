package org.edgeflow.baselines.rod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.ClosedFormObjective;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Quadratic;
import org.edgeflow.core.objective.Quartic;
import org.edgeflow.core.objective.SharpValley;
import org.edgeflow.core.solver.RungeKutta;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RodFlowTest {
  private static final double ETA = 0.3;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective valley = new ClosedFormObjective(backend, new SharpValley(1, 0.01));

  @ParameterizedTest
  @ValueSource(doubles = {1, 6, 2 / ETA, 8})
  void atAQuadraticsMinimumTheExtentGrowsAsPublished(double sharpness) {
    RodFlow flow = flow(new ClosedFormObjective(backend, new Quadratic(sharpness, 0.5)), true);
    State state = state(flow, new double[] {0, 0}, new double[] {0.03, 0});
    State derivative = state.like();
    Reading reading = flow.derivative(state, derivative);
    double[] stretch = read(derivative.vector(1));
    double rateOfSigma = 2 * 0.03 * stretch[0];
    double published = (ETA * ETA * sharpness * sharpness / 2 - 2) * 0.03 * 0.03;
    assertThat(rateOfSigma).isCloseTo(published, within(1e-15));
    assertThat(stretch[1]).isZero();
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
  void theExtentMovesAsTheFullMatrixDoesWithinTheMatricesOfRankOne() {
    double[] middle = {0.2, 5};
    double[] delta = {0.3, -0.1};
    double[] plus = gradient(middle[0] + delta[0], middle[1] + delta[1]);
    double[] minus = gradient(middle[0] - delta[0], middle[1] - delta[1]);
    double[][] full = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        full[i][j] =
            ETA * ETA / 4 * (plus[i] * plus[j] + minus[i] * minus[j]) - 2 * delta[i] * delta[j];
      }
    }
    RodFlow flow = flow(valley, true);
    State state = state(flow, middle, delta);
    State derivative = state.like();
    flow.derivative(state, derivative);
    double[] stretch = read(derivative.vector(1));
    // The tangent space of the matrices of rank one at δδᵀ is orthogonal to n nᵀ, n ⊥ δ.
    double square = delta[0] * delta[0] + delta[1] * delta[1];
    double[] n = {-delta[1] / Math.sqrt(square), delta[0] / Math.sqrt(square)};
    double outside =
        n[0] * (full[0][0] * n[0] + full[0][1] * n[1])
            + n[1] * (full[1][0] * n[0] + full[1][1] * n[1]);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        assertThat(stretch[i] * delta[j] + delta[i] * stretch[j])
            .isCloseTo(full[i][j] - outside * n[i] * n[j], within(1e-14));
      }
    }
  }

  @Test
  void columnsOfEqualLengthAsManyAsDimensionsMoveTheExtentAsTheFullMatrix() {
    double[] middle = {0.2, 5};
    double[] delta = {0.3, -0.1};
    double[] further = {0.1, 0.3};
    double[] plus = gradient(middle[0] + delta[0], middle[1] + delta[1]);
    double[] minus = gradient(middle[0] - delta[0], middle[1] - delta[1]);
    double[] furtherPlus = gradient(middle[0] + further[0], middle[1] + further[1]);
    double[] furtherMinus = gradient(middle[0] - further[0], middle[1] - further[1]);
    RodFlow flow = new RodFlow(valley, ETA, 2, true);
    State state = state(flow, middle, delta);
    backend.write(further, state.vector(2));
    State derivative = state.like();
    flow.derivative(state, derivative);
    double[] stretch = read(derivative.vector(1));
    double[] furtherStretch = read(derivative.vector(2));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double own = (furtherPlus[i] - furtherMinus[i]) * (furtherPlus[j] - furtherMinus[j]) / 4;
        double full =
            ETA * ETA / 4 * (plus[i] * plus[j] + minus[i] * minus[j] + 2 * own)
                - 2 * (delta[i] * delta[j] + further[i] * further[j]);
        double moved =
            stretch[i] * delta[j]
                + delta[i] * stretch[j]
                + furtherStretch[i] * further[j]
                + further[i] * furtherStretch[j];
        assertThat(moved).isCloseTo(full, within(1e-13));
      }
    }
  }

  @Test
  void settlingMakesTheColumnsOrthogonalAndKeepsTheExtent() {
    RodFlow flow = new RodFlow(valley, ETA, 2, true);
    State state = state(flow, new double[] {0.2, 5}, new double[] {1e-3, 2e-3});
    backend.write(new double[] {3, -1}, state.vector(2));
    flow.settle(state, 1);
    double[] first = read(state.vector(1));
    double[] second = read(state.vector(2));
    assertThat(first[0] * second[0] + first[1] * second[1]).isCloseTo(0, within(1e-15));
    assertThat(backend.norm(state.vector(1))).isGreaterThan(backend.norm(state.vector(2)));
    assertThat(first[0] * first[0] + second[0] * second[0]).isCloseTo(9 + 1e-6, within(1e-12));
    assertThat(first[0] * first[1] + second[0] * second[1]).isCloseTo(-3 + 2e-6, within(1e-12));
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
    for (int i = 0; i < 2; i++) {
      double middle = read(state.centre())[i];
      double delta = read(state.vector(1))[i];
      assertThat(middle - delta).isCloseTo(start[i], within(1e-15));
      assertThat(middle + delta).isCloseTo(start[i] - ETA * gradient[i], within(1e-15));
    }
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
    double[] extent = read(stepper.state().vector(1));
    return new double[] {centre[0], centre[1], extent[0], extent[1]};
  }

  @Test
  void inTheSharpValleyItStabilizesItselfAtTheEdge() {
    State end = afterTwoThousandInTheValley(1, 0.05, 6.6);
    // GD ends at y = 1.0012 × 2/η with x² = 2ε on average.
    assertThat(read(end.centre())[1] * ETA / 2).isCloseTo(1.0012, within(5e-4));
    assertThat(backend.norm(end.vector(1))).isCloseTo(Math.sqrt(2 * 0.01), within(1e-3));
  }

  @Test
  void aDriftLongerThanTheOscillationTakesTheRodAndTheEdgeIsMissed() {
    // On the longer way to the edge the oscillation falls below half of GD's step, ηε/2 = 0.0015.
    State end = afterTwoThousandInTheValley(1, 0.05, 6.3);
    assertThat(read(end.centre())[1] * ETA / 2).isGreaterThan(1.5);
    assertThat(backend.norm(end.vector(1))).isCloseTo(0.5 * ETA * 0.01, within(1e-4));
  }

  @Test
  void aSecondColumnHoldsTheOscillationBesideALongerDrift() {
    State end = afterTwoThousandInTheValley(2, 0.05, 6.3);
    assertThat(read(end.centre())[1] * ETA / 2).isCloseTo(1.0012, within(2e-3));
    assertThat(backend.norm(end.vector(1))).isCloseTo(Math.sqrt(2 * 0.01), within(1e-2));
    assertThat(backend.dot(end.vector(1), end.vector(2))).isCloseTo(0, within(1e-12));
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
  void costsAreThoseOfTheFormula() {
    for (int rank = 1; rank <= 2; rank++) {
      for (boolean backwardError : new boolean[] {true, false}) {
        CountingObjective counting = new CountingObjective(valley);
        RodFlow flow = new RodFlow(counting, ETA, rank, backwardError);
        State state = flow.initial(backend.of(new double[] {0.05, 6.3}, 2));
        assertThat(counting.cost().gradients()).isEqualTo(2L * rank - 1);
        flow.derivative(state, state.like());
        assertThat(counting.cost().gradients()).isEqualTo(4L * rank - 1);
        assertThat(counting.cost().hessianVectors()).isEqualTo(backwardError ? 2 : 0);
        assertThat(counting.cost().losses()).isZero();
      }
    }
  }

  @Test
  void onAStationaryPointTheRodHasNoLengthAndStays() {
    RodFlow flow = flow(new ClosedFormObjective(backend, new Quadratic(8, 1)), true);
    State state = flow.initial(backend.of(new double[] {0, 0}, 2));
    State derivative = state.like();
    flow.derivative(state, derivative);
    assertThat(read(derivative.centre())).containsExactly(0, 0);
    assertThat(read(derivative.vector(1))).containsExactly(0, 0);
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
    backend.write(delta, state.vector(1));
    return state;
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
