package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

/**
 * {@code Ψ(c, δ) = L_sym − ‖δ‖²/η}, down which the centre flows and up which the oscillation does.
 */
class PotentialTest {
  private static final double ETA = 0.3;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  /** {@code ½(a x² + b y²) + p x²y + q x⁴/4 + s sin(x + 2y)}. */
  private record Landscape(double a, double b, double p, double q, double s) implements ClosedForm {
    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double lossAndGradient(double[] w, double[] gradient) {
      double x = w[0];
      double y = w[1];
      double slope = s * Math.cos(x + 2 * y);
      gradient[0] = a * x + 2 * p * x * y + q * x * x * x + slope;
      gradient[1] = b * y + p * x * x + 2 * slope;
      return 0.5 * (a * x * x + b * y * y)
          + p * x * x * y
          + q * x * x * x * x / 4
          + s * Math.sin(x + 2 * y);
    }

    @Override
    public void hessianVector(double[] w, double[] v, double[] product) {
      throw new AssertionError("the chord needs no Hessian");
    }
  }

  @Property(tries = 200)
  void alongTheChordsFlowThePotentialChangesByTheSquaresOfItsTwoSlopes(
      @ForAll @DoubleRange(min = 1, max = 9) double a,
      @ForAll @DoubleRange(min = -2, max = 2) double b,
      @ForAll @DoubleRange(min = -3, max = 3) double p,
      @ForAll @DoubleRange(min = -3, max = 3) double q,
      @ForAll @DoubleRange(min = -1, max = 1) double s,
      @ForAll @DoubleRange(min = 0.05, max = 0.8) double swing) {
    Objective objective = new ClosedFormObjective(backend, new Landscape(a, b, p, q, s));
    EdgeFlow flow =
        new EdgeFlow(
            objective,
            ETA,
            new EdgeFlow.Settings(CurvatureClosure.CHORD, GrowthRate.LINEAR, 0, BackwardError.NONE),
            (o, learningRate, start, direction) -> {
              throw new AssertionError("the oscillation is given");
            });
    double[] c = {0.4, -0.7};
    double[] delta = {swing, 0.3 * swing};
    State state = flow.initial(Start.oscillating(backend.of(c, 2), backend.of(delta, 2)));
    State slope = state.like();
    Reading reading = flow.derivative(state, slope);

    assertThat(reading.potential()).isCloseTo(potential(objective, c, delta), within(1e-12));
    // From the equations: δ̇ = ṙ u + r u̇.
    double r = flow.magnitude(state);
    double[] u = read(flow.direction(state));
    double[] turning = read(flow.direction(slope));
    double[] drift = read(slope.centre());
    double[] swinging = new double[2];
    for (int i = 0; i < 2; i++) {
      swinging[i] = r * (slope.number(EdgeFlow.LOG_MAGNITUDE) * u[i] + turning[i]);
    }
    double h = 1e-5;
    double change =
        (potential(objective, moved(c, h, drift), moved(delta, h, swinging))
                - potential(objective, moved(c, -h, drift), moved(delta, -h, swinging)))
            / (2 * h);
    double expected =
        ETA
            * (reading.oscillationSlope() * reading.oscillationSlope()
                - reading.centreSlope() * reading.centreSlope());
    assertThat(change).isCloseTo(expected, within(1e-7 * (1 + Math.abs(expected))));
  }

  @Test
  void theCentresClosureHasNoPotential() {
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(backend, new Quadratic(7, 1)),
            ETA,
            EdgeFlow.Settings.PUBLISHED,
            new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING));
    State state = flow.initial(backend.of(new double[] {1, 1}, 2));
    Reading reading = flow.derivative(state, state.like());
    assertThat(reading.potential()).isNaN();
    assertThat(reading.centreSlope()).isNaN();
    assertThat(reading.oscillationSlope()).isNaN();
  }

  private double potential(Objective objective, double[] c, double[] delta) {
    double plus = objective.loss(backend.of(moved(c, 1, delta), 2));
    double minus = objective.loss(backend.of(moved(c, -1, delta), 2));
    return (plus + minus) / 2 - (delta[0] * delta[0] + delta[1] * delta[1]) / ETA;
  }

  private static double[] moved(double[] x, double by, double[] along) {
    return new double[] {x[0] + by * along[0], x[1] + by * along[1]};
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
