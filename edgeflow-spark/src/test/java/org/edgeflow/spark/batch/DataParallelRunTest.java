package org.edgeflow.spark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.spark.CommandLine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose examples lie on two executors, one of which is killed. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DataParallelRunTest {
  private static final String CONFIG =
      """
      experiment: parts
      steps: 60
      learning-rate: 0.2
      dataset: {type: digits, examples: 60}
      objective:
        type: data-parallel
        parts: 5
        objective: {type: mlp, hidden: [6], activation: tanh, loss: mse, row-space: false}
      models: [edge-flow]
      record: {every: 1, sharpness-every: 30, checkpoint-seconds: 0.1}
      reports: []
      """;

  @TempDir Path temporary;

  @Test
  void anExecutorThatIsKilledChangesNoBit() throws Exception {
    Path config = temporary.resolve("config.yaml");
    Files.writeString(config, CONFIG);
    CommandLine line = new CommandLine(temporary);
    Path one = temporary.resolve("one");
    int code = line.run(command(config, one, "local[1]"));
    assertThat(code).as(line.said()).isZero();
    Map<String, String> expected = CommandLine.results(one);
    assertThat(expected).hasSize(3);

    Path two = temporary.resolve("two");
    Process run = line.start(command(config, two, "local-cluster[2,1,1024]"));
    CommandLine.await(two, "state.npz", 1);
    run.children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow()
        .destroyForcibly();
    assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(line.said()).isZero();
    assertThat(CommandLine.results(two)).isEqualTo(expected);
  }

  @Test
  void withoutSparkTheObjectiveSaysWhatToGive() throws Exception {
    Path config = temporary.resolve("config.yaml");
    Files.writeString(config, CONFIG);
    CommandLine line = new CommandLine(temporary);
    assertThat(line.run("run", config.toString(), "--out", temporary.resolve("o").toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(line.said()).contains("give the command --on spark").hasLineCount(1);
  }

  private static String[] command(Path config, Path out, String master) {
    return new String[] {
      "run",
      config.toString(),
      "--out",
      out.toString(),
      "--on",
      "spark",
      "--master",
      master,
      "--quiet"
    };
  }
}
