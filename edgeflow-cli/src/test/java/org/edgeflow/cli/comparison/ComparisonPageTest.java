package org.edgeflow.cli.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edgeflow.cli.result.SyntheticRun;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonPageTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"panels\">(.*?)</script>", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void everyQuantityOfEveryModelIsAPanelWithACurveForEachRun() throws IOException {
    SyntheticRun.in(directory.resolve("a"), 50).edgeFlow("edge-flow").finish("valley");
    SyntheticRun.in(directory.resolve("b"), 80).edgeFlow("edge-flow").gradientFlow().finish("v");
    Map<String, JsonNode> panels = panels(page("a", "b"));

    assertThat(panels.keySet())
        .containsExactlyInAnyOrder(
            "gradient-descent-loss",
            "gradient-descent-sharpness",
            "gradient-descent-oscillation",
            "edge-flow-loss",
            "edge-flow-sharpness",
            "edge-flow-magnitude",
            "edge-flow-center-error",
            "edge-flow-relative-center-error",
            "gradient-flow-loss",
            "gradient-flow-sharpness",
            "gradient-flow-center-error",
            "gradient-flow-relative-center-error");
    assertThat(labels(panels.get("edge-flow-center-error"))).containsExactly("a", "b");
    assertThat(labels(panels.get("gradient-flow-center-error"))).containsExactly("b");
    JsonNode first = panels.get("edge-flow-loss").path("curves").get(0);
    JsonNode second = panels.get("edge-flow-loss").path("curves").get(1);
    assertThat(first.path("x")).hasSize(51);
    assertThat(second.path("x")).hasSize(81);
    assertThat(first.path("color")).isNotEqualTo(second.path("color"));
    // A run keeps its colour where it stands alone.
    assertThat(panels.get("gradient-flow-loss").path("curves").get(0).path("color"))
        .isEqualTo(second.path("color"));
  }

  @Test
  void oneThresholdIsOneLineAndSeveralAreOneForEachRun() throws IOException {
    SyntheticRun.in(directory.resolve("a"), 20).finish("valley");
    SyntheticRun.in(directory.resolve("b"), 20).finish("valley");
    assertThat(panels(page("a", "b")).get("gradient-descent-sharpness").path("levels"))
        .extracting(level -> level.path("label").asText())
        .containsExactly("2/η = 6.667");

    replace("b/summary.json", "\"threshold\": 6.666666666666667", "\"threshold\": 8");
    replace("b/summary.json", "\"learning_rate\": 0.3", "\"learning_rate\": 0.25");
    replace("b/config.yaml", "learning-rate: 0.3", "learning-rate: 0.25");
    assertThat(panels(page("a", "b")).get("gradient-descent-sharpness").path("levels"))
        .extracting(level -> level.path("label").asText())
        .containsExactly("2/η = 6.667", "2/η = 8.000");
  }

  @Test
  void aModelThatOneRunLacksIsSaidSo() throws IOException {
    SyntheticRun.in(directory.resolve("a"), 20).edgeFlow("edge-flow").finish("valley");
    SyntheticRun.in(directory.resolve("b"), 40).divergedModel().finish("valley");
    String page = page("a", "b");

    assertThat(page)
        .contains("<li><b>b</b>: has no model of this name.</li>")
        .contains("<li><b>b</b>: take &lt;smaller&gt; steps</li>")
        .contains("<strong>diverged at step 40</strong>");
  }

  @Test
  void thePageLoadsNothingAndHostileTextsStayTexts() throws IOException {
    String hostile = "<b>&\"</script><script>alert(1)</script>{{data}}";
    SyntheticRun.in(directory.resolve("a"), 20).edgeFlow("<b>&").finish(hostile);
    SyntheticRun.in(directory.resolve("b"), 20).edgeFlow("<b>&").finish("valley");
    String page = page("a", "b");
    String ours = page.replaceAll("(?s)<script.*?</script>|<style>.*?</style>", "");

    assertThat(page).contains("content=\"default-src 'none';").doesNotContain("<script>alert");
    assertThat(ours).contains("&lt;b&gt;&amp;").doesNotContain("<b>&", "src=", "url(", "<link");
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  @Test
  void settingsAreComparedByNameAndOnlyWhereTheyDiffer() throws IOException {
    SyntheticRun.in(directory.resolve("a"), 20)
        .edgeFlow("x")
        .edgeFlow("only-here")
        .finish("valley");
    SyntheticRun.in(directory.resolve("b"), 20).edgeFlow("first").edgeFlow("x").finish("valley");
    replace("b/summary.json", "\"learning_rate\": 0.3", "\"learning_rate\": 0.2");
    replace("b/summary.json", "6.666666666666667", "10");
    Files.writeString(
        directory.resolve("a/config.yaml"),
        """
        experiment: valley
        learning-rate: 0.3
        hidden: [64, 64]
        models:
          - {type: edge-flow, name: x, rate: linear, solver: {type: egd}}
          - {type: edge-flow, name: only-here, rate: linear}
        """);
    Files.writeString(
        directory.resolve("b/config.yaml"),
        """
        experiment: valley
        learning-rate: 0.2
        hidden: [64]
        sampling: {batch-size: 32}
        models:
          - {type: edge-flow, name: first}
          - {type: edge-flow, name: x, rate: linear, solver: {type: rk4}}
        """);
    replace("b/provenance.json", "17.0.15", "21.0.1");
    replace("b/provenance.json", "10:00:00Z", "11:00:00Z");

    assertThat(Differences.of(comparison("a", "b")))
        .containsExactly(
            row("learning-rate", "0.3", "0.2"),
            row("hidden", "64, 64", "64"),
            row("sampling.batch-size", Differences.ABSENT, "32"),
            row("models.x.solver.type", "egd", "rk4"),
            row("models", "x, only-here", "first, x"),
            row("jdk.version", "17.0.15", "21.0.1"));
  }

  @Test
  void aLabelIsAsMuchOfThePathAsTellsTheRunsApart() throws IOException {
    for (String run : List.of("x/seed-1", "y/seed-1", "y/seed-2")) {
      SyntheticRun.in(directory.resolve(run), 5).finish("valley");
    }

    assertThat(comparison("x/seed-1", "y/seed-2").entries())
        .extracting(Comparison.Entry::label)
        .containsExactly("seed-1", "seed-2");
    assertThat(comparison("x/seed-1", "y/seed-1", "y/seed-2").entries())
        .extracting(Comparison.Entry::label)
        .containsExactly("x/seed-1", "y/seed-1", "y/seed-2");
  }

  @Test
  void everyRunThatDoesNotCompareWithTheFirstIsNamed() throws IOException {
    for (String run : List.of("a", "b", "c", "d")) {
      SyntheticRun.in(directory.resolve(run), 5).finish("valley");
    }
    replace("b/summary.json", "\"seed\": 1,", "\"seed\": 1, \"dataset\": \"digits\",");
    replace("c/summary.json", "\"gradient-descent\"", "\"adam\"");
    replace("c/config.yaml", "gradient-descent", "adam");
    replace("c/summary.json", "\"seed\": 1,", "\"seed\": 1, \"optimizer\": \"adam\",");
    Files.move(
        directory.resolve("c/trajectories/gradient-descent.csv"),
        directory.resolve("c/trajectories/adam.csv"));

    assertThatThrownBy(() -> comparison("a", "b", "c", "d"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            refused ->
                assertThat(refused.problems())
                    .satisfiesExactly(
                        b ->
                            assertThat(b)
                                .startsWith(directory.resolve("b") + " cannot be compared with ")
                                .contains(": dataset 'digits' against none."),
                        c ->
                            assertThat(c)
                                .contains("optimizer 'adam' against 'gradient-descent'.")));
  }

  private static Differences.Row row(String key, String... values) {
    return new Differences.Row(key, List.of(values));
  }

  private void replace(String file, String old, String with) throws IOException {
    Path path = directory.resolve(file);
    assertThat(Files.readString(path)).contains(old);
    Files.writeString(path, Files.readString(path).replace(old, with));
  }

  private Comparison comparison(String... runs) {
    List<Path> paths = new ArrayList<>();
    for (String run : runs) {
      paths.add(directory.resolve(run));
    }
    return Comparison.of(paths);
  }

  private String page(String... runs) throws IOException {
    return ComparisonPage.html(comparison(runs));
  }

  private static Map<String, JsonNode> panels(String page) throws IOException {
    Matcher matcher = DATA.matcher(page);
    assertThat(matcher.find()).isTrue();
    Map<String, JsonNode> panels = new TreeMap<>();
    new ObjectMapper()
        .readTree(matcher.group(1))
        .forEach(panel -> panels.put(panel.path("id").asText(), panel));
    return panels;
  }

  private static List<String> labels(JsonNode panel) {
    return panel.path("curves").findValuesAsText("label");
  }
}
