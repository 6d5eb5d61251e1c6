package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.cli.result.SummaryReader;
import org.edgeflow.core.finding.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  private Path out(String name) {
    return temporary.resolve(name);
  }

  private int run(String config, String name, String... more) throws IOException {
    String[] first = {
      "run", Configs.in(temporary, config), "--out", out(name).toString(), "--quiet"
    };
    return terminal.run(Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private JsonNode summary(String name) throws IOException {
    return new ObjectMapper().readTree(out(name).resolve("summary.json").toFile());
  }

  private Map<String, String> trajectories(String name) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(out(name).resolve("trajectories"))) {
      for (Path file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void aRunWritesItsDirectoryAndPrintsATable() throws IOException {
    assertThat(run(Configs.VALLEY, "a")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.out().lines().toList())
        .satisfiesExactly(
            heading ->
                assertThat(heading.split(" {2,}"))
                    .containsExactly(
                        "model",
                        "outcome",
                        "seconds",
                        "gradients",
                        "HVPs",
                        "gradients/iteration",
                        "onset step",
                        "centre error",
                        "loss error"),
            gd -> assertThat(gd).matches("gradient-descent +completed .* 120 +0 .*"),
            flow -> assertThat(flow).startsWith("gradient-flow     completed"),
            edge -> assertThat(edge).matches("edge-flow +completed .* 240 +120 .*"),
            where -> assertThat(where).isEqualTo("results: " + out("a")));
    assertThat(trajectories("a"))
        .containsOnlyKeys("edge-flow.csv", "gradient-descent.csv", "gradient-flow.csv")
        .allSatisfy((name, text) -> assertThat(text.lines().count()).isEqualTo(122));
    assertThat(out("a").resolve("checkpoint")).doesNotExist();
    assertThat(out("a").resolve("arrays")).doesNotExist();
  }

  @Test
  void everyFigureOfTheSummaryIsReadBackInItsPlace() throws Exception {
    run(Configs.QUARTIC, "a");
    JsonNode written = summary("a");
    RunSummary read = new SummaryReader("").read(out("a").resolve("summary.json"));

    assertThat(read.experiment()).isEqualTo("quartic");
    assertThat(read.steps()).isEqualTo(200);
    assertThat(read.learningRate()).isEqualTo(1);
    assertThat(read.threshold()).isEqualTo(2);
    assertThat(read.seed().getAsLong()).isEqualTo(written.path("seed").asLong());
    assertThat(read.dtype()).hasValue(written.path("dtype").asText());
    assertThat(read.backend()).hasValue(written.path("backend").asText());
    assertThat(read.objective()).hasValue("quartic");
    assertThat(read.dataset()).isEmpty();
    assertThat(read.all()).hasSameSizeAs(written.path("models"));
    for (int i = 0; i < read.all().size(); i++) {
      JsonNode entry = written.path("models").path(i);
      ModelResult model = read.all().get(i);
      assertThat(entry).hasSize(Figure.values().length + 5);
      assertThat(model.name()).isEqualTo(entry.path("name").asText());
      assertThat(model.type()).isEqualTo(entry.path("type").asText());
      assertThat(model.outcome()).isEqualTo(entry.path("outcome").asText());
      assertThat(model.advice().orElse(null)).isEqualTo(entry.path("advice").textValue());
      assertThat(entry.has("remark")).isTrue();
      for (Figure figure : Figure.values()) {
        assertThat(entry.has(figure.key())).as(figure.key()).isTrue();
        assertThat(Double.valueOf(model.get(figure)))
            .isEqualTo(Double.valueOf(entry.path(figure.key()).asDouble(Double.NaN)));
      }
    }
    assertThat(read.all()).anyMatch(model -> model.advice().isPresent());
  }

  @Test
  void theSummaryIsStrictJsonWithTheNamesOfTheContract() throws IOException {
    run(Configs.VALLEY, "a");

    JsonNode summary = summary("a");
    assertThat(summary.get("experiment").asText()).isEqualTo("valley");
    assertThat(summary.get("steps").asLong()).isEqualTo(120);
    assertThat(summary.get("learning_rate").asDouble()).isEqualTo(0.3);
    assertThat(summary.get("threshold").asDouble()).isEqualTo(2 / 0.3);
    JsonNode gradientDescent = summary.get("models").get(0);
    JsonNode edgeFlow = summary.get("models").get(2);
    assertThat(gradientDescent.get("name").asText()).isEqualTo("gradient-descent");
    assertThat(gradientDescent.get("mean_center_error_after_onset").isNull()).isTrue();
    for (String field :
        new String[] {
          "name",
          "type",
          "outcome",
          "steps",
          "seconds",
          "gradients",
          "hvps",
          "onset_step",
          "mean_center_error_after_onset",
          "mean_relative_loss_error_after_onset"
        }) {
      assertThat(edgeFlow.has(field)).as(field).isTrue();
    }
    assertThat(edgeFlow.get("gradients").asLong()).isEqualTo(2 * 120);
    assertThat(edgeFlow.get("hvps").asLong()).isEqualTo(120);
    assertThat(edgeFlow.get("outcome").asText()).isEqualTo("completed");
    assertThat(Files.readString(out("a").resolve("summary.json"))).doesNotContain("NaN");
  }

  @Test
  void theProvenanceSaysWhenAndWhere() throws IOException {
    run(Configs.VALLEY, "a");

    JsonNode provenance = new ObjectMapper().readTree(out("a").resolve("provenance.json").toFile());
    assertThat(provenance.get("start").asText())
        .isLessThanOrEqualTo(provenance.get("end").asText());
    assertThat(provenance.get("seed").asLong()).isEqualTo(1);
    assertThat(provenance.has("git")).isTrue();
    assertThat(provenance.get("processor").asText()).isNotBlank();
  }

  @Test
  void theSameConfigGivesTheSameBytesTwiceInARow() throws IOException {
    run(Configs.VALLEY, "a");
    run(Configs.VALLEY, "b");

    assertThat(trajectories("b")).isEqualTo(trajectories("a"));
  }

  @Test
  void theResolvedConfigRepeatsTheRun() throws IOException {
    run(Configs.VALLEY, "a", "--set", "models[1].curvature=chord", "--steps", "60");
    String resolved = out("a").resolve("config.yaml").toString();

    assertThat(terminal.run("run", resolved, "--out", out("b").toString(), "--quiet")).isZero();
    assertThat(trajectories("b")).isEqualTo(trajectories("a"));
    assertThat(out("b").resolve("config.yaml"))
        .hasSameTextualContentAs(out("a").resolve("config.yaml"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 24, 25, 26, 60, 119, 120})
  void aRunThatGoesOnEndsAsIfItHadNeverStopped(int steps) throws IOException {
    run(Configs.VALLEY, "whole");
    String config = Configs.in(temporary, Configs.VALLEY);

    int interrupted =
        terminal.runUntil(
            Terminal.after(steps), "run", config, "--out", out("a").toString(), "--quiet");

    assertThat(interrupted).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(terminal.err())
        .contains("interrupted after step " + (steps - 1) + " of 120; the checkpoint is saved")
        .contains("./edgeflow run " + out("a") + " --resume");
    assertThat(out("a").resolve("summary.json")).doesNotExist();
    assertThat(terminal.run("run", out("a").toString(), "--resume", "--quiet")).isZero();
    assertThat(trajectories("a")).isEqualTo(trajectories("whole"));
    assertThat(out("a").resolve("checkpoint")).doesNotExist();
    for (int i = 0; i < 3; i++) {
      JsonNode resumed = summary("a").get("models").get(i);
      JsonNode whole = summary("whole").get("models").get(i);
      for (String field :
          new String[] {
            "gradients", "hvps", "seed_gradients", "onset_step", "mean_center_error_after_onset"
          }) {
        assertThat(resumed.get(field)).as(field).isEqualTo(whole.get(field));
      }
    }
  }

  @Test
  void aRunKilledBetweenCheckpointsGoesOnFromTheLast() throws IOException {
    run(Configs.VALLEY, "whole");
    String config = Configs.in(temporary, Configs.VALLEY);
    Path checkpoint = out("a").resolve("checkpoint/state.npz");
    terminal.runUntil(Terminal.after(50), "run", config, "--out", out("a").toString(), "--quiet");
    byte[] early = Files.readAllBytes(checkpoint);
    byte[] begun = Files.readAllBytes(out("a").resolve("provenance.json"));
    terminal.runUntil(Terminal.after(22), "run", out("a").toString(), "--resume", "--quiet");
    Files.write(checkpoint, early);
    Files.write(out("a").resolve("provenance.json"), begun);

    // Rows of steps after the checkpoint are in the files already, as after a kill.
    assertThat(trajectories("a").get("gradient-descent.csv")).contains("\n70,");
    assertThat(terminal.run("run", config, "--out", out("a").toString(), "--resume", "--quiet"))
        .isZero();
    assertThat(trajectories("a")).isEqualTo(trajectories("whole"));
  }

  @Test
  void aModelThatDivergesIsAnOutcomeAndTheOthersGoOn() throws IOException {
    assertThat(run(Configs.QUARTIC, "a")).isEqualTo(ExitCode.DONE);

    JsonNode models = summary("a").get("models");
    assertThat(models.get(1).get("outcome").asText()).isEqualTo("diverged");
    assertThat(models.get(1).get("steps").asLong()).isLessThan(200);
    assertThat(models.get(2).get("outcome").asText()).isEqualTo("completed");
    assertThat(terminal.out()).containsPattern("edge-flow diverged at step \\d+: the loss became");
  }

  @Test
  void arraysAreWrittenWhenAskedFor() throws IOException {
    assertThat(run(Configs.VALLEY, "a", "--set", "record.arrays=true")).isZero();

    assertThat(out("a").resolve("arrays"))
        .isDirectoryContaining("glob:**initial_parameters.npy")
        .isDirectoryContaining("glob:**final_parameters_gradient-descent.npy")
        .isDirectoryContaining("glob:**final_parameters_edge-flow.npy");
  }

  @Test
  void anEmptyDirectoryIsUsedAndASecondRunInItRefused() throws IOException {
    Files.createDirectories(out("a"));
    assertThat(run(Configs.QUADRATIC, "a")).isZero();
    Map<String, String> before = trajectories("a");

    assertThat(run(Configs.QUADRATIC, "a")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err())
        .contains("edgeflow: the output directory " + out("a") + " is not empty");
    assertThat(trajectories("a")).isEqualTo(before);
  }

  @Test
  void theReportsAreMadeAgain() throws IOException {
    run(Configs.VALLEY.replace("reports: []", "reports: [html]"), "a");
    Path page = out("a").resolve("report.html");
    assertThat(terminal.out()).contains("report: " + page);
    Files.delete(page);

    assertThat(terminal.run("report", out("a").toString())).isZero();
    assertThat(page).isNotEmptyFile();
  }

  @Test
  void otherReportsAreMadeOfAFinishedRun() throws IOException {
    run(Configs.VALLEY, "a");

    assertThat(terminal.run("report", out("a").toString(), "--reports", "pdf,npz")).isZero();
    assertThat(out("a").resolve("figures/loss.pdf")).isNotEmptyFile();
    assertThat(out("a").resolve("trajectories.npz")).isNotEmptyFile();
    assertThat(terminal.out()).contains("pdf, npz: in " + out("a"));
    assertThat(terminal.run("report", out("a").toString(), "--reports", "eps"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("--reports: ").contains("eps").contains("npz, pdf");
  }
}
