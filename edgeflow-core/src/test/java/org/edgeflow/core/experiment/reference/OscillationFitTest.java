package org.edgeflow.core.experiment.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OscillationFitTest {
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  private List<Tensor> newestFirst(Objective objective, double eta, int steps, double... start) {
    List<Tensor> iterates = new ArrayList<>();
    Tensor iterate = backend.of(start, start.length);
    Tensor gradient = backend.zeros(start.length);
    for (int k = 0; k <= steps; k++) {
      iterates.add(0, backend.copyOf(iterate));
      objective.lossAndGradient(iterate, gradient);
      backend.axpy(-eta, gradient, iterate);
    }
    return iterates;
  }

  private double[] oscillation(Objective objective, double eta, List<Tensor> newestFirst) {
    double[] values = new double[objective.dimension()];
    backend.read(new OscillationFit(objective, eta).oscillation(newestFirst), values);
    return values;
  }

  /** (1 − ηλ)^k each, beside a path of (0.9)^k that bends a thousand times as much. */
  @ParameterizedTest
  @ValueSource(ints = {3, 8, 20})
  void oscillationsOfDifferentGrowthsAreToldApart(int step) {
    Objective objective = new ClosedFormObjective(backend, new Quadratic(1.95, 1.6, 1.3, 0.1));
    List<Tensor> iterates = newestFirst(objective, 1, step + 1, 0.01, 0.01, -0.02, 10);
    double[] found = oscillation(objective, 1, iterates);
    double[] truth = {
      0.01 * Math.pow(-0.95, step), 0.01 * Math.pow(-0.6, step), -0.02 * Math.pow(-0.3, step), 0
    };
    for (int i = 0; i < truth.length; i++) {
      assertThat(found[i]).as("along %d", i).isCloseTo(truth[i], within(1e-9));
    }
  }

  @Test
  void whereNothingAlternatesThereIsNone() {
    Objective objective = new ClosedFormObjective(backend, new Quadratic(0.95, 0.1));
    assertThat(oscillation(objective, 1, newestFirst(objective, 1, 12, 1, 10))).containsOnly(0);
  }

  /** Of an oscillation that is not small the Hessian at the iterates is another at every step. */
  @Test
  void itIsThatAboutTheMiddleOfTheIterates() {
    double eta = 0.3;
    Objective objective = new ClosedFormObjective(backend, new SharpValley(1, 0.01));
    List<Tensor> iterates = newestFirst(objective, eta, 21, 0.2, 6.3);
    double[] found = oscillation(objective, eta, iterates);
    double[] before = new double[2];
    double[] asked = new double[2];
    double[] after = new double[2];
    backend.read(iterates.get(2), before);
    backend.read(iterates.get(1), asked);
    backend.read(iterates.get(0), after);
    double seen = -(after[0] - 2 * asked[0] + before[0]) / 4;
    assertThat(Math.abs(seen)).isGreaterThan(0.02);
    assertThat(found[0]).isCloseTo(seen, within(0.02 * Math.abs(seen)));
  }

  @Test
  void threeIteratesAreEnoughToAsk() {
    Objective objective = new ClosedFormObjective(backend, new Quadratic(1.9, 0.01));
    double[] found = oscillation(objective, 1, newestFirst(objective, 1, 2, 1, 1));
    assertThat(found[0]).isCloseTo(-0.9, within(1e-3));
  }
}
