package org.edgeflow.core.solver.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.edge.BackwardError;
import org.edgeflow.core.flow.edge.CurvatureClosure;
import org.edgeflow.core.flow.edge.EdgeFlow;
import org.edgeflow.core.flow.edge.GrowthRate;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class TransferTest {
  private static final double START = 0.1;
  private static final double MAGNITUDE = 0.02;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  /** On {@code ½ · 2 · x²} with η = 1 the centre alternates for ever, and the magnitude stays. */
  private double[] after(Transfer solver, int steps) {
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(backend, new Quadratic(2)),
            1,
            new EdgeFlow.Settings(
                CurvatureClosure.CENTRE, GrowthRate.LINEAR, 0, BackwardError.NONE),
            (objective, learningRate, start, direction) -> {
              backend.fill(direction, 1);
              return MAGNITUDE;
            });
    Stepper stepper = solver.start(flow, flow.initial(backend.of(new double[] {START}, 1)));
    for (int k = 0; k < steps; k++) {
      stepper.step();
    }
    double[] centre = new double[1];
    backend.read(stepper.state().centre(), centre);
    return new double[] {centre[0], flow.magnitude(stepper.state())};
  }

  @Test
  void quadratureAddsTheSquaresOfTheTwoOscillations() {
    double[] found = after(new Transfer(1.8, Transfer.Handover.QUADRATURE), 2);
    // Positions 0.1, −0.1, 0.1: the second difference takes all of the last one.
    assertThat(found[0]).isCloseTo(0, within(1e-15));
    assertThat(found[1]).isCloseTo(Math.hypot(START, MAGNITUDE), within(1e-15));
  }

  @Test
  void theSignedHandoverKeepsThePhase() {
    double[] found = after(new Transfer(1.8, Transfer.Handover.SIGNED), 2);
    assertThat(found[0]).isCloseTo(0, within(1e-15));
    assertThat(found[1]).isCloseTo(START + MAGNITUDE, within(1e-15));
  }

  @Test
  void belowItsThresholdItIsEdgeGradientDescent() {
    double[] found = after(new Transfer(2.5, Transfer.Handover.QUADRATURE), 4);
    assertThat(found[0]).isCloseTo(START, within(1e-15));
    assertThat(found[1]).isCloseTo(MAGNITUDE, within(1e-15));
  }
}
