package org.edgeflow.core.solver.stride;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.edge.BackwardError;
import org.edgeflow.core.flow.edge.CurvatureClosure;
import org.edgeflow.core.flow.edge.EdgeFlow;
import org.edgeflow.core.flow.edge.EdgeFlowSeed;
import org.edgeflow.core.flow.edge.GrowthRate;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.edge.TwoStep;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class LongStepsTest {
  private static final LongSteps DEFAULT = new LongSteps(0.03, 0.1, 100);

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  private EdgeFlow flow(Objective objective, double rate, double magnitude) {
    EdgeFlowSeed seed =
        (loss, eta, start, direction) -> {
          double[] first = new double[start.size()];
          // On a valley the axis; elsewhere it is still to turn.
          first[0] = start.size() == 2 ? 1 : 0.8;
          first[1] = start.size() == 2 ? 0 : 0.6;
          backend.write(first, direction);
          return magnitude;
        };
    return new EdgeFlow(
        objective,
        rate,
        new EdgeFlow.Settings(
            CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 0, BackwardError.NONE),
        seed);
  }

  private static double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  /** GD makes (1 − ηλ)^k of every mode; flat modes cannot be told from the flow's e^(−ηλk). */
  @Test
  void onAQuadraticItIsGradientDescentForAFractionOfTheGradients() {
    double[] curvatures = {1.5, 0.12, 0.03, 0.004};
    CountingObjective counted =
        new CountingObjective(new ClosedFormObjective(backend, new Quadratic(curvatures)));
    double[] start = {0, 1, 1, 1};
    EdgeFlow flow = flow(counted, 1, 1e-9);
    Stepper stepper = DEFAULT.start(flow, flow.initial(backend.of(start, 4)));
    int steps = 200;
    for (int k = 0; k <= steps; k++) {
      double[] centre = read(stepper.state().centre());
      double loss = 0;
      double gd = 0;
      for (int i = 1; i < 4; i++) {
        double exact = Math.pow(1 - curvatures[i], k);
        gd += 0.5 * curvatures[i] * exact * exact;
        loss += 0.5 * curvatures[i] * centre[i] * centre[i];
      }
      assertThat(loss).isCloseTo(gd, within(0.01 * gd));
      Reading reading = stepper.step();
      assertThat(reading.predictedLoss()).isCloseTo(gd, within(0.01 * gd));
    }
    assertThat(counted.cost().gradients()).isLessThan(steps / 2);
    assertThat(counted.cost().hessianVectors()).isLessThan(steps / 4);
  }

  /** ln|ηs − 1| an iteration, and the direction that of e^(nηH)u. */
  @Test
  void anOscillationThatDoesNotActGrowsAsGradientDescentsDoes() {
    Objective objective =
        new ClosedFormObjective(backend, new Quadratic(new double[] {2.05, 0.5, 0.01}));
    EdgeFlow flow = flow(objective, 1, 1e-12);
    Stepper stepper = DEFAULT.start(flow, flow.initial(backend.of(new double[] {0, 0, 1}, 3)));
    for (int k = 0; k < 100; k++) {
      stepper.step();
    }
    double before = flow.magnitude(stepper.state());
    for (int k = 0; k < 100; k++) {
      stepper.step();
    }
    assertThat(Math.abs(read(flow.direction(stepper.state()))[0])).isCloseTo(1, within(1e-9));
    double growth = Math.log(flow.magnitude(stepper.state()) / before);
    assertThat(growth).isCloseTo(100 * Math.log(1.05), within(1e-6));
  }

  /** The valley's loops at the edge, beside GD's own map in the same coordinates. */
  @Test
  void atTheEdgeItFollowsTheMapOfOneIteration() {
    double[] start = {0, 6.9};
    Objective objective = new ClosedFormObjective(backend, new SharpValley(1, 0.003));
    CountingObjective counted = new CountingObjective(objective);
    EdgeFlow flow = flow(counted, 0.3, 0.1);
    Stepper stepper =
        new LongSteps(1e-4, 0.02, 100).start(flow, flow.initial(backend.of(start, 2)));
    EdgeFlow exact = flow(objective, 0.3, 0.1);
    Stepper map = new TwoStep(1.8).start(exact, exact.initial(backend.of(start, 2)));
    int steps = 400;
    double farthest = 0;
    double swing = 0;
    for (int k = 0; k < steps; k++) {
      farthest =
          Math.max(
              farthest,
              Math.abs(read(stepper.state().centre())[1] - read(map.state().centre())[1]));
      swing = Math.max(swing, Math.abs(read(map.state().centre())[1] - 2 / 0.3));
      stepper.step();
      map.step();
    }
    assertThat(swing).isGreaterThan(0.2);
    assertThat(farthest).isLessThan(0.1 * swing);
    assertThat(counted.cost().gradients()).isLessThan(2L * steps);
  }

  @Test
  void aWalkRestoredWithinAStepGoesOnAsIfNeverStopped() {
    for (double magnitude : new double[] {1e-9, 0.1}) {
      Objective objective = new ClosedFormObjective(backend, new SharpValley(1, 0.003));
      for (int pause : new int[] {1, 17, 50}) {
        EdgeFlow flow = flow(objective, 0.3, magnitude);
        Tensor start = backend.of(new double[] {0, 6.4}, 2);
        Stepper whole = DEFAULT.start(flow, flow.initial(start));
        for (int k = 0; k < pause; k++) {
          whole.step();
        }
        Snapshot snapshot = new Snapshot();
        whole.save(snapshot, "");
        EdgeFlow other = flow(objective, 0.3, magnitude);
        Stepper resumed = DEFAULT.start(other, other.initial(start));
        resumed.restore(snapshot, "");
        assertThat(read(resumed.state().centre())).isEqualTo(read(whole.state().centre()));
        for (int k = 0; k < 60; k++) {
          assertThat(resumed.step()).isEqualTo(whole.step());
        }
        assertThat(read(resumed.state().centre())).isEqualTo(read(whole.state().centre()));
        assertThat(other.magnitude(resumed.state())).isEqualTo(flow.magnitude(whole.state()));
      }
    }
  }

  @Test
  void whatItCannotAdvanceAndToleranceThatNoStepReachesAreSaid() {
    Objective objective = new ClosedFormObjective(backend, new SharpValley(1, 0.003));
    EdgeFlow flow = flow(objective, 0.3, 0.1);
    Tensor start = backend.of(new double[] {0, 6.4}, 2);
    assertThatThrownBy(() -> new LongSteps(1e-16, 0.1, 100).start(flow, flow.initial(start)))
        .hasMessageContaining("'loss-tolerance' is 1.00e-16")
        .hasMessageContaining("float64 cannot reach");
    EdgeFlow whole =
        new EdgeFlow(
            objective,
            0.3,
            new EdgeFlow.Settings(
                CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 0, BackwardError.FULL),
            (loss, eta, at, direction) -> 0.1);
    assertThatThrownBy(() -> DEFAULT.start(whole, flow.initial(start)))
        .hasMessageContaining("count twice");
  }
}
