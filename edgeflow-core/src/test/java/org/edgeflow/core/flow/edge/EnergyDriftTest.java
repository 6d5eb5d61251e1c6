package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.flow.Start;
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

/**
 * The slow energy {@code E = y₁²/2 + a₁²/4 − ½ ln a₁²} of the sharp valley (arXiv 2609.01034), with
 * {@code y₁ = (y − 2/η)/√ε} and {@code a₁ = x/√ε}, turns in closed loops to first order; GD's own
 * error makes it drift as {@code dE/dt₃ = C η² ⟨y₁²⟩}, {@code t₃ = εk}, {@code C = 2 − 9ζ²}. C is
 * measured between passages upward through {@code y₁ = 0}, where E's own ripple has one phase.
 */
class EnergyDriftTest {
  private static final double ETA = 0.3;
  private static final double DRIFT = 1e-4;
  private static final int LOOPS = 6;
  private static final int LONGEST = 20_000;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  @ParameterizedTest
  @CsvSource({"0, CENTRE", "0.5, CENTRE", "1, CENTRE", "0, CHORD", "0.5, CHORD", "1, CHORD"})
  void theFullTermDriftsAsGradientDescentDoes(double skew, CurvatureClosure closure) {
    double descent = ofDescent(skew);
    double theory = 2 - 9 * skew * skew;
    double flow = ofFlow(skew, closure, BackwardError.FULL);
    assertThat(descent).isCloseTo(theory, within(0.01 * Math.abs(theory)));
    assertThat(flow).isCloseTo(descent, within(0.001 * Math.abs(descent)));
  }

  @Test
  void withoutItAFineFlowMissesTheDrift() {
    assertThat(ofFlow(0, CurvatureClosure.CHORD, BackwardError.NONE)).isCloseTo(0, within(0.02));
    assertThat(ofFlow(1, CurvatureClosure.CHORD, BackwardError.NONE)).isCloseTo(-9, within(0.1));
    assertThat(ofFlow(1, CurvatureClosure.CHORD, BackwardError.CENTRE)).isCloseTo(-9, within(0.1));
  }

  private double ofFlow(double skew, CurvatureClosure closure, BackwardError backwardError) {
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(backend, new SharpValley(skew, DRIFT)),
            ETA,
            new EdgeFlow.Settings(closure, GrowthRate.LINEAR, 0, backwardError),
            new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING));
    double[] start = start();
    Stepper stepper =
        new RungeKutta(Tableau.RK4, 2)
            .start(
                flow,
                flow.initial(
                    Start.oscillating(
                        backend.of(new double[] {0, start[1]}, 2),
                        backend.of(new double[] {start[0], 0}, 2))));
    Drift drift = new Drift();
    double[] centre = new double[2];
    while (drift.goesOn()) {
      backend.read(stepper.state().centre(), centre);
      drift.observe(flow.magnitude(stepper.state()), centre[1]);
      stepper.step();
    }
    return drift.coefficient();
  }

  private double ofDescent(double skew) {
    Objective objective = new ClosedFormObjective(backend, new SharpValley(skew, DRIFT));
    Tensor iterate = backend.of(start(), 2);
    Tensor gradient = backend.zeros(2);
    double[][] last = new double[3][2];
    Drift drift = new Drift();
    for (int k = 0; drift.goesOn(); k++) {
      backend.read(iterate, last[k % 3]);
      if (k >= 2) {
        double[] before = last[(k - 2) % 3];
        double[] here = last[(k - 1) % 3];
        double[] after = last[k % 3];
        drift.observe(
            Math.abs(after[0] - 2 * here[0] + before[0]) / 4,
            (after[1] + 2 * here[1] + before[1]) / 4);
      }
      objective.lossAndGradient(iterate, gradient);
      backend.axpy(-ETA, gradient, iterate);
    }
    return drift.coefficient();
  }

  private static double[] start() {
    return new double[] {Math.sqrt(2 * DRIFT), 2 / ETA + 0.5 * Math.sqrt(DRIFT)};
  }

  /** C, from one passage upward to another some loops later. */
  private static final class Drift {
    private double energy = Double.NaN;
    private double y = Double.NaN;
    private double squares;
    private double begin = Double.NaN;
    private double end = Double.NaN;
    private int passages;
    private int seen;

    boolean goesOn() {
      return passages <= LOOPS && seen < LONGEST;
    }

    void observe(double x, double sharpness) {
      seen++;
      double above = (sharpness - 2 / ETA) / Math.sqrt(DRIFT);
      double square = x * x / DRIFT;
      double here = above * above / 2 + square / 4 - Math.log(square) / 2;
      if (y < 0 && above >= 0) {
        double crossing = energy + (here - energy) * y / (y - above);
        if (passages == 0) {
          begin = crossing;
          squares = 0;
        }
        end = crossing;
        passages++;
      }
      if (passages > 0 && passages <= LOOPS) {
        squares += above * above;
      }
      energy = here;
      y = above;
    }

    double coefficient() {
      return (end - begin) / (ETA * ETA * DRIFT * squares);
    }
  }
}
