package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.flow.noise.NoiseFloor;
import org.edgeflow.core.flow.phase.PhasePoint;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flow's rates beside the two-step map of a rule, written out in plain numbers. */
class PhaseBackwardErrorTest {
  private static final double SKEW = 0.7;
  private static final double DRIFT = 0.01;
  private static final double TAKEN = 6;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  /** x = (c, M, ν, δ, α), two numbers each, after TAKEN iterations. */
  private static final double[] POINT = {0.2, 3, 0.5, 0.1, 0.8, 0.3, 0.15, -0.04, 0.12, -0.02};

  @ParameterizedTest
  @CsvSource({
    "0.3, 0.6, false, NONE, false",
    "0.3, 0.6, true, NONE, false",
    "0.02, 0, false, SCALAR, false",
    "0.02, 0, false, PER_COMPONENT, false",
    "0.02, 0.6, false, SCALAR, true",
    "0.02, 0.6, false, PER_COMPONENT, true",
    "0.02, 0.6, true, PER_COMPONENT, true"
  })
  void theFlowIsTheLogarithmsSeriesInDifferencesOfTheRulesTwoStepMap(
      double eta, double beta, boolean nesterov, Scaling.Kind kind, boolean corrected) {
    UpdateRule rule =
        new UpdateRule(
            eta,
            new Momentum(beta, nesterov),
            kind == Scaling.Kind.NONE ? Scaling.NONE : new Scaling(kind, 0.9, 1e-3, corrected));
    double[] x = POINT.clone();
    if (kind == Scaling.Kind.SCALAR) {
      x[5] = x[4];
    }
    double[] first = field(x, rule, TAKEN);
    double[] next = x.clone();
    for (int i = 0; i < x.length; i++) {
      next[i] += first[i];
    }
    double[] second = field(next, rule, TAKEN + 1);
    double[] extra = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      extra[i] = 0.5 * (first[i] - second[i]);
    }
    double[] p = preconditioner(x, rule, TAKEN);
    // Of the centre and the average f alone is left along the mode (u, Pu).
    double length = Math.hypot(x[6], x[7]);
    double[] u = {x[6] / length, x[7] / length};
    double square = p[0] * u[0] * u[0] + p[1] * u[1] * u[1];
    double along = (p[0] * u[0] * extra[0] + p[1] * u[1] * extra[1]) / square;
    double average = (u[0] * extra[2] + u[1] * extra[3]) / square;
    for (int i = 0; i < 2; i++) {
      extra[i] -= along * u[i];
      extra[2 + i] -= average * p[i] * u[i];
    }
    double[] rate = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      rate[i] = first[i] + extra[i];
    }

    StatefulEdgeFlow flow =
        new StatefulEdgeFlow(
            new ClosedFormObjective(backend, new SharpValley(SKEW, DRIFT)),
            rule,
            new EdgeFlow.Settings(CurvatureClosure.CHORD, GrowthRate.LINEAR, 0, BackwardError.FULL),
            new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING),
            NoiseFloor.NONE);
    State state = flow.initial(start(x, rule));
    State rates = state.like();
    flow.derivative(state, rates);

    assertClose(read(rates.centre()), rate, 0);
    if (rule.averages()) {
      assertClose(read(rates.vector(PhasePoint.AVERAGE)), rate, 2);
      assertClose(oscillation(state, rates, PhasePoint.AVERAGE_OSCILLATION), rate, 8);
    }
    if (kind != Scaling.Kind.NONE) {
      assertClose(read(rates.vector(PhasePoint.MOMENTS)), rate, 4);
    }
    assertClose(oscillation(state, rates, EdgeFlow.DIRECTION), rate, 6);
    assertThat(rates.number(PhasePoint.TAKEN)).isEqualTo(1);
  }

  /** d(rv)/dt = r (v̇ + ρ v). */
  private static double[] oscillation(State state, State rates, State.Vector key) {
    double[] value = read(state.vector(key));
    double[] change = read(rates.vector(key));
    double r = Math.exp(state.number(EdgeFlow.LOG_MAGNITUDE));
    double growth = rates.number(EdgeFlow.LOG_MAGNITUDE);
    return new double[] {r * (change[0] + growth * value[0]), r * (change[1] + growth * value[1])};
  }

  private static void assertClose(double[] actual, double[] expected, int from) {
    for (int i = 0; i < 2; i++) {
      assertThat(actual[i]).isCloseTo(expected[from + i], within(1e-12));
    }
  }

  private Start start(double[] x, UpdateRule rule) {
    boolean one = rule.scaling().kind() == Scaling.Kind.SCALAR;
    boolean many = rule.scaling().kind() == Scaling.Kind.PER_COMPONENT;
    return Start.oscillating(pair(x, 0), pair(x, 6))
        .with(
            new Memory(
                rule.averages() ? Optional.of(pair(x, 2)) : Optional.empty(),
                rule.averages() ? Optional.of(pair(x, 8)) : Optional.empty(),
                many ? Optional.of(pair(x, 4)) : Optional.empty(),
                one ? x[4] : 0,
                TAKEN));
  }

  private Tensor pair(double[] x, int from) {
    return backend.of(new double[] {x[from], x[from + 1]}, 2);
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  /** f of the rule's two-step map. */
  private static double[] field(double[] x, UpdateRule rule, double taken) {
    double beta = rule.momentum().beta();
    double eta = rule.learningRate();
    double[] plus = gradient(x[0] + x[6], x[1] + x[7]);
    double[] minus = gradient(x[0] - x[6], x[1] - x[7]);
    double[] p = preconditioner(x, rule, taken);
    double[] squares = squares(x, rule);
    double now = correction(rule, beta, taken + 1);
    double ahead = correction(rule, beta, taken + 2);
    double[] f = new double[x.length];
    for (int i = 0; i < 2; i++) {
      double mean = (plus[i] + minus[i]) / 2;
      double bend = (plus[i] - minus[i]) / 2;
      double average = beta * x[2 + i] + (1 - beta) * mean;
      double wave = -beta * x[8 + i] + (1 - beta) * bend;
      double step = now * average;
      double swing = now * wave;
      if (rule.momentum().nesterov()) {
        step = ahead * beta * average + now * (1 - beta) * mean;
        swing = ahead * beta * wave + now * (1 - beta) * bend;
      }
      f[i] = -eta * step / p[i];
      f[2 + i] = average - x[2 + i];
      f[4 + i] = squares[i] - x[4 + i];
      f[6 + i] = eta * swing / p[i] - 2 * x[6 + i];
      f[8 + i] = wave - x[8 + i];
    }
    return f;
  }

  private static double[] squares(double[] x, UpdateRule rule) {
    double[] plus = gradient(x[0] + x[6], x[1] + x[7]);
    double[] minus = gradient(x[0] - x[6], x[1] - x[7]);
    double beta2 = rule.scaling().beta2();
    double[] means = new double[2];
    for (int i = 0; i < 2; i++) {
      means[i] = (plus[i] * plus[i] + minus[i] * minus[i]) / 2;
    }
    if (rule.scaling().kind() == Scaling.Kind.SCALAR) {
      means[0] += means[1];
      means[1] = means[0];
    }
    return new double[] {
      beta2 * x[4] + (1 - beta2) * means[0], beta2 * x[5] + (1 - beta2) * means[1]
    };
  }

  private static double[] preconditioner(double[] x, UpdateRule rule, double taken) {
    if (rule.scaling().kind() == Scaling.Kind.NONE) {
      return new double[] {1, 1};
    }
    double[] squares = squares(x, rule);
    double factor = correction(rule, rule.scaling().beta2(), taken + 1);
    return new double[] {
      Math.sqrt(factor * squares[0]) + rule.scaling().epsilon(),
      Math.sqrt(factor * squares[1]) + rule.scaling().epsilon()
    };
  }

  private static double correction(UpdateRule rule, double beta, double k) {
    return rule.scaling().biasCorrected() ? 1 / (1 - Math.pow(beta, k)) : 1;
  }

  /** Of the sharp valley f = ½(y + ζx)x² + ε(−x − y). */
  private static double[] gradient(double x, double y) {
    return new double[] {x * y + 1.5 * SKEW * x * x - DRIFT, 0.5 * x * x - DRIFT};
  }
}
