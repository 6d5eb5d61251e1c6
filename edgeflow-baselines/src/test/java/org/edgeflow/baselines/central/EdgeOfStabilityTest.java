package org.edgeflow.baselines.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Optimizer;
import org.edgeflow.core.optimizer.PreconditionedDescent;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Central Flow beside the optimizers that it describes, on a small network. */
class EdgeOfStabilityTest {
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, 3);
  private final Objective objective = new ClosedFormObjective(backend, network);
  private final int dimension = network.dimension();

  /** What a run of both saw. */
  private final class Race {
    final double[] optimizersLoss;
    final double[] predictedLoss;
    final double[] optimizersSharpness;
    final double[] flowsSharpness;
    int mostDirections;

    Race(UpdateRule rule, int steps, int sharpnessEvery) {
      optimizersLoss = new double[steps];
      predictedLoss = new double[steps];
      optimizersSharpness = new double[steps / sharpnessEvery];
      flowsSharpness = new double[steps];
      Optimizer optimizer = new PreconditionedDescent(rule, backend, dimension);
      Tensor iterate = backend.of(network.start(4), dimension);
      CentralFlow flow = new CentralFlow(objective, rule, CentralFlow.Settings.DEFAULT, 1);
      Stepper stepper = new RungeKutta(Tableau.EULER, 4).start(flow, flow.initial(iterate));
      SpectralTracker tracker =
          new SpectralTracker(
              SpectralTracker.Settings.leading(1, 1e-6, 400), backend, dimension, 1);
      for (int k = 0; k < steps; k++) {
        Reading reading = stepper.step();
        predictedLoss[k] = reading.predictedLoss();
        flowsSharpness[k] = reading.curvature() * rule.learningRate() / 2;
        mostDirections = Math.max(mostDirections, flow.variances().length);
        optimizersLoss[k] = optimizer.step(objective, iterate);
        if (k % sharpnessEvery == 0) {
          optimizersSharpness[k / sharpnessEvery] =
              tracker.track(effectiveHessian(optimizer, iterate)).value(0)
                  * rule.learningRate()
                  / 2;
        }
      }
    }

    SymmetricOperator effectiveHessian(Optimizer optimizer, Tensor at) {
      if (optimizer.preconditioner().isEmpty()) {
        return SymmetricOperator.hessian(objective, at);
      }
      Tensor root = backend.zeros(dimension);
      Tensor whitened = backend.zeros(dimension);
      backend.root(1, optimizer.preconditioner().get(), 0, root);
      return (v, out) -> {
        backend.divide(v, root, whitened);
        objective.hessianVector(at, whitened, out);
        backend.divide(out, root, out);
      };
    }
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += values[k];
    }
    return sum / (to - from);
  }

  private static double largest(double[] values, int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = from; k < values.length; k++) {
      largest = Math.max(largest, values[k]);
    }
    return largest;
  }

  @Test
  void theSharpnessIsPinnedWhereGradientDescentOvershoots() {
    Race race = new Race(UpdateRule.gradientDescent(0.6), 450, 5);
    assertThat(largest(race.optimizersSharpness, 0)).isGreaterThan(1.05);
    for (int k = 100; k < 450; k++) {
      assertThat(race.flowsSharpness[k]).isCloseTo(1, within(1e-4));
    }
    assertThat(largest(race.flowsSharpness, 5)).isLessThan(1.001);
  }

  @Test
  @Tag("slow")
  void ofScalarRmsPropItPinsTheEffectiveSharpnessAndPredictsTheMeanLoss() {
    Scaling scaling = new Scaling(Scaling.Kind.SCALAR, 0.99, 1e-8, true);
    Race race = new Race(new UpdateRule(0.02, Momentum.NONE, scaling), 900, 5);
    assertThat(largest(race.optimizersSharpness, 100)).isGreaterThan(1.1);
    for (int k = 600; k < 900; k++) {
      assertThat(race.flowsSharpness[k]).isCloseTo(1, within(1e-4));
    }
    double mean = mean(race.optimizersLoss, 600, 900);
    assertThat(mean(race.predictedLoss, 600, 900)).isCloseTo(mean, within(0.1 * mean));
  }

  @Test
  @Tag("slow")
  void ofRmsPropItHoldsSeveralDirectionsAndPredictsTheMeanLoss() {
    Scaling scaling = new Scaling(Scaling.Kind.PER_COMPONENT, 0.99, 1e-8, true);
    Race race = new Race(new UpdateRule(0.01, Momentum.NONE, scaling), 800, 5);
    assertThat(race.mostDirections).isGreaterThanOrEqualTo(3);
    for (int k = 150; k < 800; k++) {
      assertThat(race.flowsSharpness[k]).isCloseTo(1, within(1e-3));
    }
    for (int from = 200; from < 800; from += 200) {
      double mean = mean(race.optimizersLoss, from, from + 200);
      double predicted = mean(race.predictedLoss, from, from + 200);
      assertThat(predicted).isCloseTo(mean, within(0.15 * mean));
    }
  }
}
