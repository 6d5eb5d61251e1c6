package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class UnresolvedChordTest {
  private static final double ETA = 0.3;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final CountingObjective objective =
      new CountingObjective(new ClosedFormObjective(backend, new SharpValley(1, 0.03)));
  private final Tensor centre = backend.of(new double[] {0.2, 6.1}, 2);

  private EdgeFlow flow(double magnitude) {
    return new EdgeFlow(
        objective,
        ETA,
        new EdgeFlow.Settings(
            CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 0, BackwardError.NONE),
        (loss, eta, start, direction) -> {
          backend.write(new double[] {0.8, 0.6}, direction);
          return magnitude;
        });
  }

  private Cost costOf(EdgeFlow flow, State state, State derivative) {
    Cost before = objective.cost();
    flow.derivative(state, derivative);
    Cost after = objective.cost();
    return new Cost(
        after.losses() - before.losses(),
        after.gradients() - before.gradients(),
        after.hessianVectors() - before.hessianVectors());
  }

  @Test
  void itTakesOneGradientAndOneProductWhereAResolvedOneTakesTwoGradients() {
    double resolution = OscillatingFlow.resolution(centre);
    EdgeFlow below = flow(0.9 * resolution);
    State state = below.initial(centre);
    assertThat(costOf(below, state, state.like())).isEqualTo(new Cost(0, 1, 1));
    EdgeFlow above = flow(1.1 * resolution);
    state = above.initial(centre);
    assertThat(costOf(above, state, state.like())).isEqualTo(new Cost(0, 2, 0));
  }

  @Test
  void whatItLeavesOutIsOfSecondOrderInAMagnitudeThatNobodyResolves() {
    double magnitude = 0.9 * OscillatingFlow.resolution(centre);
    EdgeFlow flow = flow(magnitude);
    State state = flow.initial(centre);
    State derivative = state.like();
    Reading reading = flow.derivative(state, derivative);

    Tensor end = backend.zeros(2);
    Tensor gradient = backend.zeros(2);
    Tensor drift = backend.zeros(2);
    double loss = 0;
    for (int sign : new int[] {1, -1}) {
      backend.combine(1, centre, sign * magnitude, flow.direction(state), end);
      loss += 0.5 * objective.lossAndGradient(end, gradient);
      backend.axpy(-0.5 * ETA, gradient, drift);
    }
    assertThat(backend.distance(derivative.centre(), drift))
        .isLessThan(100 * magnitude * magnitude);
    // ½ s r² is there: without it the loss would be off by some 1e-9.
    assertThat(reading.predictedLoss()).isCloseTo(loss, within(1e-13));
    assertThat(reading.curvature() * magnitude * magnitude).isGreaterThan(1e-10);
  }
}
