package org.edgeflow.spark.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.spark.CommandLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real grid on a real cluster of two executors, some of which are killed. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkGridTest {
  private static final String CONFIG =
      """
      experiment: valley
      steps: STEPS
      learning-rate: 0.3
      objective: {type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.3]}
      models: [gradient-flow, edge-flow]
      record: {every: 100, sharpness-every: 1000, checkpoint-seconds: 0.3}
      reports: []
      grid: {seed: [1, 2], learning-rate: [0.25, 0.3]}
      """;

  private static final String CLUSTER = "local-cluster[2,1,1024]";
  private static final int RUNS = 4;

  @TempDir Path temporary;

  private CommandLine line;

  @BeforeEach
  void open() throws IOException {
    line = new CommandLine(temporary);
  }

  private String[] grid(String steps, Path out, String... more) throws IOException {
    Path config = temporary.resolve("grid.yaml");
    Files.writeString(config, CONFIG.replace("STEPS", steps));
    List<String> arguments =
        new ArrayList<>(List.of("grid", config.toString(), "--out", out.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private void runToTheEnd(String... arguments) throws Exception {
    int code = line.run(arguments);
    assertThat(code).as(line.said()).isZero();
  }

  @Test
  void executorsAndDriversThatAreKilledLoseNothingAndRepeatNothing() throws Exception {
    String steps = "40000";
    Path here = temporary.resolve("here");
    runToTheEnd(grid(steps, here, "--jobs", "2"));
    Map<String, String> expected = CommandLine.results(here);
    assertThat(expected).hasSize(RUNS * 4);

    // An executor dies in its run.
    Path out = temporary.resolve("killed");
    String[] command = grid(steps, out, "--on", "spark", "--master", CLUSTER);
    Process driver = line.start(command);
    CommandLine.await(out, "state.npz", 1);
    executors(driver).get(0).destroyForcibly();

    // The driver dies with a run finished; its executors do not outlive it long.
    List<Path> finished = CommandLine.await(out, "summary.json", 1);
    List<ProcessHandle> executors = executors(driver);
    driver.destroyForcibly().waitFor();
    for (ProcessHandle executor : executors) {
      executor.onExit().get(60, TimeUnit.SECONDS);
    }
    List<FileTime> times = new ArrayList<>();
    for (Path summary : finished) {
      times.add(Files.getLastModifiedTime(summary));
    }

    runToTheEnd(command);
    for (int i = 0; i < finished.size(); i++) {
      assertThat(Files.getLastModifiedTime(finished.get(i))).isEqualTo(times.get(i));
    }
    assertThat(CommandLine.results(out)).isEqualTo(expected);
    assertThat(out.resolve("comparison.html")).exists();
    assertThat(out.resolve("trajectories.parquet/_SUCCESS")).exists();
  }

  private static List<ProcessHandle> executors(Process driver) {
    return driver
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .toList();
  }

  @Test
  void resultsOfAnotherFileSystemAreOneTableToAskBySql() throws Exception {
    Path elsewhere = temporary.resolve("else where");
    Path out = temporary.resolve("out");
    String[] command =
        grid(
            "300",
            out,
            "--on",
            "spark",
            "--master",
            "local[2]",
            "--results",
            elsewhere.toUri().toString());
    runToTheEnd(command);
    Path here = temporary.resolve("here");
    runToTheEnd(grid("300", here));
    assertThat(CommandLine.results(elsewhere)).isEqualTo(CommandLine.results(here));
    assertThat(out.resolve("runs/seed-1_learning-rate-0.25/summary.json")).exists();
    assertThat(out.resolve("runs/seed-1_learning-rate-0.25/trajectories")).doesNotExist();
    assertThat(Files.readString(out.resolve("grid.csv")).lines()).hasSize(1 + RUNS * 3);

    SparkSession session =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate();
    try {
      Dataset<Row> table =
          session.read().parquet(elsewhere.resolve("trajectories.parquet").toString());
      table.createOrReplaceTempView("steps");
      assertThat(table.count()).isEqualTo(rows(elsewhere));
      Row row =
          session
              .sql(
                  "select loss, sharpness from steps where seed = 2 and `learning-rate` = 0.3 and"
                      + " model = 'gradient-descent' and step = 300")
              .first();
      String last =
          Files.readString(
                  here.resolve("runs/seed-2_learning-rate-0.3/trajectories/gradient-descent.csv"))
              .lines()
              .reduce("", (a, b) -> b);
      assertThat(List.of(last.split(","))).contains(Double.toString(row.getDouble(0)));
    } finally {
      session.stop();
    }

    // Whole runs are found where they are, and nothing is carried out again.
    Files.delete(out.resolve("runs/seed-1_learning-rate-0.25/summary.json"));
    Path kept = elsewhere.resolve("runs/seed-1_learning-rate-0.25/summary.json");
    FileTime before = Files.getLastModifiedTime(kept);
    runToTheEnd(command);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(before);
  }

  @Test
  void anExecutorWithoutMemoryForOneRunSaysSoAndIsLostToNoOther() throws Exception {
    Path config = temporary.resolve("large.yaml");
    Files.writeString(
        config,
        """
        experiment: large
        steps: 2
        learning-rate: 0.1
        dataset: {type: digits, examples: 10}
        models: []
        reports: []
        grid:
          objective:
            - {type: mlp, hidden: [12000, 12000], activation: tanh, loss: mse, row-space: false}
            - {type: mlp, hidden: [3], activation: tanh, loss: mse, row-space: false}
        """);
    Path out = temporary.resolve("out");
    int code =
        line.run(
            "grid",
            config.toString(),
            "--out",
            out.toString(),
            "--quiet",
            "--on",
            "spark",
            "--master",
            CLUSTER,
            "--conf",
            "spark.executor.memory=500m");
    assertThat(code).as(line.said()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(line.said()).contains("out of memory", "--conf spark.executor.memory=8g");
    assertThat(Files.readString(out.resolve("grid.csv"))).contains(",finished,", ",failed,");
  }

  private static long rows(Path out) throws IOException {
    long rows = 0;
    for (Map.Entry<String, String> file : CommandLine.results(out).entrySet()) {
      rows += file.getKey().endsWith(".csv") ? file.getValue().lines().count() - 1 : 0;
    }
    return rows;
  }

  private void assertRefused(int code, String[] command, String... words) throws Exception {
    assertThat(line.run(command)).as(line.said()).isEqualTo(code);
    assertThat(line.said()).contains(words).doesNotContain("Exception", "\tat ", "bug");
    assertThat(line.said().lines()).hasSize(1);
  }

  @Test
  void whatCannotBeHadIsSaidInOneLine() throws Exception {
    Path out = temporary.resolve("out");
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertRefused(
        ExitCode.ENVIRONMENT,
        grid("30", out, "--on", "spark", "--master", "spark://127.0.0.1:" + free),
        "cannot be reached",
        "refused");
    assertRefused(
        ExitCode.BAD_INPUT,
        grid("30", out, "--on", "spark", "--master", "somewhere"),
        "--master somewhere: expected local[2]");
    assertRefused(
        ExitCode.BAD_INPUT,
        grid("30", out, "--on", "spark", "--results", "there"),
        "--results there: expected a URI");
    assertRefused(
        ExitCode.BAD_INPUT,
        grid("30", out, "--on", "spark", "--master", CLUSTER, "--conf", "spark.executor.memory=9m"),
        "Spark refuses its settings");
    assertRefused(
        ExitCode.ENVIRONMENT,
        grid(
            "30", out, "--on", "spark", "--master", CLUSTER, "--conf", "spark.executor.memory=64g"),
        "1024 MiB/worker",
        "65536 MiB/executor");
    assertRefused(
        ExitCode.BAD_INPUT, grid("30", out, "--on", "spark", "--jobs", "2"), "--jobs is for this");
    try (Stream<Path> left = Files.exists(out) ? Files.list(out) : Stream.empty()) {
      assertThat(left).isEmpty();
    }
  }
}
