package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.cli.result.SummaryReader;
import org.edgeflow.core.finding.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
  private static final String DIGITS =
      """
      experiment: stop
      steps: 60
      learning-rate: 0.1
      dataset: {type: digits, examples: 120}
      test-dataset: {type: digits, split: test, examples: 60, training-examples: 120}
      objective: {type: mlp, hidden: [12]}
      models: [gradient-flow]
      record: {every: 1, sharpness-every: 0, probes: [{type: accuracy, every: 1}]}
      """;

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  private RunSummary run(String name, String config) throws IOException {
    Path out = temporary.resolve(name);
    int code =
        terminal.run("run", Configs.in(temporary, config), "--out", out.toString(), "--quiet");
    assertThat(code).as(terminal.err()).isEqualTo(ExitCode.DONE);
    assertThat(terminal.run("report", out.toString())).isEqualTo(ExitCode.DONE);
    return new SummaryReader("").read(out.resolve("summary.json"));
  }

  private double[] column(String name, String model, String column) throws IOException {
    List<String> lines =
        Files.readAllLines(temporary.resolve(name).resolve("trajectories/" + model + ".csv"));
    int place = Arrays.asList(lines.get(0).split(",")).indexOf(column);
    List<Double> values = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      values.add(Double.parseDouble(line.split(",", -1)[place]));
    }
    return values.stream().mapToDouble(value -> value).toArray();
  }

  @Test
  void theFirstStepAtWhichAConditionHoldsIsTheLast() throws IOException {
    RunSummary whole = run("whole", DIGITS);
    double[] loss = column("whole", "gradient-descent", "loss");
    double[] accuracy = column("whole", "gradient-descent", "accuracy");
    assertThat(whole.reference().get(Figure.STEPS)).isEqualTo(60);

    double aim = loss[30] * 1.0000001;
    ModelResult byLoss = run("loss", DIGITS + "stop: {loss: " + aim + "}\n").reference();
    int first = 0;
    while (loss[first] > aim) {
      first++;
    }
    assertThat(byLoss.get(Figure.STEPS)).isEqualTo(first);
    assertThat(byLoss.completed()).isTrue();
    assertThat(byLoss.advice().orElseThrow()).contains("'stop'", "at step " + first, "the loss is");

    ModelResult byAccuracy = run("accuracy", DIGITS + "stop: {accuracy: 0.6}\n").reference();
    first = 0;
    while (accuracy[first] < 0.6) {
      first++;
    }
    assertThat(first).isBetween(1, 59);
    assertThat(byAccuracy.get(Figure.STEPS)).isEqualTo(first);
    // What was recorded until then is what the longer run recorded.
    assertThat(column("accuracy", "gradient-flow", "loss"))
        .isEqualTo(Arrays.copyOf(column("whole", "gradient-flow", "loss"), first + 1));
  }

  @Test
  void theEdgeIsHeldFromTheOnsetOn() throws IOException {
    String valley =
        Configs.VALLEY
            .replace("steps: 120", "steps: 400")
            .replace("drift: 0.01, start: [0.05, 6.3]", "drift: 0.03, start: [0.3, 5]");
    double onset = run("free", valley).reference().get(Figure.ONSET_STEP);
    assertThat(onset).isPositive();
    RunSummary held = run("held", valley + "stop: {edge-held: 7}\n");
    assertThat(held.reference().get(Figure.STEPS)).isEqualTo(onset + 7);
  }

  @Test
  void secondsCountWhatIsComputed() throws IOException {
    RunSummary run = run("seconds", DIGITS + "stop: {seconds: 1e-9}\n");
    assertThat(run.reference().get(Figure.STEPS)).isLessThanOrEqualTo(1);
    assertThat(run.reference().advice().orElseThrow()).contains("'seconds'");
  }

  @Test
  void theAccuracyOfTheTrainingExamplesHeldOutIsThatOfTraining() throws IOException {
    run("same", DIGITS.replace("split: test, examples: 60, training-examples", "examples"));
    for (String trajectory : List.of("gradient-descent", "gradient-flow")) {
      assertThat(column("same", trajectory, "test_accuracy"))
          .isEqualTo(column("same", trajectory, "accuracy"));
    }
    run("other", DIGITS);
    assertThat(column("other", "gradient-descent", "test_accuracy"))
        .isNotEqualTo(column("other", "gradient-descent", "accuracy"));
    assertThat(column("other", "gradient-descent", "test_accuracy")[60]).isGreaterThan(0.5);
  }

  @Test
  void whatCannotBeClassifiedIsOneMessageBeforeTheFirstStep() throws IOException {
    for (String more :
        List.of(
            "stop: {accuracy: 0.9}\n",
            "test-dataset: {type: digits}\n",
            "stop: {accuracy: 1.5}\n",
            "stop: 3\n")) {
      Path out = temporary.resolve("refused");
      Terminal fresh = new Terminal();
      int code =
          fresh.run("run", Configs.in(temporary, Configs.VALLEY + more), "--out", out.toString());
      assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(fresh.err().lines().filter(line -> !line.isBlank())).hasSize(1);
      assertThat(out).doesNotExist();
    }
  }
}
