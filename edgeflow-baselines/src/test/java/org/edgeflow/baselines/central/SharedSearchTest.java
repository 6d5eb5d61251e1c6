package org.edgeflow.baselines.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.objective.closedform.TwoSharpDirections;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.junit.jupiter.api.Test;

/** Steps of an iteration that share critical directions and third derivatives. */
class SharedSearchTest {
  private static final double ETA = 0.3;
  private static final double EDGE = 2 / ETA;

  private static Ride ride(
      UpdateRule rule, ClosedForm form, int interval, RungeKutta solver, double... start) {
    CentralFlow.Settings settings = new CentralFlow.Settings(0.025, 12, 0, 1e-3, 500, interval);
    return new Ride(rule, form, settings, solver, start);
  }

  private static Ride after(int iterations, Ride ride) {
    ride.run(iterations);
    return ride;
  }

  private static RungeKutta euler(int steps) {
    return new RungeKutta(Tableau.EULER, steps);
  }

  private Ride network(double learningRate, int interval, int iterations) {
    SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, 5);
    UpdateRule rule = UpdateRule.gradientDescent(learningRate);
    return after(iterations, ride(rule, network, interval, euler(4), network.start(6)));
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
          ride(
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
    return after(3, ride(rule, new SharpValley(1, 0.01), interval, euler(steps), 0.05, edge))
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
          after(40, ride(rule, new SharpValley(1, 0.01), List.of(1, 4).get(i), solver, 0.05, 6.3))
              .centre();
    }
    assertThat(ends[1]).containsExactly(ends[0]);
  }

  @Test
  void whereAPreconditionerMovesEveryStepSearches() {
    Scaling scaling = new Scaling(Scaling.Kind.PER_COMPONENT, 0.99, 1e-8, true);
    UpdateRule rule = new UpdateRule(0.01, Momentum.NONE, scaling);
    SmallPerceptron network = SmallPerceptron.onSmoothFunction(8, 20, 3);
    Ride apart = after(20, ride(rule, network, 1, euler(4), network.start(4)));
    Ride shared = after(20, ride(rule, network, 4, euler(4), network.start(4)));
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
