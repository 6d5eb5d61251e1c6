package org.edgeflow.core.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.edge.BackwardError;
import org.edgeflow.core.flow.edge.CurvatureClosure;
import org.edgeflow.core.flow.edge.EdgeFlow;
import org.edgeflow.core.flow.edge.GrowthRate;
import org.edgeflow.core.flow.edge.InitialMagnitude;
import org.edgeflow.core.flow.edge.TopEigenvectorSeed;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** On the sharp valley, whose sharpness is about y, and whose edge is at 2/η = 6.67. */
class EdgeDescentTest {
  private static final double ETA = 0.3;
  private static final double EDGE = 2 / ETA;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective valley = new ClosedFormObjective(backend, new SharpValley(1, 0.01));

  private Tensor start(double x, double y) {
    return backend.of(new double[] {x, y}, 2);
  }

  private static double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  private EdgeDescent begun(EdgeDescent.Settings settings, Loss loss, Tensor start) {
    EdgeDescent descent = new EdgeDescent(settings, ETA, start.backend(), start.size());
    descent.begin(loss, start);
    return descent;
  }

  private static EdgeDescent.Settings settings(int substeps, EdgeDescent.Control control) {
    return EdgeDescent.Settings.of(substeps, control);
  }

  /** The largest distance of y from the edge in the last 200 of so many iterations. */
  private double swing(EdgeDescent.Settings settings, int iterations) {
    // Where the valley is not skew, loops do not damp by themselves.
    Objective straight = new ClosedFormObjective(backend, new SharpValley(0, 0.01));
    Tensor iterate = start(0.05, 6.3);
    EdgeDescent descent = begun(settings, straight, iterate);
    double swing = 0;
    for (int k = 0; k < iterations; k++) {
      descent.step(straight, iterate);
      if (k >= iterations - 200) {
        swing = Math.max(swing, Math.abs(read(iterate)[1] - EDGE));
      }
    }
    return swing;
  }

  @Test
  void finerSubstepsConvergeToTheFlow() {
    Tensor from = start(0.1, 6.8);
    EdgeFlow flow =
        new EdgeFlow(
            valley,
            ETA,
            new EdgeFlow.Settings(
                CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, 1, BackwardError.NONE),
            new TopEigenvectorSeed(0, InitialMagnitude.HALF_STEP));
    Stepper fine = new RungeKutta(Tableau.RK4, 64).start(flow, flow.initial(Start.at(from)));
    for (int k = 0; k < 20; k++) {
      fine.step();
    }
    double[] error = new double[2];
    for (int i = 0; i < 2; i++) {
      Tensor iterate = backend.copyOf(from);
      EdgeDescent descent = begun(settings(32 << i, EdgeDescent.Control.NONE), valley, iterate);
      for (int k = 0; k < 20; k++) {
        descent.step(valley, iterate);
      }
      error[i] = backend.distance(iterate, fine.state().centre());
    }
    assertThat(error[1]).isLessThan(2e-3);
    assertThat(error[0] / error[1]).isCloseTo(2, within(0.3));
  }

  @Test
  void holdKeepsTheSharpnessAtTheEdgeAndDampingBringsItThere() {
    double free = swing(settings(1, EdgeDescent.Control.NONE), 1500);
    assertThat(free).isGreaterThan(0.1);
    assertThat(swing(settings(1, EdgeDescent.Control.HOLD), 1500)).isLessThan(0.02);
    assertThat(swing(settings(1, EdgeDescent.Control.DAMPING), 1500)).isLessThan(0.2 * free);
  }

  @Test
  void clipBoundsWhatTheOscillationHasOfTheLoss() {
    Objective bowl = new ClosedFormObjective(backend, new SharpValley(0, -1));
    EdgeDescent.Settings clip =
        new EdgeDescent.Settings(
            1, Optional.empty(), EdgeDescent.Control.CLIP, InitialMagnitude.HALF_STEP, 5, 0.01);
    Tensor iterate = start(0.5, 30);
    EdgeDescent descent = begun(clip, bowl, iterate);
    for (int k = 0; k < 5; k++) {
      double loss = descent.step(bowl, iterate);
      double r = descent.magnitude();
      assertThat(0.5 * read(iterate)[1] * r * r).isLessThan(0.02 * Math.abs(loss));
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE, 2", "CLIP, 2", "HOLD, 3", "DAMPING, 2"})
  void anIterationCostsTwoGradientsASubstepAndHoldOneMore(
      EdgeDescent.Control control, int gradients) {
    CountingObjective counted = new CountingObjective(valley);
    Tensor iterate = start(0.3, 6.6);
    EdgeDescent descent = begun(settings(4, control), counted, iterate);
    for (int k = 0; k < 3; k++) {
      long before = counted.cost().gradients();
      long products = counted.cost().hessianVectors();
      descent.step(counted, iterate);
      assertThat(counted.cost().gradients() - before).isEqualTo(4L * gradients);
      assertThat(counted.cost().hessianVectors() - products).isZero();
    }
  }

  @Test
  void aLossWithoutCurvatureIsEnough() {
    Tensor exact = start(0.3, 6.6);
    Tensor differenced = start(0.3, 6.6);
    Loss gradients =
        new Loss() {
          @Override
          public TensorBackend backend() {
            return backend;
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double loss(Tensor parameters) {
            return valley.loss(parameters);
          }

          @Override
          public double lossAndGradient(Tensor parameters, Tensor gradient) {
            return valley.lossAndGradient(parameters, gradient);
          }
        };
    EdgeDescent one = begun(settings(2, EdgeDescent.Control.NONE), valley, exact);
    EdgeDescent two = begun(settings(2, EdgeDescent.Control.NONE), gradients, differenced);
    for (int k = 0; k < 50; k++) {
      one.step(valley, exact);
      two.step(gradients, differenced);
    }
    assertThat(backend.distance(exact, differenced)).isLessThan(1e-6);
  }

  @ParameterizedTest
  @EnumSource(EdgeDescent.Control.class)
  void whatWasSavedGoesOnAsIfNeverStopped(EdgeDescent.Control control) {
    resumes(settings(2, control));
  }

  @Test
  void soDoAdaptiveSteps() {
    resumes(
        new EdgeDescent.Settings(
            1, Optional.of(1e-3), EdgeDescent.Control.NONE, InitialMagnitude.HALF_STEP, 5, 0.1));
  }

  private void resumes(EdgeDescent.Settings settings) {
    Tensor iterate = start(0.3, 6.6);
    EdgeDescent descent = begun(settings, valley, iterate);
    for (int k = 0; k < 10; k++) {
      descent.step(valley, iterate);
    }
    Snapshot snapshot = new Snapshot();
    descent.save(snapshot, "");
    Tensor other = backend.copyOf(iterate);
    EdgeDescent resumed = begun(settings, valley, start(0.3, 6.6));
    resumed.restore(snapshot, "");
    for (int k = 0; k < 10; k++) {
      assertThat(resumed.step(valley, other)).isEqualTo(descent.step(valley, iterate));
    }
    assertThat(read(other)).isEqualTo(read(iterate));
  }

  @Test
  void anOscillationThatNothingResolvesIsNotSteered() {
    EdgeDescent.Settings settings =
        new EdgeDescent.Settings(
            1, Optional.empty(), EdgeDescent.Control.HOLD, InitialMagnitude.ROUNDING, 5, 0.1);
    assertThatThrownBy(() -> begun(settings, valley, start(0.3, 6.6)))
        .hasMessageContaining("'control: hold' steers an oscillation")
        .hasMessageContaining("float64 resolves")
        .hasMessageContaining("initial-magnitude: half-step");
  }

  @Test
  void whatTheFormatCannotReachIsSaidBeforeTheFirstStep() {
    TensorBackend narrow = new HeapBackend(DataType.FLOAT32);
    assertThatThrownBy(
            () -> new EdgeDescent(settings(600_000, EdgeDescent.Control.NONE), ETA, narrow, 2))
        .hasMessageContaining("'substeps' is 600000")
        .hasMessageContaining("float32")
        .hasMessageContaining("expected at most 5.2e+05");
    EdgeDescent.Settings tight =
        new EdgeDescent.Settings(
            1, Optional.of(1e-5), EdgeDescent.Control.NONE, InitialMagnitude.HALF_STEP, 5, 0.1);
    assertThatThrownBy(() -> new EdgeDescent(tight, ETA, narrow, 2))
        .hasMessageContaining("'tolerance' is 1.00e-05")
        .hasMessageContaining("float32 cannot reach");
  }
}
