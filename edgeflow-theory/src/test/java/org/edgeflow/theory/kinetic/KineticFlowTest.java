package org.edgeflow.theory.kinetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.theory.problem.DoubleWell;
import org.edgeflow.theory.problem.data.Examples;
import org.edgeflow.theory.problem.twolayer.TwoLayerNetwork;
import org.junit.jupiter.api.Test;

class KineticFlowTest {
  private static final double ETA = 0.3;
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  private State start(KineticFlow flow, double[] centre, double[] oscillation) {
    return flow.initial(
        Start.oscillating(
            backend.of(centre, centre.length), backend.of(oscillation, oscillation.length)));
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  @Test
  void onAQuadraticWeightsAndFluctuationsFollowTheirClosedForms() {
    double[] eigenvalues = {7, 5, 1};
    KineticFlow flow =
        new KineticFlow(new ClosedFormObjective(backend, new Quadratic(eigenvalues)), ETA, 0);
    double[] centre = {0.3, -1, 2};
    double[] oscillation = {0.01, 0.02, -0.03};
    State state = start(flow, centre, oscillation);
    Stepper stepper = new RungeKutta(Tableau.RK4, 16).start(flow, state);
    for (int k = 0; k < 3; k++) {
      stepper.step();
    }
    for (int i = 0; i < 3; i++) {
      double x = ETA * eigenvalues[i];
      assertThat(read(state.centre())[i]).isCloseTo(centre[i] * Math.exp(-3 * x), within(1e-6));
      assertThat(read(flow.fluctuation(state))[i])
          .isCloseTo(oscillation[i] * Math.exp(3 * (x - 2)), within(1e-7));
    }
  }

  /** Descent of F in the weights, ascent in the fluctuations; both against differences of F. */
  @Test
  void bothMoveInOneFreeEnergy() {
    KineticFlow flow =
        new KineticFlow(new ClosedFormObjective(backend, new SharpValley(1, 0.01)), ETA, 0);
    double[] at = {0.2, 5, 0.3, -0.1};
    State state = start(flow, new double[] {at[0], at[1]}, new double[] {at[2], at[3]});
    State slope = state.like();
    Reading reading = flow.derivative(state, slope);
    assertThat(reading.potential()).isCloseTo(energy(at), within(1e-14));
    double h = 1e-5;
    double[] slopes = new double[4];
    for (int i = 0; i < 4; i++) {
      double[] plus = at.clone();
      double[] minus = at.clone();
      plus[i] += h;
      minus[i] -= h;
      slopes[i] = (energy(plus) - energy(minus)) / (2 * h);
    }
    double[] centre = read(slope.centre());
    double[] fluctuation = read(flow.fluctuation(slope));
    for (int i = 0; i < 2; i++) {
      assertThat(centre[i]).isCloseTo(-ETA * slopes[i], within(1e-7));
      assertThat(fluctuation[i]).isCloseTo(ETA * slopes[2 + i], within(1e-7));
    }
    assertThat(reading.centreSlope()).isCloseTo(Math.hypot(slopes[0], slopes[1]), within(1e-7));
    assertThat(reading.oscillationSlope())
        .isCloseTo(Math.hypot(slopes[2], slopes[3]), within(1e-7));
  }

  /** Of ½(y + x)x² − 0.01(x + y), whose Hessian is [[y + 3x, x], [x, 0]]. */
  private static double energy(double[] at) {
    double x = at[0];
    double y = at[1];
    double loss = 0.5 * (y + x) * x * x - 0.01 * (x + y);
    double bending = (y + 3 * x) * at[2] * at[2] + 2 * x * at[2] * at[3];
    return loss + 0.5 * bending - (at[2] * at[2] + at[3] * at[3]) / ETA;
  }

  /** In ¼(z² − σ)²: curvature 2/η and a gradient of nothing, {@code δ² = (σ − c²)/3}. */
  @Test
  void inADoubleWellItStandsWhereTheCurvatureIsAtTheEdge() {
    double well = 1.5;
    double eta = 1.2 / well;
    KineticFlow flow =
        new KineticFlow(new ClosedFormObjective(backend, new DoubleWell(well)), eta, 1);
    double square = (2 / eta + well) / 3;
    double[] centre = {Math.sqrt(square)};
    double[] oscillation = {Math.sqrt((well - square) / 3)};
    State state = start(flow, centre, oscillation);
    State slope = state.like();
    Reading reading = flow.derivative(state, slope);
    assertThat(reading.curvature()).isCloseTo(2 / eta, within(1e-9));
    assertThat(read(slope.centre())[0]).isCloseTo(0, within(1e-6));
    assertThat(read(flow.fluctuation(slope))[0]).isCloseTo(0, within(1e-9));
  }

  /** A network whose every neuron is there twice, at twice the learning rate, is the network. */
  @Test
  void doublingEveryNeuronChangesNoParticle() {
    int width = 6;
    int features = 3;
    Examples examples =
        new Examples(
            new double[] {1, 0.2, -0.5, 0.3, -1, 0.8, -0.4, 0.6, 1.1},
            new double[] {1, -0.5, 0.3},
            3);
    double[] weights = weights(width * (features + 1), 5);
    double[] fluctuations = weights(width * (features + 1), 6);
    for (int i = 0; i < fluctuations.length; i++) {
      fluctuations[i] *= 0.05;
    }
    State once = after(examples, width, weights, fluctuations);
    State twice =
        after(
            examples,
            2 * width,
            doubled(weights, width, features),
            doubled(fluctuations, width, features));
    assertThat(read(twice.centre()))
        .containsExactly(doubled(read(once.centre()), width, features), within(1e-9));
    State.Vector key = once.vectors().get(0);
    assertThat(read(twice.vector(key)))
        .containsExactly(doubled(read(once.vector(key)), width, features), within(1e-9));
  }

  private State after(Examples examples, int width, double[] centre, double[] oscillation) {
    TwoLayerNetwork network =
        new TwoLayerNetwork(backend, examples, StandardActivation.TANH, width, 1.0 / width);
    KineticFlow flow = new KineticFlow(network, 0.8 * width, 0);
    State state = start(flow, centre, oscillation);
    Stepper stepper = new RungeKutta(Tableau.RK4, 2).start(flow, state);
    for (int k = 0; k < 10; k++) {
      stepper.step();
    }
    return state;
  }

  private static double[] weights(int count, int seed) {
    return new java.util.SplittableRandom(seed).doubles(count, -1, 1).toArray();
  }

  /** The rows of W one after the other, each twice; then those of C. */
  private static double[] doubled(double[] weights, int width, int features) {
    double[] doubled = new double[2 * weights.length];
    for (int j = 0; j < 2 * width; j++) {
      System.arraycopy(weights, j / 2 * features, doubled, j * features, features);
      doubled[2 * width * features + j] = weights[width * features + j / 2];
    }
    return doubled;
  }

  @Test
  void anEvaluationCostsThreeGradientsAndOneProduct() {
    CountingObjective counting =
        new CountingObjective(new ClosedFormObjective(backend, new SharpValley(1, 0.01)));
    KineticFlow flow = new KineticFlow(counting, ETA, 1);
    State state = start(flow, new double[] {0.2, 5}, new double[] {0.1, 0});
    Cost before = counting.cost();
    flow.derivative(state, state.like());
    flow.settle(state, 1);
    assertThat(counting.cost().since(before)).isEqualTo(new Cost(0, 3, 1));
  }
}
