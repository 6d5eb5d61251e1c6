package org.edgeflow.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.State;
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
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class RegularizedFlowTest {
  private static final double ETA = 0.1;
  private static final double CURVATURE = 7;
  private static final int ITERATIONS = 5;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final CountingObjective objective =
      new CountingObjective(new ClosedFormObjective(backend, new Quadratic(CURVATURE)));
  private final RegularizedFlow flow = new RegularizedFlow(objective, ETA);

  @Test
  void onAQuadraticItFollowsItsClosedFormToTheOrderOfTheSolver() {
    double x = ETA * CURVATURE;
    double exact = Math.exp(-(x + x * x / 2) * ITERATIONS);
    for (Tableau tableau : new Tableau[] {Tableau.EULER, Tableau.RK4}) {
      double coarse = Math.abs(run(flow, tableau, 16, ITERATIONS) - exact);
      double fine = Math.abs(run(flow, tableau, 32, ITERATIONS) - exact);
      assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(tableau.order(), within(0.15));
    }
  }

  @Test
  void itFollowsGradientDescentToOneOrderMoreThanGradientFlowDoes() {
    double descent = 1 - ETA * CURVATURE / 10;
    ClosedFormObjective gentle = new ClosedFormObjective(backend, new Quadratic(CURVATURE / 10));
    double with = run(new RegularizedFlow(gentle, ETA), Tableau.RK4, 8, 1);
    double without = run(new GradientFlow(gentle, ETA), Tableau.RK4, 8, 1);
    assertThat(Math.abs(with - descent)).isLessThan(0.1 * Math.abs(without - descent));
  }

  @Test
  void itIsGradientFlowOnTheLossWithAQuarterOfTheSquaredGradient() {
    ClosedFormObjective valley = new ClosedFormObjective(backend, new SharpValley(1, 0.01));
    double[] at = {0.3, 4};
    RegularizedFlow onValley = new RegularizedFlow(valley, ETA);
    State state = onValley.initial(backend.of(at, 2));
    State derivative = state.like();
    onValley.derivative(state, derivative);
    double[] rate = read(derivative.centre());
    double h = 1e-5;
    for (int i = 0; i < 2; i++) {
      double[] plus = at.clone();
      double[] minus = at.clone();
      plus[i] += h;
      minus[i] -= h;
      double slope = (regularized(valley, plus) - regularized(valley, minus)) / (2 * h);
      assertThat(rate[i]).isCloseTo(-ETA * slope, within(1e-9));
    }
  }

  private double regularized(ClosedFormObjective loss, double[] at) {
    Tensor gradient = backend.zeros(at.length);
    double value = loss.lossAndGradient(backend.of(at, at.length), gradient);
    return value + 0.25 * ETA * backend.dot(gradient, gradient);
  }

  @Test
  void anEvaluationCostsOneGradientAndOneProduct() {
    State state = flow.initial(backend.of(new double[] {1}, 1));
    double loss = flow.derivative(state, state.like()).loss();
    assertThat(loss).isEqualTo(0.5 * CURVATURE);
    assertThat(objective.cost().gradients()).isEqualTo(1);
    assertThat(objective.cost().hessianVectors()).isEqualTo(1);
    assertThat(objective.cost().losses()).isZero();
  }

  private double run(Flow flow, Tableau tableau, int stepsPerIteration, int iterations) {
    Stepper stepper =
        new RungeKutta(tableau, stepsPerIteration)
            .start(flow, flow.initial(backend.of(new double[] {1}, 1)));
    for (int k = 0; k < iterations; k++) {
      stepper.step();
    }
    return read(stepper.state().centre())[0];
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
