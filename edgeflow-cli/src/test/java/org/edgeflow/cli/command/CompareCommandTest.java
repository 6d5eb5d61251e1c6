package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  @BeforeEach
  void twoRuns() throws IOException {
    run(Configs.VALLEY, "a");
    run(Configs.VALLEY.replace("rate: 0.3", "rate: 0.28"), "b");
  }

  private void run(String config, String name) throws IOException {
    String file = Configs.in(temporary, config);
    assertThat(new Terminal().run("run", file, "--out", in(name), "--quiet")).isZero();
  }

  private String in(String name) {
    return temporary.resolve(name).toString();
  }

  private int compare(String... runs) {
    return compare(terminal, runs);
  }

  private int compare(Terminal on, String... runs) {
    List<String> words = new ArrayList<>(List.of("compare", "--out", in("out")));
    for (String run : runs) {
      words.add(in(run));
    }
    return on.run(words.toArray(String[]::new));
  }

  private void isRefused(String message, String... runs) {
    Terminal one = new Terminal();
    assertThat(compare(one, runs)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(one.err()).contains(message).doesNotContain("Exception", "\tat ");
    assertThat(one.err().lines()).hasSize(1);
    assertThat(one.out()).isEmpty();
    assertThat(temporary.resolve("out")).doesNotExist();
  }

  @Test
  void theTableIsWhatDiffersAndARowForEveryModelAndRun() throws IOException {
    assertThat(compare("a", "b")).isEqualTo(ExitCode.DONE);

    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.out().lines().toList())
        .satisfiesExactly(
            heading -> assertThat(heading).matches("what differs +a +b"),
            rate -> assertThat(rate).matches("learning-rate +0\\.3 +0\\.28"),
            blank -> assertThat(blank).isEmpty(),
            heading -> assertThat(heading).startsWith("model             run  outcome"),
            gd -> assertThat(gd).matches("gradient-descent +a +completed .* 120 +0 .*"),
            gd -> assertThat(gd).matches("gradient-descent +b +completed .* 120 +0 .*"),
            flow -> assertThat(flow).matches("gradient-flow +a +completed .*"),
            flow -> assertThat(flow).matches("gradient-flow +b +completed .*"),
            edge -> assertThat(edge).matches("edge-flow +a +completed .* 240 +120 .*"),
            edge -> assertThat(edge).matches("edge-flow +b +completed .* 240 +120 .*"),
            page -> assertThat(page).isEqualTo("page: " + in("out") + "/comparison.html"));
    assertThat(temporary.resolve("out")).isDirectoryContaining("glob:**/comparison.html");
    assertThat(Files.readString(temporary.resolve("out/comparison.html")))
        .contains("2 runs of gradient-descent · objective sharp-valley")
        .contains("<td class=\"text\">0.28</td>")
        .contains(in("a"), in("b"));
  }

  @Test
  void theFiguresAreThoseOfTheRunsOwnTables() throws IOException {
    Terminal own = new Terminal();
    String file = Configs.in(temporary, Configs.QUARTIC);
    own.run("run", file, "--out", in("c"), "--quiet");
    run(Configs.QUARTIC, "d");

    assertThat(compare("c", "d")).isEqualTo(ExitCode.DONE);
    String row = own.out().lines().filter(line -> line.contains("diverged")).findFirst().get();
    String[] cells = row.split(" {2,}");
    String[] compared =
        terminal
            .out()
            .lines()
            .filter(line -> line.startsWith(cells[0] + " ") && line.contains(" c "))
            .findFirst()
            .get()
            .split(" {2,}");
    for (int i = 1; i < cells.length; i++) {
      assertThat(compared[i + 1]).isEqualTo(cells[i]);
    }
    assertThat(terminal.out())
        .contains("No setting differs, nor does the machine or a version.")
        .containsPattern("in c diverged at step \\d+: ");
  }

  @Test
  void aLongValueIsCutInTheTableAndWholeOnThePage() throws IOException {
    Path file = temporary.resolve("b/provenance.json");
    String processor = "A processor whose name goes on for longer than a table has room";
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("\"processor\" : \"[^\"]*\"", "\"processor\" : \"" + processor + "\""));
    Files.delete(temporary.resolve("b/checksums.sha256"));

    assertThat(compare("a", "b")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("A processor whose name goes on …\n");
    assertThat(Files.readString(temporary.resolve("out/comparison.html")))
        .contains("<td class=\"text\">" + processor + "</td>");
  }

  @Test
  void comparingLeavesTheRunsAsTheyAre() throws IOException {
    byte[] before = Files.readAllBytes(temporary.resolve("a/summary.json"));
    assertThat(compare("a", "b")).isEqualTo(ExitCode.DONE);

    assertThat(temporary.resolve("a/summary.json")).hasBinaryContent(before);
    assertThat(temporary.resolve("a/comparison.html")).doesNotExist();
  }

  @Test
  void whatIsNoFinishedRunIsNamed() throws IOException {
    isRefused("none: no such directory, expected a run directory.", "a", "none");
    isRefused("run.yaml is a file, expected a run directory.", "a", "run.yaml");
    Files.createDirectory(temporary.resolve("empty"));
    isRefused("empty is no run directory: it has no config.yaml and trajectories/", "a", "empty");
    String file = Configs.in(temporary, Configs.VALLEY);
    new Terminal().runUntil(Terminal.after(30), "run", file, "--out", in("cut"), "--quiet");
    isRefused("is not finished (no summary.json); go on with it: run " + in("cut"), "a", "cut");
  }

  @Test
  void runsThatMeasureOtherThingsAreNotCompared() throws IOException {
    run(Configs.QUADRATIC, "c");
    isRefused("c cannot be compared with " + in("a") + ": objective 'quadratic' against", "a", "c");
    isRefused("a is given twice. Leave one of the two out.", "a", "b", "a");
    isRefused("is given twice, also as " + in("a"), "a", "b/../a");
  }

  @Test
  void damageIsNamedByItsFile() throws IOException {
    String config = Files.readString(temporary.resolve("b/config.yaml"));
    Files.writeString(temporary.resolve("b/config.yaml"), "models: [");
    isRefused("b/config.yaml", "a", "b");
    Files.delete(temporary.resolve("b/config.yaml"));
    isRefused("b/config.yaml: there is no such file", "a", "b");
    Files.writeString(temporary.resolve("b/config.yaml"), config);
    Files.delete(temporary.resolve("b/trajectories/gradient-descent.csv"));
    isRefused("b/trajectories/gradient-descent.csv: there is no such file", "a", "b");
    Files.writeString(temporary.resolve("b/summary.json"), "{");
    isRefused("b/summary.json:1: not valid JSON", "a", "b");
  }

  @Test
  void thePlaceOfThePageMustBeFreeAndWritable() {
    assertThat(terminal.run("compare", in("a"), in("b"), "--out", in("a")))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is not empty. Choose another --out");
    Terminal again = new Terminal();
    assertThat(again.run("compare", in("a"), in("b"), "--out", "/proc/edgeflow/x"))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(again.err()).startsWith("edgeflow: cannot write to the output directory /proc");
    assertThat(again.err().lines()).hasSize(1);
  }
}
