package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyseCommandTest {
  private static final String BOWL =
      """
      experiment: bowl
      steps: 20
      learning-rate: 0.5
      backend: heap
      objective: {type: quadratic, eigenvalues: [1, 3], start: [8, 0.1]}
      models: [edge-flow]
      record: {arrays: true}
      """;

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  private Path config() throws IOException {
    return Files.writeString(temporary.resolve("bowl.yaml"), BOWL);
  }

  @Test
  void aPointIsMeasuredByEveryProbe() throws IOException {
    assertThat(terminal.run("analyse", config().toString(), "--at", "3")).isZero();
    assertThat(terminal.out())
        .containsPattern("step +3\\.0")
        .containsPattern("sharpness +3\\.0")
        .containsPattern("gradient_norm +1\\.0")
        .contains("eigenvalue");
  }

  @Test
  void aRunIsLookedAtByItsOwnConfigAndIsNotTouched() throws IOException {
    Path run = temporary.resolve("run");
    assertThat(terminal.run("run", config().toString(), "--out", run.toString(), "--quiet"))
        .isZero();
    String before = Files.readString(run.resolve("summary.json"));
    Terminal again = new Terminal();
    assertThat(again.run("analyse", run.toString(), "--at", "40", "--probe", "gradient-norm"))
        .isZero();
    assertThat(again.out()).contains("gradient_norm").doesNotContain("eigenvalue");
    assertThat(Files.readString(run.resolve("summary.json"))).isEqualTo(before);
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    assertThat(terminal.run("analyse", config().toString(), "--at", "-1"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.run("analyse", config().toString(), "--probe", "gradient-nor"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("a step from 0 on", "Did you mean 'gradient-norm'?");
    assertThat(terminal.run("analyse", temporary.resolve("no.yaml").toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
  }
}
