package org.edgeflow.baselines.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.edgeflow.baselines.complementarity.SymmetricPacking;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CriticalMotionTest {
  private static final double ETA = 0.3;
  private static final double HORIZON = 0.25;
  private static final int SIZE = 3;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final SmallPerceptron network = SmallPerceptron.onSmoothFunction(5, 12, 3);
  private final CountingObjective objective =
      new CountingObjective(new ClosedFormObjective(backend, network));
  private final int dimension = network.dimension();

  private static UpdateRule rule(Scaling.Kind kind, double learningRate) {
    Scaling scaling =
        kind == Scaling.Kind.NONE ? Scaling.NONE : new Scaling(kind, 0.9, 1e-3, false);
    return new UpdateRule(learningRate, Momentum.NONE, scaling);
  }

  /** A state, its P, and its leading eigenvectors. */
  private final class Place {
    final UpdateRule rule;
    final Preconditioning preconditioning;
    final CriticalMotion motion;
    final State state;
    final Eigenpairs pairs;

    Place(Scaling.Kind kind, double learningRate) {
      rule = rule(kind, learningRate);
      preconditioning = Preconditioning.of(rule, backend, dimension);
      motion = new CriticalMotion(objective, learningRate, preconditioning, 1e-3);
      CentralFlow flow = new CentralFlow(objective, rule, CentralFlow.Settings.DEFAULT, 1);
      state = flow.initial(backend.of(network.start(4), dimension));
      motion.at(state);
      pairs =
          new SpectralTracker(
                  SpectralTracker.Settings.leading(SIZE, 1e-11, 500), backend, dimension, 5)
              .track(effectiveHessian(state.centre()));
      assertThat(pairs.converged()).isTrue();
    }

    SymmetricOperator effectiveHessian(Tensor centre) {
      Tensor whitened = backend.zeros(dimension);
      return (v, out) -> {
        backend.copy(v, whitened);
        preconditioning.whiten(whitened);
        objective.hessianVector(centre, whitened, out);
        preconditioning.whiten(out);
      };
    }

    List<Tensor> directions() {
      List<Tensor> directions = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        Tensor u = backend.copyOf(pairs.vector(i));
        preconditioning.whiten(u);
        directions.add(u);
      }
      return directions;
    }
  }

  @ParameterizedTest
  @EnumSource(Scaling.Kind.class)
  void theEdgeMovesAsDifferencesAlongTheFlowSay(Scaling.Kind kind) {
    Place place = new Place(kind, ETA);
    place.motion.confine(place.state, place.pairs, SIZE);
    place.motion.anticipate(HORIZON);
    SymmetricPacking packing = new SymmetricPacking(SIZE);
    double[] x = new SplittableRandom(6).doubles(packing.length(), -1, 1).toArray();
    State velocity = place.state.like();
    place.motion.velocity(x, velocity);

    List<Tensor> directions = place.directions();
    double small = 1e-8;
    double[] behind = edge(place, directions, velocity, -small);
    double[] here = edge(place, directions, velocity, 0);
    double[] ahead = edge(place, directions, velocity, small);
    double[] predicted = new double[packing.length()];
    SymmetricPacking.apply(place.motion.operator(), x, predicted);
    double scale = 0;
    for (int p = 0; p < predicted.length; p++) {
      predicted[p] = (predicted[p] + place.motion.offset()[p] - here[p]) / HORIZON;
      scale = Math.max(scale, Math.abs(predicted[p]));
    }
    for (int p = 0; p < predicted.length; p++) {
      double measured = (ahead[p] - behind[p]) / (2 * small);
      assertThat(measured).isCloseTo(predicted[p], within(1e-5 * scale));
    }
  }

  // Uᵀ(2P − ηH)U at state + t velocity, with U fixed.
  private double[] edge(Place place, List<Tensor> directions, State velocity, double t) {
    State state = place.state.like();
    state.set(place.state);
    state.add(t, velocity);
    double[] p = new double[dimension];
    java.util.Arrays.fill(p, 1);
    place.preconditioning.at(state);
    place.preconditioning.preconditioner().ifPresent(diagonal -> backend.read(diagonal, p));
    double[][] edge = new double[SIZE][SIZE];
    Tensor product = backend.zeros(dimension);
    double[] left = new double[dimension];
    double[] right = new double[dimension];
    for (int j = 0; j < SIZE; j++) {
      objective.hessianVector(state.centre(), directions.get(j), product);
      backend.read(directions.get(j), right);
      for (int i = 0; i <= j; i++) {
        edge[i][j] = -place.rule.learningRate() * backend.dot(directions.get(i), product);
        backend.read(directions.get(i), left);
        for (int a = 0; a < dimension; a++) {
          edge[i][j] += 2 * left[a] * p[a] * right[a];
        }
      }
    }
    return new SymmetricPacking(SIZE).pack(edge);
  }

  @ParameterizedTest
  @EnumSource(value = Scaling.Kind.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void atTheEdgeTheMomentsTakeUpTheOscillatingGradients(Scaling.Kind kind) {
    // P does not depend on η, so that an η can be chosen that puts the leading pair at the edge.
    double learningRate = 2 / new Place(kind, ETA).pairs.value(0);
    Place place = new Place(kind, learningRate);
    place.motion.confine(place.state, place.pairs, 1);
    place.motion.anticipate(HORIZON);
    double variance = 0.7;
    State velocity = place.state.like();
    place.motion.velocity(new double[] {variance}, velocity);

    Tensor gradient = backend.zeros(dimension);
    objective.lossAndGradient(place.state.centre(), gradient);
    Tensor bend = backend.zeros(dimension);
    objective.hessianVector(place.state.centre(), place.directions().get(0), bend);
    double[] g = new double[dimension];
    double[] b = new double[dimension];
    backend.read(gradient, g);
    backend.read(bend, b);
    double pace = (1 - 0.9) / 0.9;
    if (kind == Scaling.Kind.SCALAR) {
      double expected =
          pace * (dot(g, g) + variance * dot(b, b) - place.state.number(ScalarMoment.MOMENT));
      assertThat(velocity.number(ScalarMoment.MOMENT))
          .isCloseTo(expected, within(1e-8 * Math.abs(expected)));
      return;
    }
    double[] moments = new double[dimension];
    double[] rates = new double[dimension];
    backend.read(place.state.vector(ComponentMoments.MOMENTS), moments);
    backend.read(velocity.vector(ComponentMoments.MOMENTS), rates);
    for (int a = 0; a < dimension; a++) {
      double expected = pace * (g[a] * g[a] + variance * b[a] * b[a] - moments[a]);
      assertThat(rates[a]).isCloseTo(expected, within(1e-7 * variance * dot(b, b)));
    }
  }

  private static double dot(double[] x, double[] y) {
    return SymmetricPacking.dot(x, y);
  }

  @Test
  void thirdDerivativesAreDifferencesOfTheHessian() {
    Place place = new Place(Scaling.Kind.NONE, ETA);
    Tensor gradient = backend.zeros(dimension);
    objective.lossAndGradient(place.state.centre(), gradient);
    SharpnessGradients sharpness = new SharpnessGradients(objective, 0);
    SymmetricPacking packing = new SymmetricPacking(SIZE);
    List<Tensor> directions = place.directions();
    // Lengths other than one, and two that nearly cancel.
    backend.scale(3, directions.get(1));
    backend.combine(-1, directions.get(0), 0.2, directions.get(2), directions.get(2));
    sharpness.evaluate(place.state.centre(), gradient, directions, packing);
    for (int i = 0; i < SIZE; i++) {
      for (int j = i; j < SIZE; j++) {
        double[] measured = new double[dimension];
        backend.read(sharpness.get(packing.index(i, j)), measured);
        double[] expected = differences(place.state.centre(), directions.get(i), directions.get(j));
        double scale = Math.sqrt(dot(expected, expected));
        for (int a = 0; a < dimension; a++) {
          assertThat(measured[a])
              .isCloseTo(SymmetricPacking.weight(i, j) * expected[a], within(1e-5 * scale));
        }
      }
    }
  }

  private double[] differences(Tensor centre, Tensor first, Tensor second) {
    double small = 1e-5;
    Tensor point = backend.copyOf(centre);
    Tensor ahead = backend.zeros(dimension);
    Tensor behind = backend.zeros(dimension);
    backend.axpy(small, second, point);
    objective.hessianVector(point, first, ahead);
    backend.axpy(-2 * small, second, point);
    objective.hessianVector(point, first, behind);
    backend.combine(0.5 / small, ahead, -0.5 / small, behind, ahead);
    double[] values = new double[dimension];
    backend.read(ahead, values);
    return values;
  }

  @Test
  void theNetworksProductsAreDifferencesOfItsGradient() {
    SplittableRandom random = new SplittableRandom(8);
    double[] w = network.start(9);
    double[] v = random.doubles(dimension, -1, 1).toArray();
    double[] product = new double[dimension];
    network.hessianVector(w, v, product);
    double[] ahead = new double[dimension];
    double[] behind = new double[dimension];
    double small = 1e-5;
    double lossAhead = network.lossAndGradient(shifted(w, v, small), ahead);
    double lossBehind = network.lossAndGradient(shifted(w, v, -small), behind);
    double[] gradient = new double[dimension];
    network.lossAndGradient(w, gradient);
    assertThat((lossAhead - lossBehind) / (2 * small)).isCloseTo(dot(gradient, v), within(1e-8));
    for (int a = 0; a < dimension; a++) {
      assertThat((ahead[a] - behind[a]) / (2 * small)).isCloseTo(product[a], within(1e-8));
    }
  }

  private static double[] shifted(double[] w, double[] v, double t) {
    double[] shifted = w.clone();
    for (int a = 0; a < w.length; a++) {
      shifted[a] += t * v[a];
    }
    return shifted;
  }

  @Test
  void pairsOfDirectionsCostTwoGradientsEach() {
    Place place = new Place(Scaling.Kind.NONE, ETA);
    for (int size = 0; size <= SIZE; size++) {
      long before = objective.cost().gradients();
      place.motion.confine(place.state, place.pairs, size);
      assertThat(objective.cost().gradients() - before).isEqualTo((long) size * (size + 1));
    }
  }
}
