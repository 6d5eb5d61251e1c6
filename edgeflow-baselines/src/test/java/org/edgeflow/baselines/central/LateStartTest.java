package org.edgeflow.baselines.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.optimizer.Moments;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.PreconditionedDescent;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RMSProp's Central Flow goes on from the second moments that the optimizer has. */
class LateStartTest {

  @ParameterizedTest
  @CsvSource({"SCALAR, false", "SCALAR, true", "PER_COMPONENT, false", "PER_COMPONENT, true"})
  void aLateStartsPreconditionerIsThatOfTheOptimizersNextStep(
      Scaling.Kind kind, boolean corrected) {
    TensorBackend backend = new HeapBackend(DataType.FLOAT64);
    Objective quadratic = new ClosedFormObjective(backend, new Quadratic(3.0, 1.5, 0.5));
    UpdateRule rule = new UpdateRule(0.01, Momentum.NONE, new Scaling(kind, 0.9, 1e-8, corrected));
    PreconditionedDescent optimizer = new PreconditionedDescent(rule, backend, 3);
    Tensor iterate = backend.of(new double[] {0.8, -1.1, 0.5}, 3);
    for (int k = 0; k < 7; k++) {
      optimizer.step(quadratic, iterate);
    }
    Moments moments = optimizer.moments().orElseThrow();
    Memory memory =
        new Memory(
            Optional.empty(),
            Optional.empty(),
            moments.squares().map(backend::copyOf),
            moments.square(),
            moments.taken());
    CentralFlow flow =
        new CentralFlow(quadratic, rule, new CentralFlow.Settings(0.025, 3, 0, 1e-3, 500, 1), 1);
    State state =
        flow.initial(
            Start.late(backend.copyOf(iterate), backend.zeros(3), backend.copyOf(iterate))
                .with(memory));
    optimizer.step(quadratic, iterate);

    Tensor exact = optimizer.preconditioner().orElseThrow();
    assertThat(backend.distance(flow.preconditioner(state).orElseThrow(), exact))
        .isLessThan(1e-12 * backend.norm(exact));
  }
}
