package org.edgeflow.baselines.freeenergy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class FreeEnergyFlowTest {
  private static final double ETA = 0.3;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective valley = new ClosedFormObjective(backend, new SharpValley(1, 0.01));

  @Test
  void onAQuadraticCentreAndCovarianceFollowTheirClosedForms() {
    double[] eigenvalues = {6, 5, 1};
    FreeEnergyFlow flow =
        flow(new ClosedFormObjective(backend, new Quadratic(eigenvalues)), 0, spectrum(2));
    double[] start = {0.3, -1, 2};
    State state = flow.initial(backend.of(start, 3));
    Stepper stepper = new RungeKutta(Tableau.RK4, 16).start(flow, state);
    for (int k = 0; k < 5; k++) {
      stepper.step();
    }
    double[] centre = read(state.centre());
    for (int i = 0; i < 3; i++) {
      double exact = start[i] * Math.exp(-ETA * eigenvalues[i] * 5);
      assertThat(centre[i]).isCloseTo(exact, within(1e-6));
    }
    for (int i = 0; i < 2; i++) {
      double seed = Math.ulp(1.0) * Math.sqrt((0.09 + 1 + 4) / 3);
      double factor = 1 - ETA * eigenvalues[i];
      double exact = Math.log(seed) + 2.5 * (factor * factor - 1);
      assertThat(state.number(flow.logDeviations().get(i))).isCloseTo(exact, within(1e-9));
    }
  }

  @Test
  void theCentreDescendsTheFreeEnergyAtFixedCovariance() {
    FreeEnergyFlow flow = flow(valley, 0, spectrum(2));
    double[] at = {0.2, 5};
    State state = flow.initial(backend.of(at, 2));
    state.setNumber(flow.logDeviations().get(0), Math.log(0.3));
    state.setNumber(flow.logDeviations().get(1), Math.log(0.1));
    State derivative = state.like();
    Reading reading = flow.derivative(state, derivative);
    assertThat(reading.predictedLoss()).isCloseTo(freeEnergy(at, state, flow), within(1e-14));
    double h = 1e-5;
    for (int i = 0; i < 2; i++) {
      double[] plus = at.clone();
      double[] minus = at.clone();
      plus[i] += h;
      minus[i] -= h;
      double slope = (freeEnergy(plus, state, flow) - freeEnergy(minus, state, flow)) / (2 * h);
      assertThat(read(derivative.centre())[i]).isCloseTo(-ETA * slope, within(1e-8));
    }
  }

  private double freeEnergy(double[] at, State state, FreeEnergyFlow flow) {
    Tensor point = backend.of(at, 2);
    Tensor product = backend.zeros(2);
    double energy = valley.loss(point);
    for (int i = 0; i < 2; i++) {
      valley.hessianVector(point, state.vector(flow.modes().get(i)), product);
      energy +=
          0.5
              * Math.exp(2 * state.number(flow.logDeviations().get(i)))
              * backend.dot(state.vector(flow.modes().get(i)), product);
    }
    return energy;
  }

  @Test
  void whereEigenvaluesCrossTheVariancesGoWithTheirVectors() {
    FreeEnergyFlow flow =
        flow(new ClosedFormObjective(backend, new Quadratic(6.0, 5.0, 1.0)), 0, spectrum(2));
    State state = flow.initial(backend.of(new double[] {1, 1, 1}, 3));
    backend.write(new double[] {0, 1, 0}, state.vector(flow.modes().get(0)));
    backend.write(new double[] {1, 0, 0}, state.vector(flow.modes().get(1)));
    state.setNumber(flow.logDeviations().get(0), Math.log(0.5));
    state.setNumber(flow.logDeviations().get(1), Math.log(0.1));
    flow.settle(state, 1);
    assertThat(state.number(flow.logDeviations().get(0))).isCloseTo(Math.log(0.1), within(1e-9));
    assertThat(state.number(flow.logDeviations().get(1))).isCloseTo(Math.log(0.5), within(1e-9));
    assertThat(flow.magnitude(state)).isCloseTo(Math.sqrt(0.26), within(1e-9));
  }

  @Test
  void inTheSharpValleyItSettlesOnTheEdge() {
    FreeEnergyFlow flow = flow(valley, 1, spectrum(1));
    State state = flow.initial(backend.of(new double[] {0.05, 6.3}, 2));
    state.setNumber(flow.logDeviations().get(0), Math.log(0.05));
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, state);
    double sharpness = 0;
    double variance = 0;
    for (int k = 0; k < 3000; k++) {
      Reading reading = stepper.step();
      if (k >= 2000) {
        sharpness += reading.curvature() / 1000;
        variance += Math.pow(flow.magnitude(state), 2) / 1000;
      }
    }
    assertThat(sharpness * ETA / 2).isCloseTo(1, within(0.01));
    // In the mean the push on y, ½x², balances the slope ε.
    assertThat(variance).isCloseTo(2 * 0.01, within(1e-3));
  }

  @Test
  void noiseIsTheFloorOfTheVariance() {
    FreeEnergyFlow flow =
        flow(new ClosedFormObjective(backend, new Quadratic(5.0, 0.0)), 1, spectrum(1));
    State state = flow.initial(backend.of(new double[] {0, 3}, 2));
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, state);
    for (int k = 0; k < 500; k++) {
      stepper.step();
    }
    double kick = Math.ulp(1.0) * 3 / Math.sqrt(2);
    double factor = 1 - ETA * 5;
    double floor = kick / Math.sqrt(1 - Math.exp(factor * factor - 1));
    assertThat(flow.magnitude(state) / floor).isCloseTo(1, within(1e-9));
  }

  @Test
  void costsAreThoseOfTheFormula() {
    for (int rank = 1; rank <= 2; rank++) {
      CountingObjective counting = new CountingObjective(valley);
      FreeEnergyFlow flow = flow(counting, 0, spectrum(rank));
      State state = flow.initial(backend.of(new double[] {0.2, 5}, 2));
      long gradients = counting.cost().gradients();
      long products = counting.cost().hessianVectors();
      flow.derivative(state, state.like());
      assertThat(counting.cost().gradients() - gradients).isEqualTo(1 + 2L * rank);
      assertThat(counting.cost().hessianVectors() - products).isEqualTo(rank);

      SpectralTracker tracker = new SpectralTracker(spectrum(rank), backend, 2, 1);
      SymmetricOperator hessian = SymmetricOperator.hessian(valley, state.centre());
      tracker.track(hessian);
      int warm = tracker.track(hessian).products();
      products = counting.cost().hessianVectors();
      flow.settle(state, 1);
      assertThat(counting.cost().hessianVectors() - products).isEqualTo(warm);
      assertThat(warm).isGreaterThanOrEqualTo(rank);
      assertThat(counting.cost().gradients() - gradients).isEqualTo(1 + 2L * rank);
    }
  }

  @Test
  void eigenvectorsThatAreNotFoundStopTheModelWithAdvice() {
    double[] many = IntStream.range(0, 60).mapToDouble(i -> 1 + 0.001 * i).toArray();
    FreeEnergyFlow flow =
        flow(
            new ClosedFormObjective(backend, new Quadratic(many)),
            0,
            SpectralTracker.Settings.leading(1, 1e-10, 2));
    State state = flow.initial(backend.zeros(60));
    assertThatThrownBy(() -> flow.settle(state, 1))
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("max-products");
  }

  @Test
  void whereTheLossIsNotFiniteItSaysSoInsteadOfThrowing() {
    FreeEnergyFlow flow = flow(valley, 1, spectrum(2));
    State state = flow.initial(backend.of(new double[] {Double.NaN, 6}, 2));
    assertThat(flow.derivative(state, state.like()).loss()).isNaN();
    flow.settle(state, 1);
    assertThat(read(state.centre())[0]).isNaN();
  }

  private static SpectralTracker.Settings spectrum(int rank) {
    return SpectralTracker.Settings.leading(rank, 1e-9, 500);
  }

  private static FreeEnergyFlow flow(
      Objective objective, double noise, SpectralTracker.Settings spectrum) {
    return new FreeEnergyFlow(objective, ETA, noise, spectrum, 1);
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
