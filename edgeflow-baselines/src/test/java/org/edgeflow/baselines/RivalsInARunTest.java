package org.edgeflow.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.junit.jupiter.api.Test;

/** The rivals through their names in a config. */
class RivalsInARunTest {
  private static final Origin ORIGIN = new Origin("test", 0, Path.of("."));
  private static final List<String> RIVALS =
      List.of(
          "regularized-flow", "rod-flow", "self-stabilization", "free-energy-flow", "stable-flow");

  @Test
  void allCompleteInTheSharpValleyBesideGradientDescent() {
    Map<String, ModelSummary> models =
        run(Map.of("type", "sharp-valley", "start", List.of("0.05", "6.3")), 0.3);
    assertThat(models.keySet()).containsAll(RIVALS);
    assertThat(models.values())
        .allMatch(model -> model.outcome().kind() == Outcome.Kind.COMPLETED)
        .allMatch(model -> model.get(Figure.GRADIENTS) > 0);
  }

  @Test
  void aModelThatCannotGoOnIsStoppedWithAdviceAndTheOthersGoOn() {
    // On a quadratic the sharpness cannot be lowered to 2/η.
    Map<String, ModelSummary> models =
        run(
            Map.of(
                "type",
                "quadratic",
                "eigenvalues",
                List.of("2.05", "1"),
                "start",
                List.of("0.1", "1")),
            1);
    Outcome stopped = models.get("self-stabilization").outcome();
    assertThat(stopped.kind()).isEqualTo(Outcome.Kind.STOPPED);
    assertThat(stopped.toString()).contains("use central-flow");
    assertThat(models.get("rod-flow").outcome().kind()).isEqualTo(Outcome.Kind.COMPLETED);
    assertThat(models.get("stable-flow").outcome().kind()).isEqualTo(Outcome.Kind.COMPLETED);
  }

  @Test
  void withoutASolverAFlowGetsItsOwnInTheStepsThatItNeeds() {
    ExperimentPlan plan = plan(Map.of("type", "sharp-valley"), 0.3);
    Node models = plan.resolved().entries().get("models");
    Node.Mapping rod = (Node.Mapping) ((Node.Sequence) models).items().get(1);
    Node.Mapping solver = (Node.Mapping) rod.entries().get("solver");
    assertThat(((Node.Scalar) solver.entries().get("type")).text()).isEqualTo("rk4");
    assertThat(((Node.Scalar) solver.entries().get("steps-per-iteration")).text()).isEqualTo("2");
  }

  private static Map<String, ModelSummary> run(Map<String, ?> objective, double learningRate) {
    Map<String, ModelSummary> models = new LinkedHashMap<>();
    try (Experiment experiment = Experiment.open(plan(objective, learningRate))) {
      experiment.run(row -> {}, progress -> true);
      experiment.summary().models().forEach(model -> models.put(model.name(), model));
    }
    return models;
  }

  private static ExperimentPlan plan(Map<String, ?> objective, double learningRate) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "rivals");
    config.put("seed", 1);
    config.put("dtype", "float64");
    config.put("backend", "heap");
    config.put("steps", 60);
    config.put("learning-rate", learningRate);
    config.put("optimizer", "gradient-descent");
    config.put("objective", objective);
    config.put("models", RIVALS);
    return ExperimentReader.read((Node.Mapping) node(config), Registry.load());
  }

  private static Node node(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Node> entries = new LinkedHashMap<>();
      map.forEach((key, inner) -> entries.put((String) key, node(inner)));
      return new Node.Mapping(entries, ORIGIN);
    }
    if (value instanceof List<?> list) {
      return new Node.Sequence(list.stream().map(RivalsInARunTest::node).toList(), ORIGIN);
    }
    return new Node.Scalar(value.toString(), false, ORIGIN);
  }
}
