package org.edgeflow.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.optimizer.Scaling.Kind;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionedDescentTest {
  private static final double ETA = 0.05;
  private static final Map<String, UpdateRule> RULES =
      Map.of(
          "gradient-descent", UpdateRule.gradientDescent(ETA),
          "heavy-ball", momentum(false),
          "nesterov", momentum(true),
          "rmsprop-scalar", rmsProp(Kind.SCALAR),
          "rmsprop", rmsProp(Kind.PER_COMPONENT),
          "adam-scalar", adam(Kind.SCALAR, false),
          "adam", adam(Kind.PER_COMPONENT, false),
          "nadam", adam(Kind.PER_COMPONENT, true));

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective valley = new ClosedFormObjective(backend, new SharpValley(1, 0.01));

  private static UpdateRule momentum(boolean nesterov) {
    return new MomentumFactory(nesterov).rule(new MomentumFactory.Settings(0.9), ETA);
  }

  private static UpdateRule rmsProp(Kind kind) {
    return new RmsPropFactory(kind).rule(new RmsPropFactory.Settings(0.99, 1e-8, false), ETA);
  }

  private static UpdateRule adam(Kind kind, boolean nesterov) {
    return new AdamFactory(kind, nesterov).rule(new AdamFactory.Settings(0.9, 0.999, 1e-8), ETA);
  }

  private Optimizer optimizer(String name) {
    return new PreconditionedDescent(RULES.get(name), backend, 2);
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  // PyTorch 2.13's own optimizers; regenerate by: python3
  // scripts/torch-optimizers.py
  @ParameterizedTest
  @CsvSource({
    "heavy-ball, -0.03767120185461145, 1.9966179479726267",
    "nesterov, -0.028733601630831437, 1.9984946616355652",
    "rmsprop, -0.034397791042304934, 5.064308143831936",
    "adam, -0.01765111686572203, 2.6133784516219647",
    "nadam, -0.005447896000371236, 2.88989618953882",
  })
  void fortyStepsEndWhereThoseOfPyTorchEnd(String name, double x, double y) {
    Tensor w = backend.of(new double[] {0.3, 2}, 2);
    Optimizer optimizer = optimizer(name);
    for (int k = 0; k < 40; k++) {
      optimizer.step(valley, w);
    }
    assertThat(read(w)[0]).isCloseTo(x, within(1e-10));
    assertThat(read(w)[1]).isCloseTo(y, within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gradient-descent",
        "heavy-ball",
        "nesterov",
        "rmsprop-scalar",
        "rmsprop",
        "adam-scalar",
        "adam",
        "nadam"
      })
  void everyStepIsThatOfTheRecursionWrittenOut(String name) {
    Tensor iterate = backend.of(new double[] {0.3, 2}, 2);
    Optimizer optimizer = optimizer(name);
    double[] w = {0.3, 2};
    double[] m = new double[2];
    double[] v = new double[2];
    for (int k = 1; k <= 60; k++) {
      double loss = optimizer.step(valley, iterate);
      assertThat(loss)
          .isCloseTo(0.5 * (w[0] + w[1]) * w[0] * w[0] - 0.01 * (w[0] + w[1]), within(1e-12));
      double[] g = {w[1] * w[0] + 1.5 * w[0] * w[0] - 0.01, 0.5 * w[0] * w[0] - 0.01};
      double norm = g[0] * g[0] + g[1] * g[1];
      for (int i = 0; i < 2; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        double adamMean = m[i] / (1 - Math.pow(0.9, k));
        double ahead =
            0.9 * m[i] / (1 - Math.pow(0.9, k + 1)) + 0.1 * g[i] / (1 - Math.pow(0.9, k));
        double square = name.endsWith("scalar") ? norm : g[i] * g[i];
        double forget = name.startsWith("rms") ? 0.99 : 0.999;
        v[i] = forget * v[i] + (1 - forget) * square;
        double adamScale = Math.sqrt(v[i] / (1 - Math.pow(0.999, k))) + 1e-8;
        w[i] -=
            switch (name) {
              case "gradient-descent" -> ETA * g[i];
              case "heavy-ball" -> ETA * m[i];
              case "nesterov" -> ETA * (0.9 * m[i] + 0.1 * g[i]);
              case "rmsprop", "rmsprop-scalar" -> ETA * g[i] / (Math.sqrt(v[i]) + 1e-8);
              case "adam", "adam-scalar" -> ETA * adamMean / adamScale;
              case "nadam" -> ETA * ahead / adamScale;
              default -> throw new IllegalArgumentException(name);
            };
        if (optimizer.preconditioner().isPresent()) {
          assertThat(read(optimizer.preconditioner().get())[i])
              .as("P at step %d", k)
              .isCloseTo(
                  name.startsWith("rms") ? Math.sqrt(v[i]) + 1e-8 : adamScale, within(1e-12));
        } else {
          assertThat(name).isIn("gradient-descent", "heavy-ball", "nesterov");
        }
      }
      assertThat(read(iterate)[0]).as("x at step %d", k).isCloseTo(w[0], within(1e-11));
      assertThat(read(iterate)[1]).as("y at step %d", k).isCloseTo(w[1], within(1e-11));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "heavy-ball",
        "nesterov",
        "rmsprop-scalar",
        "rmsprop",
        "adam-scalar",
        "adam",
        "nadam"
      })
  void anOptimizerRestoredFromItsSnapshotGoesOnBitByBit(String name) {
    Tensor w = backend.of(new double[] {0.3, 2}, 2);
    Optimizer whole = optimizer(name);
    for (int k = 0; k < 7; k++) {
      whole.step(valley, w);
    }
    Snapshot snapshot = new Snapshot();
    whole.save(snapshot, "o.");
    Optimizer resumed = optimizer(name);
    resumed.restore(snapshot, "o.");
    assertThat(resumed.preconditioner().map(PreconditionedDescentTest::read))
        .usingRecursiveComparison()
        .isEqualTo(whole.preconditioner().map(PreconditionedDescentTest::read));
    Tensor again = backend.copyOf(w);
    for (int k = 0; k < 9; k++) {
      whole.step(valley, w);
      resumed.step(valley, again);
      assertThat(read(again)).containsExactly(read(w));
    }
  }

  @Test
  void aStepCostsOneGradient() {
    CountingObjective counted = new CountingObjective(valley);
    Optimizer optimizer = optimizer("nadam");
    Tensor w = backend.of(new double[] {0.3, 2}, 2);
    for (int k = 0; k < 5; k++) {
      optimizer.step(counted, w);
    }
    assertThat(counted.cost().gradients()).isEqualTo(5);
    assertThat(counted.cost().losses()).isZero();
    assertThat(counted.cost().hessianVectors()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"gradient-descent", "heavy-ball", "nesterov"})
  void onAQuadraticOscillationsDieJustBelowTheThresholdAndGrowJustAboveIt(String name) {
    for (double part : new double[] {0.995, 1.005}) {
      UpdateRule rule = RULES.get(name);
      Objective quadratic =
          new ClosedFormObjective(backend, new Quadratic(part * rule.threshold(), 0.1));
      Tensor w = backend.of(new double[] {1, 1}, 2);
      Optimizer optimizer = optimizer(name);
      // Below the edge momentum's modes turn slowly: the largest of many steps is their envelope.
      double early = 0;
      double late = 0;
      for (int k = 1; k <= 6000; k++) {
        optimizer.step(quadratic, w);
        if (k > 300 && k <= 400) {
          early = Math.max(early, Math.abs(read(w)[0]));
        } else if (k > 5900) {
          late = Math.max(late, Math.abs(read(w)[0]));
        }
      }
      double rate = Math.log(Math.abs(rule.multiplier(part * rule.threshold())));
      assertThat(Math.log(late / early) / 5600).isCloseTo(rate, within(0.01 * Math.abs(rate)));
      assertThat(late > early).as("at %s of the threshold", part).isEqualTo(part > 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rmsprop-scalar", "rmsprop", "adam-scalar", "adam", "nadam"})
  void onAQuadraticTheThresholdIsWhereScaledOptimizersHaveTheirPeriodTwoOrbit(String name) {
    double sharpness = 3;
    double orbit = 0.4;
    double momentumGain = RULES.get(name).momentum().beta() > 0 ? 0.1 / 1.9 : 1;
    double[] gradient = {sharpness * orbit, -sharpness * orbit};
    double norm = gradient[0] * gradient[0] + gradient[1] * gradient[1];
    double p = name.endsWith("scalar") ? Math.sqrt(norm) : Math.abs(gradient[0]);
    // The learning rate that puts the effective sharpness 3/P on its threshold.
    double unit = new UpdateRule(1, RULES.get(name).momentum(), Scaling.NONE).threshold();
    Scaling given = RULES.get(name).scaling();
    UpdateRule rule =
        new UpdateRule(
            unit * p / sharpness,
            RULES.get(name).momentum(),
            new Scaling(given.kind(), given.beta2(), 0, given.biasCorrected()));
    assertThat(sharpness / p).isCloseTo(rule.threshold(), within(1e-12));
    Optimizer optimizer = new PreconditionedDescent(rule, backend, 2);
    Snapshot settled = new Snapshot();
    settled.putCounts("taken", 1_000_000);
    settled.put("scalar_moment", norm);
    settled.put("average", -momentumGain * gradient[0], -momentumGain * gradient[1]);
    settled.put("moments", gradient[0] * gradient[0], gradient[1] * gradient[1]);
    optimizer.restore(settled, "");
    Objective quadratic = new ClosedFormObjective(backend, new Quadratic(sharpness, sharpness));
    Tensor w = backend.of(new double[] {orbit, -orbit}, 2);
    for (int k = 1; k <= 20; k++) {
      optimizer.step(quadratic, w);
      double sign = k % 2 == 0 ? 1 : -1;
      assertThat(read(w)[0]).as("step %d", k).isCloseTo(sign * orbit, within(1e-9));
      assertThat(read(w)[1]).as("step %d", k).isCloseTo(-sign * orbit, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rmsprop-scalar", "rmsprop"})
  void onAQuadraticRmsPropSettlesWithItsEffectiveSharpnessOnTheThreshold(String name) {
    Objective quadratic = new ClosedFormObjective(backend, new Quadratic(3, 3));
    Tensor w = backend.of(new double[] {1, -0.7}, 2);
    Optimizer optimizer = optimizer(name);
    for (int k = 0; k < 10_000; k++) {
      optimizer.step(quadratic, w);
    }
    double p = read(optimizer.preconditioner().orElseThrow())[0];
    assertThat(3 / p / optimizer.rule().threshold()).isCloseTo(1, within(0.01));
  }

  @Test
  void settingsThatMakeNoRuleAreRefused() {
    assertThatThrownBy(() -> new MomentumFactory(false).rule(new MomentumFactory.Settings(1), ETA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("β is 1.0, expected 0 ≤ β < 1");
    assertThatThrownBy(
            () ->
                new AdamFactory(Kind.SCALAR, false)
                    .rule(new AdamFactory.Settings(0.9, 1, 1e-8), ETA))
        .hasMessageContaining("β₂ is 1.0");
  }
}
