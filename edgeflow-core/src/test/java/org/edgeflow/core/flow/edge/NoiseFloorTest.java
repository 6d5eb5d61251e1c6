package org.edgeflow.core.flow.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.noise.RoundingNoise;
import org.edgeflow.core.flow.noise.SamplingNoise;
import org.edgeflow.core.flow.noise.UniformRounding;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.edge.EdgeGradientDescent;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseFloorTest {
  private static final double ETA = 0.3;
  private static final Origin ORIGIN = new Origin("test", 0, Path.of(""));

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  /**
   * How far y overshoots on the sharp valley (ζ = 1, η = 0.3, start (0.3, 5)), which the floor
   * decides: the table of the derivation, taken with an independent program.
   */
  @ParameterizedTest
  @CsvSource({
    "0.03, FLOAT64, 8.278",
    "0.01, FLOAT64, 7.575",
    "0.003, FLOAT64, 7.157",
    "0.03, FLOAT32, 7.745",
    "0.01, FLOAT32, 7.282",
    "0.003, FLOAT32, 7.003"
  })
  void theWeightsDecideHowFarTheSharpnessOvershoots(
      double drift, DataType format, double expected) {
    TensorBackend of = new HeapBackend(format);
    EdgeFlow flow =
        new EdgeFlow(
            new ClosedFormObjective(of, new SharpValley(1, drift)),
            ETA,
            new EdgeFlow.Settings(
                CurvatureClosure.CENTRE, GrowthRate.LOGARITHMIC, 1, BackwardError.NONE),
            new TopEigenvectorSeed(1, InitialMagnitude.HALF_STEP));
    Stepper stepper =
        new EdgeGradientDescent().start(flow, flow.initial(of.of(new double[] {0.3, 5}, 2)));
    double highest = 0;
    double[] centre = new double[2];
    for (int k = 0; k < 8000; k++) {
      stepper.step();
      of.read(stepper.state().centre(), centre);
      if (centre[1] < highest - 0.05) {
        break;
      }
      highest = Math.max(highest, centre[1]);
    }
    assertThat(highest).isCloseTo(expected, within(0.02));
  }

  @Test
  void roundingIsWeightedByTheCoordinatesThatTheDirectionLivesOn() {
    RoundingNoise noise =
        new RoundingNoise(new ClosedFormObjective(backend, new Quadratic(3, 2, 1)), 2);
    Tensor centre = backend.of(new double[] {10, 1, 100}, 3);
    Tensor direction = backend.of(new double[] {0.6, 0.8, 0}, 3);
    double epsilon = DataType.FLOAT64.epsilon();
    assertThat(noise.square(centre, direction, 0.5))
        .isCloseTo(0.5 * 4 * epsilon * epsilon * (36 + 0.64), within(1e-3 * epsilon * epsilon));
  }

  @Test
  void uniformRoundingKnowsNoCoordinates() {
    Tensor centre = backend.of(new double[] {10, 1, 100}, 3);
    double epsilon = DataType.FLOAT64.epsilon();
    double expected = 4 * epsilon * epsilon * (100 + 1 + 10_000) / 3;
    for (double[] direction : new double[][] {{1, 0, 0}, {0, 0.6, 0.8}}) {
      assertThat(new UniformRounding(2).square(centre, backend.of(direction, 3), 1))
          .isCloseTo(expected, within(1e-12 * expected));
    }
  }

  /** arXiv 2604.21016: {@code s = 2/η − ηβσ²/(4α)}, on the valley α = ε and β = 1. */
  @Test
  void theNoiseOfBatchesHoldsTheSharpnessBelowTheEdgeInProportionToOneOverTheBatch() {
    double drift = 1e-3;
    double perExample = 4e-4;
    double previous = 0;
    for (int batch : new int[] {64, 32, 16}) {
      double variance = perExample / batch;
      EdgeFlow flow =
          new EdgeFlow(
              new ClosedFormObjective(backend, new SharpValley(0, drift)),
              ETA,
              new EdgeFlow.Settings(
                  CurvatureClosure.CHORD, GrowthRate.LINEAR, 0, BackwardError.NONE),
              new TopEigenvectorSeed(1, InitialMagnitude.ROUNDING),
              (centre, direction, elapsed) -> ETA * ETA * variance * elapsed);
      Stepper stepper =
          new RungeKutta(Tableau.RK4, 2)
              .start(
                  flow,
                  flow.initial(
                      Start.oscillating(
                          backend.of(new double[] {0, 2 / ETA}, 2),
                          backend.of(new double[] {Math.sqrt(2 * drift), 0}, 2))));
      double[] centre = new double[2];
      double sum = 0;
      int steps = 40_000;
      for (int k = 0; k < steps; k++) {
        stepper.step();
        if (k >= steps / 2) {
          backend.read(stepper.state().centre(), centre);
          sum += centre[1];
        }
      }
      double gap = 2 / ETA - sum / (steps / 2);
      assertThat(gap).isCloseTo(ETA * variance / (4 * drift), within(0.02 * gap));
      assertThat(gap).isGreaterThan(1.9 * previous);
      previous = gap;
    }
  }

  @Test
  void theVarianceAlongTheDirectionIsMeasuredFromBatches() {
    SamplingNoise noise = new SamplingNoise(new Slopes(200, 10), 1, 5);
    Tensor centre = backend.zeros(2);
    Tensor direction = backend.of(new double[] {0.6, 0.8}, 2);
    double sum = 0;
    int iterations = 4000;
    for (int k = 0; k < iterations; k++) {
      sum += noise.square(centre, direction, 0.5) + noise.square(centre, direction, 0.5);
    }
    // Slopes ±1 along the first axis alone; batches without replacement of 10 of 200.
    double variance = 0.36 / 10 * (1 - 9.0 / 199);
    assertThat(sum / iterations).isCloseTo(variance, within(0.05 * variance));
  }

  @Test
  void whatTheNoiseRemembersIsPartOfTheSnapshot() {
    Tensor centre = backend.zeros(2);
    Tensor direction = backend.of(new double[] {1, 0}, 2);
    SamplingNoise whole = new SamplingNoise(new Slopes(200, 10), 1, 5);
    for (int k = 0; k < 7; k++) {
      whole.square(centre, direction, 1);
    }
    Snapshot snapshot = new Snapshot();
    whole.save(snapshot, "");
    SamplingNoise restored = new SamplingNoise(new Slopes(200, 10), 1, 5);
    restored.restore(snapshot, "");
    assertThat(restored.square(centre, direction, 1)).isEqualTo(whole.square(centre, direction, 1));
  }

  @Test
  void samplingNoiseWithoutSamplingIsRefused() {
    EdgeFlowFactory factory = new EdgeFlowFactory();
    EdgeFlowFactory.Settings settings = settings("noise", "sampling");
    FlowFactory.Context context =
        new FlowFactory.Context(
            new ClosedFormObjective(backend, new Quadratic(1)), UpdateRule.gradientDescent(ETA), 1);
    assertThatThrownBy(() -> factory.create(settings, context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a section 'sampling'");
  }

  private static EdgeFlowFactory.Settings settings(String key, String value) {
    return Decoder.decode(
        new Node.Mapping(Map.of(key, new Node.Scalar(value, false, ORIGIN)), ORIGIN),
        EdgeFlowFactory.Settings.class);
  }

  /** A loss whose examples have slopes +1 and −1 along the first axis. */
  private final class Slopes implements SampledLoss {
    private final int examples;
    private final int batchSize;
    private double mean;

    Slopes(int examples, int batchSize) {
      this.examples = examples;
      this.batchSize = batchSize;
    }

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
      return 0;
    }

    @Override
    public double lossAndGradient(Tensor parameters, Tensor gradient) {
      backend.write(new double[] {mean, 3}, gradient);
      return 0;
    }

    @Override
    public int examples() {
      return examples;
    }

    @Override
    public int batchSize() {
      return batchSize;
    }

    @Override
    public void choose(int[] chosen, SplittableRandom noise) {
      mean = 0;
      for (int example : chosen) {
        mean += (example % 2 == 0 ? 1.0 : -1.0) / batchSize;
      }
    }
  }

  /** A preset and one more setting. */
  private static EdgeFlowFactory.Settings preset(String preset, String key, String value) {
    return Decoder.decode(
        new Node.Mapping(
            Map.of(
                "preset",
                new Node.Scalar(preset, false, ORIGIN),
                key,
                new Node.Scalar(value, false, ORIGIN)),
            ORIGIN),
        EdgeFlowFactory.Settings.class);
  }

  @Test
  void aSettingOverridesAPresetUnlessItContradictsIt() {
    EdgeFlowFactory.Settings settings = preset("flow", "rate", "linear");
    assertThat(settings.rate()).contains(GrowthRate.LINEAR);
    assertThat(settings.backwardError()).contains(BackwardError.FULL);
    assertThat(settings.noise()).isEqualTo(Optional.of("rounding"));
    assertThatThrownBy(() -> preset("flow", "backward-error", "none"))
        .hasMessageContaining(
            "'backward-error' is 'none', which contradicts 'preset: flow' (full)");
    assertThatThrownBy(() -> preset("map", "curvature", "centre"))
        .hasMessageContaining("contradicts 'preset: map' (chord)");
    assertThatThrownBy(() -> preset("paper", "noise", "1"))
        .hasMessageContaining("contradicts 'preset: paper' (0)");
    assertThatThrownBy(() -> settings("noise", "loud")).hasMessageContaining("'noise' is 'loud'");
  }

  @Test
  void aPresetsSettingsReadBackAsThemselves() {
    for (Preset preset : Preset.values()) {
      EdgeFlowFactory.Settings settings =
          settings("preset", preset.name().toLowerCase(Locale.ROOT));
      assertThat(Decoder.decode(Decoder.encode(settings, ORIGIN), EdgeFlowFactory.Settings.class))
          .isEqualTo(settings);
    }
  }

  @Test
  void presetsNameTheirSolversAndTheMapSaysWhatItIs() {
    EdgeFlowFactory factory = new EdgeFlowFactory();
    EdgeFlowFactory.Settings map = settings("preset", "map");
    assertThat(factory.defaultSolver(map).name()).isEqualTo("two-step");
    assertThat(factory.defaultSolver(settings("preset", "flow")).name()).isEqualTo("adaptive");
    assertThat(factory.defaultSolver(settings("preset", "paper")).name()).isEqualTo("egd");
    assertThat(factory.remark(map, new FlowFactory.SolverChoice("two-step", Map.of())))
        .isEqualTo("gradient descent in other coordinates");
    assertThat(
            factory.remark(
                settings("curvature", "chord"), new FlowFactory.SolverChoice("two-step", Map.of())))
        .isNotEmpty();
    assertThat(
            factory.remark(
                settings("curvature", "chord"), new FlowFactory.SolverChoice("egd", Map.of())))
        .isEmpty();
    assertThatThrownBy(() -> factory.requireSolver(map, "rk4"))
        .hasMessageContaining("solver 'rk4' contradicts 'preset: map' (two-step)");
    factory.requireSolver(settings("preset", "flow"), "rk4");
  }
}
