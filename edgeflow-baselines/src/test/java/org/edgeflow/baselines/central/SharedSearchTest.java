package org.edgeflow.baselines.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.objective.closedform.TwoSharpDirections;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

/** Steps of an iteration that share critical directions and third derivatives. */
class SharedSearchTest {
  private static final double ETA = 0.3;
  private static final double EDGE = 2 / ETA;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  private final class Ride {
    final CountingObjective objective;
    final CentralFlow flow;
    final Stepper stepper;

    Ride(UpdateRule rule, ClosedForm form, int interval, RungeKutta solver, double... start) {
      objective = new CountingObjective(new ClosedFormObjective(backend, form));
      CentralFlow.Settings settings = new CentralFlow.Settings(0.025, 12, 0, 1e-3, 500, interval);
      flow = new CentralFlow(objective, rule, settings, 1);
      stepper = solver.start(flow, flow.initial(backend.of(start, start.length)));
    }

    Ride run(int iterations) {
      for (int k = 0; k < iterations; k++) {
        stepper.step();
      }
      return this;
    }

    double[] centre() {
      double[] values = new double[objective.dimension()];
      backend.read(stepper.state().centre(), values);
      return values;
    }
  }

  private static RungeKutta euler(int steps) {
    return new RungeKutta(Tableau.EULER, steps);
  }

  private Ride network(double learningRate, int interval, int iterations) {
    SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, 5);
    UpdateRule rule = UpdateRule.gradientDescent(learningRate);
    return new Ride(rule, network, interval, euler(4), network.start(6)).run(iterations);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void anIterationAtTheEdgeCostsOneSearchAndAGradientForEveryStep() {
    for (int directions = 0; directions <= 2; directions++) {
      double first = directions > 0 ? EDGE : 4;
      double second = directions > 1 ? EDGE : 4;
      Ride ride =
          new Ride(
              UpdateRule.gradientDescent(ETA),
              new TwoSharpDirections(0, 0.01, 0),
              4,
              euler(4),
              new double[] {0, 0, first, second});
      ride.run(5);
      long gradients = ride.objective.cost().gradients();
      long products = ride.objective.cost().hessianVectors();
      ride.run(1);
      assertThat(ride.objective.cost().gradients() - gradients)
          .isEqualTo(4 + directions * (directions + 1));
      assertThat(ride.objective.cost().hessianVectors() - products)
          .isBetween(directions == 0 ? 1L : directions + 1, 4L);
    }
  }

  @Test
  void whatSharingChangesFallsWithTheStepsAtLeastAsEulersErrorDoes() {
    double[] differences = new double[3];
    for (int level = 0; level < differences.length; level++) {
      differences[level] = distance(end(8 << level, 1), end(8 << level, 4));
      double error = distance(end(8 << level, 1), end(4096, 1));
      assertThat(differences[level]).isLessThan(0.1 * error);
    }
    for (int level = 1; level < differences.length; level++) {
      double order = Math.log(differences[level - 1] / differences[level]) / Math.log(2);
      assertThat(order).isGreaterThan(0.8);
    }
  }

  private double[] end(int steps, int interval) {
    double edge = EDGE - 0.05 * 0.05 / EDGE - 0.15;
    UpdateRule rule = UpdateRule.gradientDescent(ETA);
    return new Ride(rule, new SharpValley(1, 0.01), interval, euler(steps), 0.05, edge)
        .run(3)
        .centre();
  }

  @Test
  void ofANetworkItFollowsTheSamePathForLess() {
    double[] start = SmallPerceptron.onSmoothFunction(8, 20, 5).start(6);
    Ride apart = network(0.6, 1, 300);
    Ride shared = network(0.6, 4, 300);
    assertThat(distance(shared.centre(), apart.centre()))
        .isLessThan(1e-3 * distance(apart.centre(), start));
    assertThat(shared.flow.magnitude(shared.stepper.state()))
        .isCloseTo(apart.flow.magnitude(apart.stepper.state()), within(1e-2));
    assertThat(shared.objective.cost().gradients())
        .isLessThan((long) (0.6 * apart.objective.cost().gradients()));
    assertThat(shared.objective.cost().hessianVectors())
        .isLessThan((long) (0.6 * apart.objective.cost().hessianVectors()));
  }

  @Test
  void stagesOfARungeKuttaStepShareNothing() {
    double[][] ends = new double[2][];
    for (int i = 0; i < 2; i++) {
      RungeKutta solver = new RungeKutta(Tableau.RK4, 2);
      UpdateRule rule = UpdateRule.gradientDescent(ETA);
      ends[i] =
          new Ride(rule, new SharpValley(1, 0.01), List.of(1, 4).get(i), solver, 0.05, 6.3)
              .run(40)
              .centre();
    }
    assertThat(ends[1]).containsExactly(ends[0]);
  }

  @Test
  void whereAPreconditionerMovesEveryStepSearches() {
    Scaling scaling = new Scaling(Scaling.Kind.PER_COMPONENT, 0.99, 1e-8, true);
    UpdateRule rule = new UpdateRule(0.01, Momentum.NONE, scaling);
    SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, 3);
    Ride apart = new Ride(rule, network, 1, euler(4), network.start(4)).run(20);
    Ride shared = new Ride(rule, network, 4, euler(4), network.start(4)).run(20);
    assertThat(shared.centre()).containsExactly(apart.centre());
  }

  @Test
  void aSnapshotBetweenIterationsGoesOnAsIfNothingHadHappened() {
    Ride whole = network(0.6, 4, 200);
    Snapshot snapshot = new Snapshot();
    whole.stepper.save(snapshot, "state.");
    whole.flow.save(snapshot, "flow.");
    Ride resumed = network(0.6, 4, 0);
    resumed.stepper.restore(snapshot, "state.");
    resumed.flow.restore(snapshot, "flow.");
    long before = whole.objective.cost().gradients();
    whole.run(10);
    resumed.run(10);
    assertThat(resumed.centre()).containsExactly(whole.centre());
    assertThat(resumed.objective.cost().gradients())
        .isEqualTo(whole.objective.cost().gradients() - before);
  }
}
