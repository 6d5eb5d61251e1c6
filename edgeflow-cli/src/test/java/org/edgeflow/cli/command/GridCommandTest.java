package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a grid refuses, and what it makes of runs that are there already. */
class GridCommandTest {
  private static final String GRID = "grid: {learning-rate: [0.2, 0.3], seed: [1..2]}\n";

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  private String config(String grid) throws IOException {
    return Configs.in(temporary, Configs.VALLEY + grid);
  }

  private Path out() {
    return temporary.resolve("out");
  }

  private void assertRefused(String config, String... words) {
    Terminal fresh = new Terminal();
    assertThat(fresh.run("grid", config, "--out", out().toString(), "--quiet"))
        .as(fresh.err())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(fresh.err().lines()).hasSize(1);
    assertThat(fresh.err()).contains(words).doesNotContain("Exception", "bug");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aKeyThatDoesNotExistIsRefusedWithTheNearest() throws IOException {
    assertRefused(
        config("grid: {lerning-rate: [0.1, 0.2]}\n"),
        "run.yaml:10",
        "unknown key 'lerning-rate'",
        "'learning-rate'");
    assertRefused(config("grid: {objective.skev: [1, 2]}\n"), "objective.skev", "'skew'");
    assertRefused(config("grid: {\"models[5].name\": [a]}\n"), "'models' is a list of 2");
  }

  @Test
  void aValueThatDoesNotFitIsRefusedBeforeAnyRun() throws IOException {
    assertRefused(config("grid: {seed: [1, x]}\n"), "seed", "'x'", "integer");
    assertRefused(config("grid: {seed: []}\n"), "empty list");
    assertRefused(config("grid: {seed: [1..1000000000]}\n"), "1,000,000,000");
  }

  @Test
  void aRunOfAGridSaysWhatToDo() throws IOException {
    String config = config(GRID);
    assertThat(terminal.run("run", config, "--out", out().toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err())
        .contains("run.yaml:10", "a grid of 4 runs", "./edgeflow grid " + config, "--out DIR");
    assertThat(out()).doesNotExist();
  }

  @Test
  void wrongOptionsAreSaid() throws IOException {
    String config = config(GRID);
    assertThat(terminal.run("grid", config)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.run("grid", config, "--out", "o", "--jobs", "0"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.run("grid", config, "--out", "o", "--shard", "3/2"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.run("grid", "--gather", temporary.toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err())
        .contains("--out is missing", "--jobs 0", "--shard 3/2", "nothing to gather")
        .doesNotContain("bug");
  }

  @Test
  void sparkThatIsNotBuiltIsSaidWithWhatToBuild() throws IOException {
    String config = config(GRID);
    String[] grid = {"grid", config, "--out", out().toString(), "--on", "spark"};
    assertThat(terminal.run(grid)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(terminal.err()).contains("./mvnw -P spark -pl edgeflow-spark").hasLineCount(1);
    assertThat(out()).doesNotExist();

    Terminal other = new Terminal();
    assertThat(other.run("grid", config, "--out", "o", "--on", "sparc"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.run("grid", config, "--out", "o", "--master", "local[2]"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err()).contains("--on sparc: expected spark", "go with --on");
  }

  /** The grid's four runs, carried out by hand, one of them stopped halfway. */
  private void runByHand() throws IOException {
    String lone = Configs.in(temporary, Configs.VALLEY);
    for (String rate : new String[] {"0.2", "0.3"}) {
      for (String seed : new String[] {"1", "2"}) {
        Path run = out().resolve("runs").resolve("learning-rate-" + rate + "_seed-" + seed);
        boolean stopped = rate.equals("0.3") && seed.equals("2");
        new Terminal()
            .runUntil(
                stopped ? Terminal.after(50) : () -> false,
                "run",
                lone,
                "--set",
                "learning-rate=" + rate,
                "--set",
                "seed=" + seed,
                "--out",
                run.toString(),
                "--quiet");
      }
    }
    Files.writeString(out().resolve("grid.yaml"), Configs.VALLEY + GRID);
  }

  @Test
  void gatheringShowsWhateverIsFinished() throws IOException {
    runByHand();
    assertThat(terminal.run("grid", "--gather", out().toString())).as(terminal.err()).isZero();
    assertThat(terminal.out()).contains("4 runs of learning-rate, seed: 3 finished, 1 unfinished");

    List<String> rows = Files.readAllLines(out().resolve("grid.csv"));
    assertThat(rows.get(0)).startsWith("run,state,learning-rate,seed,model,type,outcome,steps");
    assertThat(rows.get(0)).endsWith(",run_seconds,message");
    assertThat(rows.get(1)).matches(".*,\\d+\\.\\d{3},");
    assertThat(rows).hasSize(1 + 3 * 3 + 1);
    assertThat(rows.get(1))
        .startsWith("learning-rate-0.2_seed-1,finished,0.2,1,gradient-descent,gradient-descent,");
    assertThat(rows.get(10)).startsWith("learning-rate-0.3_seed-2,unfinished,0.3,2,,,,");

    String page = Files.readString(out().resolve("comparison.html"));
    assertThat(page).contains("<svg", "edge-flow", "3 finished, 1 unfinished", "median");
  }

  @Test
  void aDamagedRunIsARowThatFailed() throws IOException {
    runByHand();
    Path run = out().resolve("runs/learning-rate-0.2_seed-2");
    Path summary = run.resolve("summary.json");
    Files.writeString(summary, Files.readString(summary).replace("0.2", "0.1"));
    assertThat(terminal.run("grid", "--gather", out().toString())).isZero();
    assertThat(terminal.out()).contains("2 finished, 1 failed, 1 unfinished");
    assertThat(Files.readString(out().resolve("grid.csv"))).contains("SHA-256");
    assertThat(Files.readString(out().resolve("comparison.html"))).contains("Failed runs");
  }

  @Test
  void theDirectoryOfAnotherGridIsRefused() throws IOException {
    runByHand();
    String other = config("grid: {learning-rate: [0.2, 0.4], seed: [1..2]}\n");
    assertThat(terminal.run("grid", other, "--out", out().toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("another grid's", "'- 0.3'", "'- 0.4'");

    Path taken = temporary.resolve("taken");
    Files.createDirectories(taken.resolve("something"));
    assertThat(terminal.run("grid", config(GRID), "--out", taken.toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is not empty, and no grid lies in it");
  }

  @Test
  void threadsAreKeptAndNoOthersAreTakenAfterwards() throws IOException {
    runByHand();
    Files.writeString(
        out().resolve("grid.yaml"), Configs.VALLEY + GRID + "threads: 2\n"); // as it is begun
    String config = config(GRID);
    assertThat(terminal.run("grid", config, "--out", out().toString(), "--threads", "1"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("computes each run on 2 threads").hasLineCount(1);

    terminal.run("run", out().resolve("runs/learning-rate-0.3_seed-2").toString(), "--resume");
    Terminal again = new Terminal();
    assertThat(again.run("grid", config, "--out", out().toString())).as(again.err()).isZero();
    assertThat(again.err()).contains("on 2 threads each");
  }

  @Test
  void threadsThatAreNoNumberAreRefused() throws IOException {
    assertRefused(config(GRID + "threads: none\n"), "'threads' is none", "from 1 to 1024");
  }

  @Test
  void aGridThatIsFinishedStartsNothing() throws IOException {
    runByHand();
    assertThat(
            terminal.run(
                "run", out().resolve("runs/learning-rate-0.3_seed-2").toString(), "--resume"))
        .isZero();
    Terminal again = new Terminal();
    assertThat(again.run("grid", config(GRID), "--out", out().toString())).as(again.err()).isZero();
    assertThat(again.err()).contains("0 runs (4 more are finished)");
    assertThat(again.out()).contains("4 finished");
  }
}
