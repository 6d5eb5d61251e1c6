package org.edgeflow.baselines.stabilization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.edgeflow.core.checkpoint.Snapshot;
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

class SelfStabilizationTest {
  private static final double ETA = 0.3;
  private static final double THRESHOLD = 2 / ETA;
  private static final double DRIFT = 0.01;
  private static final SpectralTracker.Settings SPECTRUM =
      SpectralTracker.Settings.leading(1, 1e-8, 500);

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective skewed = new ClosedFormObjective(backend, new SharpValley(1, DRIFT));
  private final Objective straight = new ClosedFormObjective(backend, new SharpValley(0, DRIFT));

  @Test
  void theSlopeOfTheSharpnessIsThatOfTheEigenvalue() {
    StableSet set = new StableSet(skewed, THRESHOLD, SPECTRUM, 1);
    double[] at = {0.2, 5};
    assertThat(set.look(backend.of(at, 2))).isTrue();
    assertThat(set.sharpness()).isCloseTo(sharpness(at), within(1e-12));
    double h = 1e-5;
    double[] slope = read(set.slope());
    for (int i = 0; i < 2; i++) {
      double[] plus = at.clone();
      double[] minus = at.clone();
      plus[i] += h;
      minus[i] -= h;
      assertThat(slope[i]).isCloseTo((sharpness(plus) - sharpness(minus)) / (2 * h), within(1e-6));
    }
  }

  /** The larger eigenvalue of the skewed valley's Hessian [[y + 3x, x], [x, 0]]. */
  private static double sharpness(double[] at) {
    double a = at[1] + 3 * at[0];
    return 0.5 * (a + Math.sqrt(a * a + 4 * at[0] * at[0]));
  }

  @Test
  void theProjectionEndsOnTheStableSet() {
    StableSet set = new StableSet(skewed, THRESHOLD, SPECTRUM, 1);
    Tensor point = backend.of(new double[] {0.1, 7.5}, 2);
    set.look(point);
    assertThat(set.isBeyondTheEdge()).isTrue();
    set.project(point);
    double[] at = read(point);
    assertThat(sharpness(at)).isCloseTo(THRESHOLD, within(1e-5));
    set.look(point);
    assertThat(set.gradientAlong()).isCloseTo(0, within(1e-8));
  }

  @Test
  void withinTheStableSetOnlyTheGradientAlongTheSharpDirectionIsTakenAway() {
    StableSet set = new StableSet(straight, THRESHOLD, SPECTRUM, 1);
    Tensor point = backend.of(new double[] {0.02, 5}, 2);
    set.look(point);
    set.project(point);
    assertThat(read(point)[1]).isCloseTo(5, within(1e-3));
    assertThat(read(point)[0]).isCloseTo(DRIFT / 5, within(1e-5));
  }

  @Test
  void untilTheEdgeItIsGradientDescent() {
    SelfStabilization flow = flow(skewed, 0);
    State state = flow.initial(start(0.05, 5));
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, state);
    Tensor iterate = start(0.05, 5);
    Tensor gradient = backend.zeros(2);
    for (int k = 0; k < 100; k++) {
      stepper.step();
      skewed.lossAndGradient(iterate, gradient);
      backend.axpy(-ETA, gradient, iterate);
    }
    assertThat(read(state.centre())).containsExactly(read(iterate));
  }

  @Test
  void onTheEdgeSharpnessAndOscillationObeyThePredictedCubicDynamics() {
    SelfStabilization flow = flow(straight, 0);
    State state = flow.initial(start(DRIFT / THRESHOLD, THRESHOLD));
    double x = 0.05;
    double y = 0;
    state.setNumber(SelfStabilization.LOG_OSCILLATION, Math.log(x));
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, state);
    double highest = 0;
    for (int k = 0; k < 300; k++) {
      Reading reading = stepper.step();
      // α = −∇L·∇S = ε and β = ‖∇S‖² = 1, to first order in ε.
      assertThat(reading.curvature() - THRESHOLD).isCloseTo(y, within(2e-3));
      assertThat(reading.predictedLoss()).isCloseTo(-DRIFT * THRESHOLD + x * x / ETA, within(1e-3));
      double grown = (1 + ETA * y) * x;
      y += ETA * (DRIFT - x * x / 2);
      x = grown;
      highest = Math.max(highest, y);
      assertThat(flow.magnitude(state)).isCloseTo(x, within(2e-3));
    }
    assertThat(highest).isGreaterThan(0.05);
    // The constrained trajectory itself has not moved beyond the edge.
    assertThat(read(state.vector(SelfStabilization.CONSTRAINED))[1])
        .isCloseTo(THRESHOLD, within(1e-4));
  }

  @Test
  void itPredictsWhenGradientDescentsOscillationAppears() {
    SelfStabilization flow = flow(skewed, 1);
    State state = flow.initial(start(0.05, 6.3));
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, state);
    Tensor iterate = start(0.05, 6.3);
    Tensor gradient = backend.zeros(2);
    int own = 0;
    int descents = 0;
    for (int k = 1; k <= 400; k++) {
      stepper.step();
      skewed.lossAndGradient(iterate, gradient);
      backend.axpy(-ETA, gradient, iterate);
      own = own == 0 && k > 150 && flow.magnitude(state) > 0.01 ? k : own;
      descents = descents == 0 && k > 150 && Math.abs(read(iterate)[0]) > 0.01 ? k : descents;
    }
    assertThat(descents).isPositive();
    assertThat(own).isCloseTo(descents, within(5));
  }

  @Test
  void costsAreThoseOfTheFormula() {
    CountingObjective counting = new CountingObjective(skewed);
    SelfStabilization flow = flow(counting, 0);
    State state = flow.initial(start(0.05, 5));
    SpectralTracker tracker = new SpectralTracker(SPECTRUM, backend, 2, 1);
    SymmetricOperator hessian =
        SymmetricOperator.hessian(skewed, state.vector(SelfStabilization.CONSTRAINED));
    assertThat(counting.cost().gradients()).isEqualTo(3);
    assertThat(counting.cost().hessianVectors()).isEqualTo(tracker.track(hessian).products());

    int warm = tracker.track(hessian).products();
    long products = counting.cost().hessianVectors();
    flow.derivative(state, state.like());
    assertThat(counting.cost().gradients()).isEqualTo(6);
    assertThat(counting.cost().hessianVectors() - products).isEqualTo(warm + 1);

    products = counting.cost().hessianVectors();
    flow.settle(state, 1);
    assertThat(counting.cost().gradients()).isEqualTo(9);
    assertThat(counting.cost().hessianVectors() - products).isEqualTo(warm);
  }

  @Test
  void restoredItGoesOnAsIfItHadNeverStopped() {
    SelfStabilization flow = flow(skewed, 1);
    Stepper stepper = new RungeKutta(Tableau.EULER, 1).start(flow, flow.initial(start(0.05, 6.6)));
    for (int k = 0; k < 60; k++) {
      stepper.step();
    }
    Snapshot snapshot = new Snapshot();
    stepper.save(snapshot, "state.");
    flow.save(snapshot, "flow.");
    SelfStabilization other = flow(skewed, 1);
    Stepper resumed =
        new RungeKutta(Tableau.EULER, 1).start(other, other.initial(start(0.05, 6.6)));
    resumed.restore(snapshot, "state.");
    other.restore(snapshot, "flow.");
    for (int k = 0; k < 30; k++) {
      stepper.step();
      resumed.step();
    }
    assertThat(read(resumed.state().centre())).containsExactly(read(stepper.state().centre()));
    assertThat(other.magnitude(resumed.state())).isEqualTo(flow.magnitude(stepper.state()));
  }

  @Test
  void aSharpnessThatCannotBeLoweredStopsTheModelWithAdvice() {
    SelfStabilization flow = flow(new ClosedFormObjective(backend, new Quadratic(8.0, 1.0)), 0);
    State state = flow.initial(start(1, 1));
    assertThatThrownBy(() -> flow.settle(state, 1))
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("central-flow");
  }

  @Test
  void aDirectionThatIsNotFoundStopsTheModelWithAdvice() {
    double[] many = IntStream.range(0, 60).mapToDouble(i -> 1 + 0.001 * i).toArray();
    SelfStabilization flow =
        new SelfStabilization(
            new ClosedFormObjective(backend, new Quadratic(many)),
            ETA,
            0,
            SpectralTracker.Settings.leading(1, 1e-10, 2),
            1);
    State state = flow.initial(backend.zeros(60));
    assertThatThrownBy(() -> flow.derivative(state, state.like()))
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("max-products");
  }

  @Test
  void whereTheLossIsNotFiniteItSaysSoInsteadOfThrowing() {
    SelfStabilization flow = flow(skewed, 1);
    State state = flow.initial(start(Double.NaN, 6));
    assertThat(flow.derivative(state, state.like()).predictedLoss()).isNaN();
    flow.settle(state, 1);
    assertThat(flow.magnitude(state)).isNaN();
  }

  private static SelfStabilization flow(Objective objective, double noise) {
    return new SelfStabilization(objective, ETA, noise, SPECTRUM, 1);
  }

  private Tensor start(double x, double y) {
    return backend.of(new double[] {x, y}, 2);
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
