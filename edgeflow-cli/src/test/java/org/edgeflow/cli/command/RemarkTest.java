package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is gradient descent in other coordinates says so wherever its results stand. */
class RemarkTest {
  private static final String MODELS =
      """
      - {type: edge-flow, preset: paper}
      - {type: edge-flow, name: chart, preset: map}
      - {type: rod-flow}
      - {type: rod-flow, name: rod, solver: euler, backward-error: false}
      - {type: rod-flow, name: two, solver: {type: euler, steps-per-iteration: 2}, backward-error: false}
      """;

  private static final String CONFIG =
      """
      steps: 20
      learning-rate: 0.3
      objective: {type: sharp-valley, start: [0.05, 6.3]}
      """;

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  private static void assertRemarks(String text) {
    for (String model : new String[] {"chart", "rod"}) {
      assertThat(text).contains(model + " is gradient descent in other coordinates.");
    }
    for (String model : new String[] {"edge-flow", "rod-flow", "two"}) {
      assertThat(text).doesNotContain(model + " is gradient descent");
    }
  }

  @Test
  void itStandsUnderTheTablesOfRunReportAndCompare() throws IOException {
    Path config = temporary.resolve("config.yaml");
    Files.writeString(config, "experiment: e\n" + CONFIG + "models:\n" + MODELS.indent(2));
    String first = temporary.resolve("a").toString();
    String second = temporary.resolve("b").toString();
    assertThat(terminal.run("run", config.toString(), "--out", first)).isEqualTo(ExitCode.DONE);
    assertRemarks(terminal.out());
    assertRemarks(Files.readString(Path.of(first, "report.html")));

    assertThat(terminal.run("run", config.toString(), "--out", second)).isEqualTo(ExitCode.DONE);
    Terminal other = new Terminal();
    Path pages = temporary.resolve("pages");
    assertThat(other.run("compare", first, second, "--out", pages.toString()))
        .isEqualTo(ExitCode.DONE);
    assertRemarks(other.out());
    assertThat(Files.readString(pages.resolve("comparison.html")))
        .contains("</b>: rod is gradient descent in other coordinates.");
  }

  @Test
  void itStandsInTheTableAndThePageOfFidelity() throws IOException {
    Path suite = temporary.resolve("suite.yaml");
    Files.writeString(
        suite,
        "title: t\nmodels:\n"
            + MODELS.indent(2)
            + "problems:\n  - name: valley\n    title: v\n    config:\n"
            + CONFIG.indent(6));
    Path out = temporary.resolve("out");
    assertThat(terminal.run("fidelity", "--suite", suite.toString(), "--out", out.toString()))
        .isEqualTo(ExitCode.DONE);
    assertRemarks(terminal.out());
    assertRemarks(Files.readString(out.resolve("fidelity.html")));
  }
}
