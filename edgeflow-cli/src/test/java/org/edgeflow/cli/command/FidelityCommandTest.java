package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FidelityCommandTest {
  private static final String SUITE =
      """
      title: "Two valleys"
      models:
        - {type: edge-flow}
        - {type: edge-flow, name: edge-flow-transfer, solver: transfer}
        - {type: gradient-flow}
      others: false
      problems:
        - name: valley
          title: "A valley"
          seeds: [1, 2]
          config:
            steps: 260
            learning-rate: 0.3
            objective: {type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.3]}
        - name: quartic
          title: "A well that Edge Flow's centre closure leaves"
          config:
            steps: 60
            learning-rate: 1
            objective: {type: quartic, curvature: 2.2, softening: 1, start: 0.1}
      """;

  /** The suite carried out once, for the tests that only read what it leaves. */
  @TempDir static Path done;

  private static final Terminal SAID = new Terminal();

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  @BeforeAll
  static void carryOut() throws IOException {
    Path file = done.resolve("suite.yaml");
    Files.writeString(file, SUITE);
    String out = done.resolve("out").toString();
    assertThat(SAID.run("fidelity", "--suite", file.toString(), "--out", out, "--quiet"))
        .isEqualTo(ExitCode.DONE);
  }

  private String suite(String text) throws IOException {
    Path file = temporary.resolve("suite.yaml");
    Files.writeString(file, text);
    return file.toString();
  }

  private Path out() {
    return temporary.resolve("out");
  }

  private int run(String suite, String... more) throws IOException {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("fidelity", "--suite", suite(suite), "--out", out().toString(), "--quiet"));
    words.addAll(List.of(more));
    return terminal.run(words.toArray(String[]::new));
  }

  @Test
  void everyFlowThatDescribesTheOptimizerTakesPartWithoutBeingNamed() throws IOException {
    String suite = SUITE.replace("  - {type: gradient-flow}\n", "").replace("others: false\n", "");
    assertThat(run(suite)).isEqualTo(ExitCode.DONE);

    JsonNode valley = json().path("problems").path(0);
    List<String> types = valley.path("models").findValuesAsText("type");
    assertThat(types).containsAll(Registry.load().parts(Kind.FLOW).keySet());
    assertThat(types.get(0)).isEqualTo("gradient-descent");
  }

  @Test
  void aModelThatLeavesTheProblemIsAnOutcomeAndTheOthersAreCompared() throws IOException {
    Path out = done.resolve("out");

    assertThat(SAID.err()).isEmpty();
    assertThat(SAID.out()).contains("diverged at step").contains("edge-flow / rival");
    assertThat(Files.readAllLines(out.resolve("fidelity.csv")))
        .anyMatch(line -> line.startsWith("valley,2,edge-flow,edge-flow,completed,260,"))
        .anyMatch(line -> line.startsWith("quartic,1,edge-flow,edge-flow,diverged,"));
    assertThat(Files.readString(out.resolve("fidelity.html")))
        .contains("<svg")
        .contains("runs/valley/seed-2/report.html");
    assertThat(out.resolve("runs/valley/seed-2/report.html")).exists();
  }

  @Test
  void theTablesAreWhatTheRunsFound() throws IOException {
    JsonNode models = json(done.resolve("out")).path("problems").path(0).path("models");
    for (JsonNode model : models) {
      String name = model.path("name").asText();
      String figure = "mean_center_error_after_onset";
      double median = model.path(figure).path("median").asDouble();
      switch (name) {
        case "gradient-descent" -> assertThat(model.path(figure).path("median").isNull()).isTrue();
        case "GD itself" ->
            assertThat(median)
                .isPositive()
                .isEqualTo(ofRuns("gradient-descent", "mean_oscillation_after_onset"));
        case "GD's two-step centre" ->
            assertThat(model.path("alternation_over_oscillation").path("median").asDouble())
                .isPositive()
                .isLessThan(0.1);
        case "GD's spread" ->
            assertThat(median)
                .isPositive()
                .isEqualTo(ofRuns("gradient-descent", "mean_spread_after_onset"));
        default -> assertThat(median).as(name).isEqualTo(ofRuns(name, figure));
      }
    }
    assertThat(models.findValuesAsText("name"))
        .contains("GD itself", "GD's spread", "GD's two-step centre");
  }

  private double ofRuns(String model, String figure) throws IOException {
    return 0.5 * (ofRun("seed-1", model, figure) + ofRun("seed-2", model, figure));
  }

  private double ofRun(String seed, String model, String figure) throws IOException {
    Path file = done.resolve("out/runs/valley").resolve(seed).resolve("summary.json");
    for (JsonNode found : new ObjectMapper().readTree(file.toFile()).path("models")) {
      if (found.path("name").asText().equals(model)) {
        return found.path(figure).asDouble();
      }
    }
    throw new AssertionError("the run has no model " + model);
  }

  @Test
  void gradientDescentsOwnErrorsStandInTheTableTheCsvAndThePage() throws IOException {
    Path out = done.resolve("out");

    assertThat(SAID.out()).contains("\n  GD itself ").contains("\n  GD's spread ");
    assertThat(Files.readAllLines(out.resolve("fidelity.csv")))
        .anyMatch(line -> line.startsWith("valley,2,GD itself,yardstick,completed,"))
        .anyMatch(line -> line.startsWith("valley,2,GD's spread,yardstick,completed,"));
    assertThat(Files.readString(out.resolve("fidelity.html")))
        .contains("<th scope=\"row\">GD itself</th>")
        .containsPattern("<th scope=\"row\">GD(&#39;|'|’)s spread</th>");
  }

  @Test
  void anInterruptedComparisonGoesOnAndEndsAsIfNeverStopped() throws IOException {
    String file = suite(SUITE.replace("steps: 260", "steps: 2600"));
    String[] words = {"fidelity", "--suite", file, "--out", out().toString(), "--jobs", "2"};
    Path begun = out().resolve("runs/valley/seed-1/trajectories/edge-flow.csv");
    assertThat(terminal.runUntil(() -> Files.exists(begun), words)).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(out().resolve("fidelity.csv")).doesNotExist();
    assertThat(terminal.err())
        .contains("3 runs, 2 at a time on 1 thread each", "the suite does not say", "--resume");

    Terminal other = new Terminal();
    assertThat(other.run(also(words, "--resume", "--threads", "2"))).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err()).contains("compute on 1 thread each, not on 2").hasLineCount(1);

    assertThat(terminal.run(also(words, "--resume"))).isEqualTo(ExitCode.DONE);
    String resumed = withoutSeconds();
    Path whole = temporary.resolve("whole");
    assertThat(
            terminal.run(
                "fidelity", "--suite", file, "--out", whole.toString(), "--jobs", "1", "--quiet"))
        .isEqualTo(ExitCode.DONE);
    assertThat(resumed).isEqualTo(withoutSeconds(whole));
  }

  private static String[] also(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void aRunThatCannotBeCarriedOutEndsNothingButItself() throws IOException {
    String suite =
        SUITE.replace(
            "{type: quartic, curvature: 2.2, softening: 1, start: 0.1}",
            "{type: mlp, hidden: [3]}\n      dataset: {type: cifar-10, directory: no/where}");
    assertThat(run(suite)).isNotEqualTo(ExitCode.DONE);
    assertThat(terminal.err()).contains("quartic, seed 1 failed:", "--resume");
    assertThat(out().resolve("runs/valley/seed-2/summary.json")).exists();
    assertThat(out().resolve("fidelity.csv")).doesNotExist();
  }

  @Test
  void theSecondsOfASuiteAreForeseen() throws IOException {
    String suite = SUITE.replace("    seeds: [1, 2]\n", "    seeds: [1, 2]\n    seconds: 7200\n");
    String[] words = {
      "fidelity", "--suite", suite(suite), "--out", out().toString(), "--jobs", "2"
    };
    assertThat(terminal.run(words)).isEqualTo(ExitCode.DONE);
    assertThat(terminal.err())
        .contains("about 2 hours, 4 hours of one thread,", "and 1 runs beside");
  }

  @Test
  void runsOfAnotherSuiteAreNotTakenForThisOnes() throws IOException {
    assertThat(run(SUITE)).isEqualTo(ExitCode.DONE);
    assertThat(run(SUITE.replace("steps: 260", "steps: 261"), "--resume"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("has another config");
  }

  @Test
  void aDamagedRunOfASuiteIsNamedWithWhatToDo() throws IOException {
    assertThat(run(SUITE, "--problem", "valley")).isEqualTo(ExitCode.DONE);
    Path damaged = out().resolve("runs/valley/seed-2");
    Files.writeString(damaged.resolve("summary.json"), "{\"experiment\": \"valley\"");

    assertThat(run(SUITE, "--problem", "valley", "--resume")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err().lines()).hasSize(1);
    assertThat(terminal.err())
        .contains("seed-2/summary.json:1: not valid JSON")
        .contains("Remove " + damaged + " and go on by --resume.");
  }

  @Test
  void badInputIsRefusedBeforeAnythingIsWritten() throws IOException {
    assertThat(run(SUITE.replace("learning-rate: 1", "learning-rat: 1")))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("learning-rat").contains("learning-rate");
    assertThat(out()).doesNotExist();
  }

  @Test
  void unknownSuitesProblemsAndDirectoriesAreNamed() throws IOException {
    assertThat(terminal.run("fidelity", "--suite", "quik")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("no such suite: quik").contains("quick, full");
    assertThat(terminal.run("fidelity", "--problem", "vally")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("expected one of tanh-mse");
    assertThat(terminal.run("fidelity", "--cifar-10", "no/where")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("--cifar-10 no/where: no such directory");
  }

  private JsonNode json() throws IOException {
    return json(out());
  }

  private static JsonNode json(Path root) throws IOException {
    return new ObjectMapper().readTree(root.resolve("fidelity.json").toFile());
  }

  private String withoutSeconds() throws IOException {
    return withoutSeconds(out());
  }

  private static String withoutSeconds(Path root) throws IOException {
    return Files.readString(root.resolve("fidelity.csv")).replaceAll("(?m),[^,\n]*$", "");
  }
}
