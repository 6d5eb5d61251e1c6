package org.edgeflow.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.edge.Transfer;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class GradientFlowTest {
  private static final double ETA = 0.1;
  private static final double CURVATURE = 7;
  private static final int ITERATIONS = 5;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final CountingObjective objective =
      new CountingObjective(new ClosedFormObjective(backend, new Quadratic(CURVATURE)));
  private final GradientFlow flow = new GradientFlow(objective, ETA);

  @Test
  void onAQuadraticItDecaysExponentiallyToTheOrderOfTheSolver() {
    for (Tableau tableau : new Tableau[] {Tableau.EULER, Tableau.RK4}) {
      double order = Math.log(error(tableau, 16) / error(tableau, 32)) / Math.log(2);
      assertThat(order).isCloseTo(tableau.order(), within(0.1));
    }
  }

  private double error(Tableau tableau, int stepsPerIteration) {
    Stepper stepper = new RungeKutta(tableau, stepsPerIteration).start(flow, start());
    for (int k = 0; k < ITERATIONS; k++) {
      stepper.step();
    }
    double[] centre = new double[1];
    backend.read(stepper.state().centre(), centre);
    return Math.abs(centre[0] - Math.exp(-ETA * CURVATURE * ITERATIONS));
  }

  @Test
  void anEvaluationCostsOneGradientAndReadsTheLossForNothing() {
    State state = start();
    double loss = flow.derivative(state, state.like()).loss();
    assertThat(loss).isEqualTo(0.5 * CURVATURE);
    assertThat(objective.cost().gradients()).isEqualTo(1);
    assertThat(objective.cost().losses() + objective.cost().hessianVectors()).isZero();
  }

  @Test
  void itPredictsNoOscillationAndTransferRefusesIt() {
    State state = start();
    assertThat(flow.magnitude(state)).isNaN();
    assertThatThrownBy(() -> new Transfer(1.8, Transfer.Handover.SIGNED).start(flow, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a flow with a direction and a magnitude");
  }

  private State start() {
    return flow.initial(backend.of(new double[] {1}, 1));
  }
}
