package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.Test;

class InformationTest {
  private final Terminal terminal = new Terminal();

  @Test
  void listShowsEveryKindOrOne() {
    assertThat(terminal.run("list")).isZero();
    assertThat(terminal.out()).contains("  edge-flow", "  egd", "  heap", "  sharp-valley");

    Terminal one = new Terminal();
    assertThat(one.run("list", "solvers")).isZero();
    assertThat(one.out()).contains("  egd").doesNotContain("  heap");
  }

  @Test
  void anUnknownKindIsRefusedWithThoseThereAre() {
    assertThat(terminal.run("list", "slover")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("Did you mean 'solver'? Kinds: flow, solver");
  }

  @Test
  void describeShowsEverySettingWithItsTypeAndDefault() {
    assertThat(terminal.run("describe", "edge-flow")).isZero();
    assertThat(terminal.out())
        .contains("edge-flow (flow)")
        .contains("Source: ")
        .containsPattern("key +type +default +unit +meaning")
        .containsPattern("curvature +one of centre, chord +\\(none\\)")
        .contains("default egd");
  }

  @Test
  void describeKnowsTheConfigItself() {
    assertThat(terminal.run("describe", "config")).isZero();
    assertThat(terminal.out()).containsPattern("learning-rate +number +\\(required\\)");
    assertThat(terminal.run("describe", "record")).isZero();
    assertThat(terminal.out()).contains("checkpoint-seconds");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    assertThat(terminal.run("describe", "edge-flo")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("nothing is called 'edge-flo'. Did you mean 'edge-flow'?");
  }

  @Test
  void everythingIsDescribedAtOnceOrOnePartOfIt() {
    assertThat(terminal.run("describe", "--all")).isZero();
    assertThat(terminal.out()).startsWith("# Reference").contains("### `edge-flow`", "`hidden`");
    assertThat(terminal.run("describe", "--all", "edge-flow")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.run("describe")).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void schemaIsWhatEditorsRead() {
    assertThat(terminal.run("schema")).isZero();
    assertThat(terminal.out()).contains("draft-07", "\"hidden\"");
  }

  @Test
  void doctorSaysWhatThisMachineCanRun() {
    assertThat(terminal.run("doctor")).isZero();
    assertThat(terminal.out())
        .contains("JDK")
        .contains(Runtime.version().toString())
        .contains("processor")
        .contains("cores")
        .contains("vector API")
        .contains("GPU")
        .containsPattern("heap +usable")
        .containsPattern("heap +float64 +right");
  }

  @Test
  void doctorCanLeaveOutTheChecks() {
    assertThat(terminal.run("doctor", "--no-checks")).isZero();
    assertThat(terminal.out()).containsPattern("heap +usable").doesNotContain("right");
  }

  @Test
  void helpAndVersionAreAnswered() {
    assertThat(terminal.run("--help")).isZero();
    assertThat(terminal.out()).contains("run", "list", "describe", "report", "doctor");
    assertThat(terminal.run("run", "--help")).isZero();
    assertThat(terminal.out()).contains("--resume");
    assertThat(terminal.run("--version")).isZero();
  }
}
