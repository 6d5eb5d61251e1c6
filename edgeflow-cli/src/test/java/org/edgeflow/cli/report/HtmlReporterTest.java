package org.edgeflow.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edgeflow.cli.result.Points;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.cli.result.SyntheticRun;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReporterTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"panels\">(.*?)</script>", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void thePageHoldsEveryPanelAndItsData() throws IOException {
    SyntheticRun.in(directory, 200).gradientFlow().edgeFlow("edge-flow").finish("sharp-valley");
    String page = render(2000);
    JsonNode panels = data(page);

    assertThat(ids(panels))
        .containsExactly(
            "loss",
            "sharpness",
            "oscillation",
            "center-error",
            "relative-center-error",
            "column-x",
            "column-y",
            "column-curvature");
    assertThat(labels(panels.get(0)))
        .containsExactly("GD, each iterate", "GD, two-step average", "gradient-flow", "edge-flow");
    JsonNode y = panels.get(6).path("curves").get(0);
    assertThat(y.path("y").get(0).asDouble()).isEqualTo(6);
    assertThat(y.path("x")).hasSize(201);
    assertThat(panels.get(1).path("levels").get(0).path("label").asText()).isEqualTo("2/η = 6.667");
    assertThat(panels.get(2).path("logarithmic").asBoolean()).isTrue();
    assertThat(page)
        .contains("<td>0.0123</td>", "<td class=\"best\">0.03100</td>", "<td>200</td>")
        .contains("objective: {type: sharp-valley", "0123abc", "Every recorded value is drawn");
  }

  @Test
  void thePageLoadsNothing() throws IOException {
    SyntheticRun.in(directory, 50).edgeFlow("edge-flow").finish("sharp-valley");
    String page = render(2000);
    String ours = page.replaceAll("(?s)<script.*?</script>|<style>.*?</style>", "");

    assertThat(page).contains("content=\"default-src 'none';");
    assertThat(ours).doesNotContain("src=", "href=", "url(", "@import", "<link", "<iframe", "<img");
    assertThat(page.substring(page.indexOf("<style>"), page.indexOf("</style>")))
        .doesNotContain("url(", "@import");
  }

  @Test
  void hostileTextsStayTexts() throws IOException {
    String hostile = "<b>&\"</script><script>alert(1)</script>{{data}}";
    SyntheticRun.in(directory, 50).edgeFlow("<b>&").divergedModel().finish(hostile);
    String page = render(2000);

    assertThat(page)
        .doesNotContain("<script>alert", "<b>&\"")
        .contains("&lt;b&gt;&amp;&quot;&lt;/script&gt;&lt;script&gt;alert(1)")
        .contains("take &lt;smaller&gt; steps");
    assertThat(labels(data(page).get(0))).contains("<b>&");
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  @Test
  void longRunsAreThinnedAndThePageSaysSo() throws IOException {
    SyntheticRun.in(directory, 3000).finish("long");
    String page = render(200);
    JsonNode curve = data(page).get(0).path("curves").get(0);

    assertThat(curve.path("x").size()).isBetween(100, 200);
    assertThat(page).contains("Curves of more than 200 points (the longest has 3,001)");
    Points full = new RunDirectoryReader().read(directory).referenceTrajectory().against("loss");
    double peak = Arrays.stream(full.y()).max().orElseThrow();
    List<Double> drawn = new ArrayList<>();
    curve.path("y").forEach(value -> drawn.add(value.asDouble()));
    assertThat(drawn).anySatisfy(value -> assertThat(value).isCloseTo(peak, offset(1e-7)));
  }

  @Test
  void runsWithLittleInThemRender() throws IOException {
    SyntheticRun.in(directory.resolve("alone"), 5).finish("alone");
    SyntheticRun.in(directory.resolve("one-row"), 0).finish("one row");
    SyntheticRun.in(directory.resolve("empty"), 5).emptyModel().finish("empty");

    assertThat(page(directory.resolve("alone")))
        .contains("Gradient descent alone", "never set in during this run");
    assertThat(page(directory.resolve("one-row"))).contains("Figure 1.");
    assertThat(page(directory.resolve("empty"))).contains("<strong>stopped at step 3</strong>");
  }

  @Test
  void aDivergedModelDoesNotSetTheScale() throws IOException {
    SyntheticRun.in(directory, 200).divergedModel().finish("diverged");
    JsonNode loss = data(render(2000)).get(0);

    assertThat(labels(loss)).contains("free-energy");
    assertThat(loss.path("linearFrame").get(1).asDouble()).isLessThan(10);
  }

  @Test
  void aRunWhoseTrajectoriesHoldOnlyStepsSaysSo() throws IOException {
    SyntheticRun.in(directory, 2).finish("hollow");
    Files.writeString(
        directory.resolve("trajectories/gradient-descent.csv"),
        "step,loss,sharpness,oscillation,seconds\n0,,,,\n1,,,,\n2,,,,\n");

    assertThat(render(2000)).contains("hold no values to draw");
  }

  @Test
  void aDirectoryThatIsNoRunIsLeftAsItIs() {
    assertThatThrownBy(() -> render(2000)).isInstanceOf(ConfigException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theEmbeddedLibraryIsTheOneThatTheReadmeNames() throws Exception {
    try (InputStream script = HtmlReporter.class.getResourceAsStream("plotly-basic.min.js");
        InputStream readme = HtmlReporter.class.getResourceAsStream("README.md")) {
      String sum =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(script.readAllBytes()));
      assertThat(new String(readme.readAllBytes(), StandardCharsets.UTF_8)).contains(sum);
    }
  }

  private String render(int points) throws IOException {
    new HtmlReporter(new HtmlReporter.Settings(points)).report(directory);
    return Files.readString(directory.resolve("report.html"));
  }

  private static String page(Path run) throws IOException {
    new HtmlReporter(new HtmlReporter.Settings(2000)).report(run);
    return Files.readString(run.resolve("report.html"));
  }

  private static JsonNode data(String page) throws IOException {
    Matcher matcher = DATA.matcher(page);
    assertThat(matcher.find()).isTrue();
    return new ObjectMapper().readTree(matcher.group(1));
  }

  private static List<String> ids(JsonNode panels) {
    List<String> ids = new ArrayList<>();
    panels.forEach(panel -> ids.add(panel.path("id").asText()));
    return ids;
  }

  private static List<String> labels(JsonNode panel) {
    List<String> labels = new ArrayList<>();
    panel.path("curves").forEach(curve -> labels.add(curve.path("label").asText()));
    return labels;
  }
}
