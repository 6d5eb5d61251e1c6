package org.edgeflow.cli.grid.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.grid.work.RunReply;
import org.edgeflow.cli.grid.work.RunRequest;
import org.edgeflow.cli.run.ExperimentRun;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker carries out one run after another, each as if it were alone. */
class WorkerTest {
  private static final Registry REGISTRY = Registry.load();

  private static final String VALLEY =
      """
      experiment: valley
      steps: 120
      learning-rate: 0.3
      objective: {type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.3]}
      models: [gradient-flow, edge-flow]
      record: {every: 1, sharpness-every: 10, checkpoint-seconds: 0}
      reports: []
      """;

  @TempDir Path temporary;

  private static Console console(StopRequest stop) {
    return new Console(
        new PrintWriter(new StringWriter()),
        new PrintWriter(new StringWriter()),
        false,
        100,
        "./edgeflow",
        Optional.empty(),
        stop);
  }

  private static ExperimentPlan plan(String text) {
    return ExperimentReader.read(
        (Node.Mapping) YamlReader.readFile(text, "test.yaml", Path.of("/")), REGISTRY);
  }

  private RunRequest request(String name, String text) {
    ExperimentPlan plan = plan(text);
    return new RunRequest(
        name,
        temporary.resolve(name).toString(),
        YamlWriter.write(plan.resolved()),
        plan.settings().steps(),
        1);
  }

  private Path lone(String name, String text, StopRequest stop) {
    Path directory = temporary.resolve(name);
    new ExperimentRun(plan(text), new RunLayout(directory), console(stop), true).start();
    return directory;
  }

  /** Never ends, as a parent that lives. */
  private static InputStream requests(RunRequest... requests) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (RunRequest request : requests) {
      lines.append("something that nobody asked for\n").append(Wire.line(request)).append('\n');
    }
    PipedInputStream silence = new PipedInputStream();
    new PipedOutputStream(silence).write(new byte[0]);
    return new SequenceInputStream(
        new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)), silence);
  }

  /** What a worker answers until it has answered to so many requests. */
  private static List<RunReply> replies(int wanted, InputStream in) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Worker worker =
        new Worker(
            console(() -> false),
            REGISTRY,
            (failure, silent) -> {
              silent.problem(failure.getMessage());
              return 2;
            },
            new PrintStream(out, true, StandardCharsets.UTF_8));
    Thread thread =
        new Thread(
            () -> {
              try {
                worker.serve(in);
              } catch (InterruptedException e) {
                // The test has seen enough.
              }
            });
    thread.start();
    List<RunReply> replies = List.of();
    while (replies.size() < wanted) {
      Thread.sleep(20);
      replies =
          out.toString(StandardCharsets.UTF_8)
              .lines()
              .flatMap(line -> Wire.message(line, RunReply.class).stream())
              .filter(
                  reply ->
                      reply.kind() != RunReply.Kind.PROGRESS && reply.kind() != RunReply.Kind.READY)
              .toList();
    }
    thread.interrupt();
    thread.join();
    return replies;
  }

  private static void assertSameTrajectories(Path run, Path lone) throws IOException {
    for (String name : new String[] {"gradient-descent", "gradient-flow", "edge-flow"}) {
      Path file = Path.of("trajectories", name + ".csv");
      assertThat(run.resolve(file)).hasSameBinaryContentAs(lone.resolve(file));
    }
    assertThat(run.resolve("config.yaml")).hasSameBinaryContentAs(lone.resolve("config.yaml"));
  }

  @Test
  void runsOfOneProcessWriteTheBytesOfLoneRuns() throws Exception {
    String other = VALLEY.replace("0.3\n", "0.32\n");
    List<RunReply> replies =
        replies(3, requests(request("a", VALLEY), request("b", other), request("c", VALLEY)));
    assertThat(replies).extracting(RunReply::kind).containsOnly(RunReply.Kind.FINISHED);
    assertThat(replies).allMatch(reply -> reply.seconds() > 0);
    assertSameTrajectories(temporary.resolve("a"), lone("lone", VALLEY, () -> false));
    assertSameTrajectories(temporary.resolve("b"), lone("lone-b", other, () -> false));
    assertSameTrajectories(temporary.resolve("c"), temporary.resolve("lone"));
  }

  @Test
  void whatIsFinishedIsKeptAndWhatIsTornIsGoneOnWith() throws Exception {
    lone("finished", VALLEY, () -> false);
    Path summary = temporary.resolve("finished/summary.json");
    String before = Files.readString(summary);
    int[] steps = {0};
    lone("torn", VALLEY, () -> ++steps[0] >= 60);
    assertThat(temporary.resolve("torn/checkpoint/state.npz")).exists();
    int[] fewer = {0};
    lone("hopeless", VALLEY, () -> ++fewer[0] >= 60);
    Files.delete(temporary.resolve("hopeless/checkpoint/state.npz"));

    List<RunReply> replies =
        replies(
            3,
            requests(
                request("finished", VALLEY), request("torn", VALLEY), request("hopeless", VALLEY)));
    assertThat(replies)
        .extracting(RunReply::kind)
        .containsExactly(RunReply.Kind.KEPT, RunReply.Kind.FINISHED, RunReply.Kind.FINISHED);
    assertThat(Files.readString(summary)).isEqualTo(before);
    assertSameTrajectories(temporary.resolve("torn"), temporary.resolve("finished"));
    assertSameTrajectories(temporary.resolve("hopeless"), temporary.resolve("finished"));
  }

  @Test
  void aRunThatCannotBeIsAReplyAndSomebodysFilesStay() throws Exception {
    Path occupied = temporary.resolve("occupied");
    Files.createDirectories(occupied);
    Files.writeString(occupied.resolve("thesis.tex"), "irreplaceable");
    List<RunReply> replies = replies(1, requests(request("occupied", VALLEY)));
    assertThat(replies.get(0).kind()).isEqualTo(RunReply.Kind.FAILED);
    assertThat(replies.get(0).code()).isEqualTo(2);
    assertThat(String.join("", replies.get(0).messages())).contains("is not empty");
    assertThat(occupied.resolve("thesis.tex")).hasContent("irreplaceable");
  }
}
