package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.core.optimizer.OptimizerFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Problems;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer that is plugged in, beside every model of it. */
class OptimizersTest {
  private static final Registry REGISTRY = Registry.load();

  private static final String SAMPLED =
      """
      experiment: sampled
      steps: 25
      learning-rate: 0.05
      backend: heap
      dataset: {type: fashion-mnist-1k, examples: 60}
      objective: {type: mlp, hidden: [3], loss: cross-entropy}
      models: [gradient-flow]
      sampling: {batch-size: 16, label-noise: 0.1}
      record: {sharpness-every: 0, checkpoint-seconds: 0}
      reports: []
      """;

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  static Stream<String> optimizers() {
    return REGISTRY.parts(Kind.OPTIMIZER).keySet().stream();
  }

  private static <S extends Record> UpdateRule rule(OptimizerFactory<S> factory) {
    Origin origin = new Origin("test", 0, Path.of("."));
    return factory.rule(
        new Decoder(new Problems())
            .decode(new Node.Mapping(Map.of(), origin), factory.settings(), "")
            .orElseThrow(),
        0.1);
  }

  private static String valley(String optimizer, double learningRate) {
    OptimizerFactory<?> factory = REGISTRY.parts(Kind.OPTIMIZER).get(optimizer);
    UpdateRule rule = rule(factory);
    String models =
        REGISTRY.parts(Kind.FLOW).entrySet().stream()
            .filter(flow -> factory.isRule() && flow.getValue().describes(rule))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return """
    experiment: valley
    steps: 60
    learning-rate: %s
    optimizer: %s
    objective: {type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.3]}
    models: [%s]
    reports: []
    """
        .formatted(learningRate, optimizer, models);
  }

  private Path run(String name, String config, String... more) throws IOException {
    Path out = temporary.resolve(name);
    String[] command = {"run", Configs.in(temporary, config), "--out", out.toString(), "--quiet"};
    int exitCode =
        terminal.run(Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new));
    assertThat(terminal.err()).isEmpty();
    assertThat(exitCode).isEqualTo(ExitCode.DONE);
    return out;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  /** A trajectory's columns by name. */
  private static Map<String, List<String>> columns(Path csv) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(csv)) {
      rows.add(line.split(",", -1));
    }
    Map<String, List<String>> columns = new TreeMap<>();
    for (int i = 0; i < rows.get(0).length; i++) {
      int column = i;
      columns.put(rows.get(0)[i], rows.stream().skip(1).map(row -> row[column]).toList());
    }
    return columns;
  }

  private static void assertSameFiles(Path left, Path right) throws IOException {
    assertThat(files(left)).hasSameSizeAs(files(right));
    for (Path file : files(left)) {
      assertThat(right.resolve(file.getFileName())).as("%s", file).hasSameBinaryContentAs(file);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void recordingNeverChangesATrajectory(String optimizer) throws IOException {
    String config = valley(optimizer, 0.3);
    Path watched =
        run(
            "watched",
            config
                + "record: {arrays: true, sharpness-every: 1, probes: [{type: eigenvalues, count:"
                + " 2, every: 1}, {type: gradient-norm, every: 3}]}\n");
    Path unwatched = run("unwatched", config + "record: {arrays: true, sharpness-every: 0}\n");

    assertThat(files(watched.resolve("trajectories")))
        .hasSameSizeAs(files(unwatched.resolve("trajectories")));
    for (Path file : files(unwatched.resolve("trajectories"))) {
      Map<String, List<String>> without = columns(file);
      Map<String, List<String>> with =
          columns(watched.resolve("trajectories").resolve(file.getFileName()));
      assertThat(with.keySet()).containsAll(without.keySet()).contains("eigenvalue_1");
      assertThat(with.get("effective_sharpness")).allMatch(text -> !text.isEmpty());
      without
          .keySet()
          .removeAll(List.of("sharpness", "effective_sharpness", "sharpness_converged"));
      without.forEach(
          (column, values) ->
              assertThat(with.get(column)).as("%s of %s", column, file).isEqualTo(values));
    }
    assertSameFiles(unwatched.resolve("arrays"), watched.resolve("arrays"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRunResumedAfterAnInterruptEqualsAnUninterruptedOne(String optimizer) throws IOException {
    String config = valley(optimizer, 0.3);
    Path whole = run("whole", config);
    Path halves = temporary.resolve("halves");
    StopRequest stop = Terminal.after(31);
    int exitCode =
        terminal.runUntil(
            stop, "run", Configs.in(temporary, config), "--out", halves.toString(), "--quiet");
    assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(terminal.run("run", halves.toString(), "--resume", "--quiet"))
        .isEqualTo(ExitCode.DONE);
    assertSameFiles(whole.resolve("trajectories"), halves.resolve("trajectories"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aLearningRateThatMakesTheFirstStepOverflowIsARecordedOutcomeOfEveryTrajectory(
      String optimizer) throws IOException {
    Path out = run("out", valley(optimizer, 1e200));

    JsonNode models =
        new ObjectMapper().readTree(out.resolve("summary.json").toFile()).get("models");
    assertThat(models).isNotEmpty();
    for (JsonNode model : models) {
      String name = model.get("name").asText();
      assertThat(model.get("outcome").asText()).as(name).isIn("diverged", "stopped");
      assertThat(model.get("steps").asInt()).as(name).isLessThanOrEqualTo(3);
      assertThat(model.get("advice").asText()).as(name).isNotBlank();
      assertThat(terminal.out()).contains(name + " " + model.get("outcome").asText() + " at step");
    }
    assertThat(models.get(0).get("outcome").asText()).isEqualTo("diverged");
    assertThat(terminal.out()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @Test
  void modelsGoOnWhereTheReferenceOverflows() throws IOException {
    // Every model of gradient descent overflows with it, but gradient flow in small steps does not.
    Path out =
        run(
            "out",
            """
            experiment: quadratic
            steps: 20
            learning-rate: 1e3
            objective: {type: quadratic, eigenvalues: [1, 21], start: [1, 0.1]}
            models:
              - edge-flow
              - {type: gradient-flow, solver: {type: rk4, steps-per-iteration: 20000}}
            reports: []
            """);
    JsonNode models =
        new ObjectMapper().readTree(out.resolve("summary.json").toFile()).get("models");
    assertThat(models.get(0).get("outcome").asText()).isEqualTo("diverged");
    assertThat(models.get(0).get("steps").asInt()).isEqualTo(1);
    assertThat(models.get(2).get("outcome").asText()).isEqualTo("completed");
  }

  @Test
  void theSummarysThresholdIsTheOptimizersOwn() throws IOException {
    Path out = run("out", valley("adam", 0.3));

    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertThat(summary.get("optimizer").asText()).isEqualTo("adam");
    assertThat(summary.get("threshold").asDouble()).isEqualTo(2 / (0.3 * ((1 - 0.9) / (1 + 0.9))));
  }

  @Test
  void forGradientDescentTheEffectiveSharpnessIsTheSharpness() throws IOException {
    Path out = run("out", valley("gradient-descent", 0.3));

    for (Path file : files(out.resolve("trajectories"))) {
      Map<String, List<String>> columns = columns(file);
      assertThat(columns.get("effective_sharpness")).isEqualTo(columns.get("sharpness"));
      assertThat(columns.get("sharpness").get(0)).isNotEmpty();
    }
  }

  @Test
  void sampledStepsAreSeededCountedAndResumedToTheByte() throws IOException {
    Path whole = run("whole", SAMPLED);
    Path again = run("again", SAMPLED);
    assertSameFiles(whole.resolve("trajectories"), again.resolve("trajectories"));
    Path other = run("other", SAMPLED, "--set", "sampling.seed=7");
    assertThat(reference(other)).isNotEqualTo(reference(whole));
    Path full = run("full", SAMPLED.replace("sampling: {batch-size: 16, label-noise: 0.1}\n", ""));
    // The start is the same, and its loss is that of all examples.
    assertThat(reference(full).get("loss").get(0)).isEqualTo(reference(whole).get("loss").get(0));
    assertThat(reference(full).get("loss").get(5))
        .isNotEqualTo(reference(whole).get("loss").get(5));
    assertThat(columns(trajectory(full, "gradient-flow")).get("loss"))
        .isEqualTo(columns(trajectory(whole, "gradient-flow")).get("loss"));
    JsonNode summary = new ObjectMapper().readTree(whole.resolve("summary.json").toFile());
    assertThat(summary.get("models").get(0).get("gradients").asInt()).isEqualTo(25);

    Path halves = temporary.resolve("halves");
    terminal.runUntil(
        Terminal.after(11),
        "run",
        Configs.in(temporary, SAMPLED),
        "--out",
        halves.toString(),
        "--quiet");
    assertThat(terminal.run("run", halves.toString(), "--resume", "--quiet"))
        .isEqualTo(ExitCode.DONE);
    assertSameFiles(whole.resolve("trajectories"), halves.resolve("trajectories"));
  }

  private static Path trajectory(Path run, String name) {
    return run.resolve("trajectories").resolve(name + ".csv");
  }

  private static Map<String, List<String>> reference(Path run) throws IOException {
    return columns(trajectory(run, "gradient-descent"));
  }

  private void assertRefused(String config, String... messages) throws IOException {
    Path out = temporary.resolve("refused");
    Terminal fresh = new Terminal();
    assertThat(fresh.run("run", Configs.in(temporary, config), "--out", out.toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(fresh.err()).contains(messages).doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }

  @Test
  void whatCannotBeSampledIsRefused() throws IOException {
    assertRefused(
        Configs.VALLEY + "sampling: {batch-size: 4, lable-noise: 1}\n",
        "run.yaml:10: objective 'sharp-valley' has no examples to sample",
        "'sampling.lable-noise'",
        "'label-noise'");
    assertRefused(
        SAMPLED.replace("batch-size: 16", "batch-size: 61"),
        "'sampling': 'batch-size' is 61, expected at most the number of examples, 60");
    assertRefused(
        SAMPLED.replace("label-noise: 0.1", "label-noise: 2"),
        "'label-noise' is 2.0, expected a probability");
    assertRefused(
        SAMPLED.replace("hidden: [3]", "hidden: [3], engine: dl4j"),
        "objective 'mlp' cannot gather examples here",
        "engine: exact");
  }

  @Test
  void anOptimizerOfSingleParametersRefusesParametersThatWereTurned() throws IOException {
    String adam = SAMPLED.replace("models: [gradient-flow]", "optimizer: adam");
    assertRefused(adam, "optimizer 'adam' acts on each parameter by itself", "'row-space: false'");
    run("apart", adam.replace("hidden: [3]", "hidden: [3], row-space: false"));
  }

  @Test
  void aModelThatDoesNotDescribeTheOptimizerIsRefusedWithWhatWouldGoTogether() throws IOException {
    String config =
        Configs.VALLEY.replace("steps: 120", "stps: 120")
            + "optimizer: {type: heavy-ball, beta: 0.5}\n";
    assertRefused(config, "unknown key 'stps'");
    assertRefused(
        Configs.VALLEY + "optimizer: {type: heavy-ball, beta: 0.5}\ndataset: {type: cifar}\n",
        "model 'gradient-flow' does not describe the optimizer 'heavy-ball'",
        "Optimizers that it does: gradient-descent",
        "Models that do: ",
        "unknown dataset 'cifar'");
    assertRefused(
        Configs.VALLEY + "optimizer: {type: adam, beta1: 1}\n", "'optimizer': the momentum β is 1");
  }

  @Test
  void settingsThatDoNotGoWithTheOptimizerAreRefusedInOneMessageBeforeTheFirstStep()
      throws IOException {
    String config =
        Configs.VALLEY
                .replace("  - {type: gradient-flow}\n", "")
                .replace("{type: edge-flow}", "{type: edge-flow, SETTINGS}")
            + "optimizer: heavy-ball\n";
    assertRefused(
        config.replace("SETTINGS", "backward-error: centre"),
        "model 'edge-flow' with the optimizer 'heavy-ball'",
        "'backward-error: centre'",
        "take full or none");
    assertRefused(
        config.replace("SETTINGS", "noise: sampling"),
        "model 'edge-flow' with the optimizer 'heavy-ball'",
        "'noise: sampling'",
        "take 'noise: rounding' or 0");
    assertRefused(
        config.replace("SETTINGS", "preset: flow, solver: egd"),
        "solver 'egd' takes explicit steps of one iteration");
    run("accepted", config.replace("SETTINGS", "preset: flow"));
  }

  @Test
  void whatEdgeFlowRefusesIsListed() {
    assertThat(terminal.run("describe", "edge-flow")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .contains("Refused, in one message before the first step:")
        .contains("'backward-error: centre'", "'noise: sampling'", "complex pair", "'row-space'");
  }

  @Test
  void theReportOfAnotherOptimizerDrawsItsEffectiveSharpnessAgainstItsThreshold()
      throws IOException {
    Path out = run("out", valley("heavy-ball", 0.1).replace("reports: []", "reports: [figures]"));

    String figure = Files.readString(out.resolve("figures").resolve("sharpness.svg"));
    assertThat(figure).contains("Effective sharpness").contains("2/(ηQ(−1)) = 380");
  }

  // Learning rates at which each reaches its edge within 400 steps; the threshold is 2/(ηQ(−1)).
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "heavy-ball, 'beta: 0.5', 0.15",
    "nesterov, 'beta: 0.9', 0.3",
    "rmsprop-scalar, 'beta2: 0.99', 0.02",
    "rmsprop, 'beta2: 0.99', 0.0002",
    "adam-scalar, 'beta1: 0.9, beta2: 0.99', 0.2",
    "adam, 'beta1: 0.9, beta2: 0.99', 0.001",
    "nadam, 'beta1: 0.9, beta2: 0.99', 0.0004"
  })
  void atTheEdgeTheEffectiveSharpnessSitsAtTheOptimizersOwnThreshold(
      String optimizer, String settings, double learningRate) throws IOException {
    Path out =
        run(
            "out",
            """
            experiment: edge
            seed: 5
            steps: 800
            learning-rate: %s
            optimizer: {type: %s, %s}
            dataset: {type: fashion-mnist-1k, examples: 200}
            objective: {type: mlp, hidden: [10, 10], activation: tanh, loss: mse, row-space: false}
            record: {every: 10, sharpness-every: 10}
            reports: []
            """
                .formatted(learningRate, optimizer, settings));
    double threshold =
        new ObjectMapper()
            .readTree(out.resolve("summary.json").toFile())
            .get("threshold")
            .asDouble();
    double[] ratios =
        columns(trajectory(out, optimizer)).get("effective_sharpness").stream()
            .mapToDouble(text -> Double.parseDouble(text) / threshold)
            .toArray();
    double[] late = Arrays.stream(ratios, 40, 81).sorted().toArray();
    assertThat(late[20]).isBetween(0.88, 1.12);
  }
}
