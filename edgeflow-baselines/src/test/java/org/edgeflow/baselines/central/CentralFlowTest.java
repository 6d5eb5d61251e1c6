package org.edgeflow.baselines.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.edgeflow.baselines.complementarity.SymmetricPacking;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.objective.closedform.TwoSharpDirections;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentralFlowTest {
  private static final double ETA = 0.3;
  private static final double EDGE = 2 / ETA;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  private static Ride ride(
      ClosedForm form, CentralFlow.Settings settings, int stepsPerIteration, double... start) {
    RungeKutta euler = new RungeKutta(Tableau.EULER, stepsPerIteration);
    return new Ride(UpdateRule.gradientDescent(ETA), form, settings, euler, start);
  }

  private static Ride ride(ClosedForm form, int stepsPerIteration, double... start) {
    return ride(form, CentralFlow.Settings.DEFAULT, stepsPerIteration, start);
  }

  @Test
  void belowTheEdgeItIsGradientFlow() {
    Ride ride = ride(new Quadratic(5, 1), 4096, 1, 1);
    Reading reading = ride.run(2);
    assertThat(ride.centre()[0]).isCloseTo(Math.exp(-2 * ETA * 5), within(1e-4));
    assertThat(ride.centre()[1]).isCloseTo(Math.exp(-2 * ETA), within(1e-4));
    assertThat(reading.predictedLoss()).isEqualTo(reading.loss());
    assertThat(ride.flow.magnitude(ride.stepper.state())).isZero();
  }

  /**
   * The flow's definition on the valley, without its machinery: gradient flow until the top
   * eigenvalue of the 2 × 2 Hessian is 2/η, then gradient flow without the component that would
   * raise it, by the eigenvalue's closed form.
   */
  private static final class ConstrainedValley {
    private static final double STEP = 1e-3;

    final double skew;
    final double drift;
    final double[] w;

    ConstrainedValley(double skew, double drift, double... start) {
      this.skew = skew;
      this.drift = drift;
      this.w = start.clone();
    }

    double sharpness() {
      double a = w[1] + 3 * skew * w[0];
      return 0.5 * (a + Math.hypot(a, 2 * w[0]));
    }

    double[] sharpnessGradient() {
      double a = w[1] + 3 * skew * w[0];
      double h = Math.hypot(a, 2 * w[0]);
      return new double[] {0.5 * (3 * skew + (3 * skew * a + 4 * w[0]) / h), 0.5 * (1 + a / h)};
    }

    void run(int iterations) {
      for (int n = 0; n < iterations / STEP; n++) {
        double[] velocity = new double[2];
        new SharpValley(skew, drift).lossAndGradient(w, velocity);
        double[] normal = sharpnessGradient();
        double square = SymmetricPacking.dot(normal, normal);
        double across = -SymmetricPacking.dot(velocity, normal) / square;
        boolean pinned = sharpness() >= EDGE && across > 0;
        for (int a = 0; a < 2; a++) {
          velocity[a] = -velocity[a] - (pinned ? across * normal[a] : 0);
          w[a] += STEP * ETA * velocity[a];
        }
        if (sharpness() > EDGE) {
          double excess = sharpness() - EDGE;
          for (int a = 0; a < 2; a++) {
            w[a] -= excess * normal[a] / square;
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void onTheSharpValleyItIsTheConstrainedGradientFlow(double skew) {
    Ride ride = ride(new SharpValley(skew, 0.01), 4, 0.05, 6.3);
    ConstrainedValley reference = new ConstrainedValley(skew, 0.01, 0.05, 6.3);
    for (int leg = 0; leg < 6; leg++) {
      ride.run(50);
      reference.run(50);
      assertThat(ride.centre()[0]).isCloseTo(reference.w[0], within(1e-3));
      assertThat(ride.centre()[1]).isCloseTo(reference.w[1], within(1e-3));
    }
    assertThat(reference.sharpness()).isCloseTo(EDGE, within(1e-9));
    assertThat(ride.run(1).curvature()).isCloseTo(EDGE, within(1e-4 * EDGE));
  }

  @Test
  void onTheSharpValleyTheOscillationBalancesTheDrift() {
    // With ζ = 0: ẏ = η(ε − ½σ²) = 0 at the edge.
    Ride ride = ride(new SharpValley(0, 0.01), 4, 0.0, 6.5);
    Reading reading = ride.run(400);
    assertThat(ride.flow.magnitude(ride.stepper.state())).isCloseTo(Math.sqrt(0.02), within(1e-4));
    assertThat(ride.flow.variances()).hasSize(1);
    assertThat(ride.flow.variances()[0]).isCloseTo(0.02, within(1e-5));
    assertThat(reading.predictedLoss() - reading.loss()).isCloseTo(0.02 / ETA, within(1e-4));
  }

  @Test
  void twoDirectionsAreHeldAtTheEdgeTogether() {
    Ride ride = ride(new TwoSharpDirections(0, 0.01, 0.2), 4, 0, 0, 5.3, 5.5);
    Reading reading = ride.run(400);
    double[] w = ride.centre();
    assertThat(reading.curvature()).isCloseTo(EDGE, within(1e-4 * EDGE));
    assertThat(w[2]).isCloseTo(w[3], within(1e-3));
    // ẏᵢ = η(ε − ½(σᵢ² + γσⱼ²)) = 0; whether x₁ and x₂ are correlated is open, for the loss does
    // not
    // know.
    assertThat(ride.flow.variances()).hasSize(2);
    assertThat(ride.flow.magnitude(ride.stepper.state()))
        .isCloseTo(Math.sqrt(2 * 0.02 / 1.2), within(1e-4));
  }

  @Test
  void onTheEdgeAndOffItTheErrorFallsWithTheSubsteps() {
    // At x = 0.05 the Hessian's top eigenvalue is 2/η where y + 3x = 2/η − x²/(2/η).
    double edge = EDGE - 0.05 * 0.05 / EDGE - 0.15;
    for (double height : new double[] {6.0, edge}) {
      double[] limit = end(4096, height);
      double coarse = distance(end(32, height), limit);
      double fine = distance(end(64, height), limit);
      assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(1, within(0.2));
    }
  }

  private double[] end(int stepsPerIteration, double height) {
    Ride ride = ride(new SharpValley(1, 0.01), stepsPerIteration, 0.05, height);
    ride.run(3);
    return ride.centre();
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  @Test
  void anEvaluationCostsOneGradientAndTwoForEachPairOfDirections() {
    for (int directions = 0; directions <= 2; directions++) {
      double first = directions > 0 ? EDGE : 4;
      double second = directions > 1 ? EDGE : 4;
      Ride ride = ride(new TwoSharpDirections(0, 0.01, 0), 1, 0, 0, first, second);
      ride.run(5);
      long gradients = ride.objective.cost().gradients();
      long products = ride.objective.cost().hessianVectors();
      ride.run(1);
      assertThat(ride.objective.cost().gradients() - gradients)
          .isEqualTo(1 + directions * (directions + 1));
      assertThat(ride.objective.cost().hessianVectors() - products)
          .isBetween(directions == 0 ? 1L : directions + 1, 4L);
      assertThat(ride.objective.cost().losses()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5})
  void itsCurvatureIsTheSharpnessFromTheFirstStepOn(long seed) {
    SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, seed);
    Objective objective = new ClosedFormObjective(backend, network);
    Tensor start = backend.of(network.start(seed), network.dimension());
    double sharpness =
        new SpectralTracker(
                SpectralTracker.Settings.leading(1, 1e-10, 300), backend, network.dimension(), 7)
            .track(SymmetricOperator.hessian(objective, start))
            .value(0);
    CentralFlow flow =
        new CentralFlow(
            objective, UpdateRule.gradientDescent(0.01), CentralFlow.Settings.DEFAULT, 1);
    State state = flow.initial(start);
    assertThat(flow.derivative(state, state.like()).curvature())
        .isCloseTo(sharpness, withinPercentage(1e-3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMomentThatAStageTakesBelowZeroIsNoNaN(boolean perComponent) {
    Objective objective = new ClosedFormObjective(backend, new Quadratic(5, 1));
    Scaling.Kind kind = perComponent ? Scaling.Kind.PER_COMPONENT : Scaling.Kind.SCALAR;
    UpdateRule rule = new UpdateRule(0.01, Momentum.NONE, new Scaling(kind, 0.99, 1e-8, false));
    CentralFlow flow = new CentralFlow(objective, rule, CentralFlow.Settings.DEFAULT, 1);
    State state = flow.initial(backend.of(new double[] {1, 0.5}, 2));
    if (perComponent) {
      backend.fill(state.vector(ComponentMoments.MOMENTS), -1e-12);
    } else {
      state.setNumber(ScalarMoment.MOMENT, -1e-12);
    }
    State slope = state.like();
    flow.derivative(state, slope);
    assertThat(backend.norm(slope.centre())).isFinite().isPositive();
  }

  @Test
  void aSnapshotGoesOnAsIfNothingHadHappened() {
    SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, 3);
    CountingObjective objective = new CountingObjective(new ClosedFormObjective(backend, network));
    UpdateRule rule =
        new UpdateRule(
            0.01, Momentum.NONE, new Scaling(Scaling.Kind.PER_COMPONENT, 0.99, 1e-8, true));
    Stepper stepper = null;
    CentralFlow flow = null;
    Snapshot snapshot = new Snapshot();
    double[][] ends = new double[2][network.dimension()];
    for (int ride = 0; ride < 2; ride++) {
      flow = new CentralFlow(objective, rule, CentralFlow.Settings.DEFAULT, 1);
      State state = flow.initial(backend.of(network.start(4), network.dimension()));
      stepper = new RungeKutta(Tableau.EULER, 2).start(flow, state);
      if (ride == 0) {
        run(stepper, 110);
        stepper.save(snapshot, "state.");
        flow.save(snapshot, "flow.");
      } else {
        stepper.restore(snapshot, "state.");
        flow.restore(snapshot, "flow.");
      }
      run(stepper, 10);
      backend.read(stepper.state().centre(), ends[ride]);
    }
    assertThat(flow.variances()).isNotEmpty();
    assertThat(ends[1]).containsExactly(ends[0]);
  }

  private static void run(Stepper stepper, int iterations) {
    for (int k = 0; k < iterations; k++) {
      stepper.step();
    }
  }

  @Test
  void whereNoOscillationCanHoldTheEdgeItStopsAndSaysWhatToDo() {
    Ride one = ride(new Quadratic(7, 1), 4, 0.3, 0.7);
    assertThatThrownBy(() -> one.run(1))
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("no third derivative")
        .hasMessageContaining("smaller learning rate");
    Ride two = ride(new Quadratic(7, 8, 1), 4, 0.3, 0.7, 0.1);
    assertThatThrownBy(() -> two.run(1))
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("critical directions (2)");
  }

  @Test
  void moreDirectionsThanTheCapStopItWithAdvice() {
    CentralFlow.Settings one = new CentralFlow.Settings(0.025, 1, 0, 1e-4, 500, 1);
    Ride ride = ride(new TwoSharpDirections(0, 0.01, 0), one, 4, 0, 0, EDGE, EDGE - 0.01);
    assertThatThrownBy(() -> ride.run(1))
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("more than 1 directions are critical")
        .hasMessageContaining("raise 'cap'");
  }

  @Test
  void eigenvectorsThatAreNotFoundStopItWithAdvice() {
    SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, 3);
    CentralFlow.Settings poor = new CentralFlow.Settings(0.025, 1, 0, 1e-9, 2, 1);
    Ride ride = ride(network, poor, 1, network.start(4));
    assertThatThrownBy(() -> ride.run(1))
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("raise 'max-products'");
  }

  @Test
  void aCentreThatIsNotANumberStopsIt() {
    Ride ride = ride(new SharpValley(0, 0.01), 1, Double.NaN, 1);
    assertThatThrownBy(() -> ride.run(1)).isInstanceOf(FlowStoppedException.class);
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    assertThatThrownBy(() -> new CentralFlow.Settings(1, 12, 0, 1e-4, 500, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'margin' is 1.0, expected a share");
    assertThatThrownBy(() -> new CentralFlow.Settings(0.025, 12, 0, 1e-4, 12, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'max-products' is 12, expected more than 'cap'");
  }

  @Test
  void itDescribesGradientDescentAndRmsPropOnly() {
    CentralFlowFactory factory = new CentralFlowFactory();
    Scaling moments = new Scaling(Scaling.Kind.PER_COMPONENT, 0.99, 1e-8, false);
    Momentum momentum = new Momentum(0.9, false);
    assertThat(factory.describes(UpdateRule.gradientDescent(ETA))).isTrue();
    assertThat(factory.describes(new UpdateRule(ETA, Momentum.NONE, moments))).isTrue();
    assertThat(factory.describes(new UpdateRule(ETA, momentum, Scaling.NONE))).isFalse();
    assertThat(factory.describes(new UpdateRule(ETA, momentum, moments))).isFalse();
    Scaling forgetful = new Scaling(Scaling.Kind.SCALAR, 0, 1e-8, false);
    assertThat(factory.describes(new UpdateRule(ETA, Momentum.NONE, forgetful))).isFalse();
  }
}
