package org.edgeflow.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.edgeflow.cli.result.SyntheticRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: Chromium without a window, where one is installed. */
class BrowserTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";

  /** Notes what goes wrong from the first script on. */
  private static final String WATCH =
      """
      <script>
      window.wrong = [];
      window.onerror = (message) => { wrong.push(String(message)); };
      window.onunhandledrejection = (event) => { wrong.push(String(event.reason)); };
      document.addEventListener("securitypolicyviolation", (event) => wrong.push(event.blockedURI));
      const complain = console.error;
      console.error = (...words) => { wrong.push(words.join(" ")); complain(...words); };
      </script>
      """;

  /** Zooms in the first panel, clicks on a scale, and says what the page then is. */
  private static final String PROBE =
      """
      <script>
      (async () => {
        const until = async (condition) => {
          for (let i = 0; i < 400 && !condition(); i++) await new Promise((r) => setTimeout(r, 25));
        };
        const places = () => [...document.querySelectorAll(".panel")];
        await until(() => document.body.classList.contains("drawn"));
        const all = places().map((place) => place.querySelectorAll(".js-line").length);
        await Plotly.relayout(places()[0], { "xaxis.range[0]": 10, "xaxis.range[1]": 20 });
        await until(() => places().every((place) => Math.abs(place.layout.xaxis.range[1] - 20) < 1));
        const button = document.querySelector("button.scale");
        const before = places()[0].layout.yaxis.type;
        button.click();
        await until(() => places()[0].layout.yaxis.type !== before);
        const out = document.createElement("pre");
        out.id = "probe";
        out.textContent = JSON.stringify({
          wrong,
          curves: all,
          ranges: places().map((place) => place.layout.xaxis.range.map(Number)),
          flipped: places()[0].layout.yaxis.type !== before,
          requests: performance.getEntriesByType("resource").length,
          images: document.querySelectorAll("img").length,
          legend: [...document.querySelectorAll(".legendtext")].map((text) => text.textContent),
          overflow: document.documentElement.scrollWidth - window.innerWidth,
          paper: getComputedStyle(document.documentElement).backgroundColor,
          plot: document.querySelector(".main-svg").style.background,
        });
        document.body.append(out);
      })();
      </script>
      """;

  private static Optional<Path> chromium = Optional.empty();

  @TempDir Path directory;

  @BeforeAll
  static void chromiumIsInstalled() {
    chromium =
        Stream.of(System.getenv("PATH").split(":"))
            .flatMap(
                folder ->
                    Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeThat(chromium).as("no Chromium on the PATH (Debian: apt install chromium)").isPresent();
  }

  private JsonNode open(String... options) throws IOException, InterruptedException {
    String page = Files.readString(directory.resolve("report.html"));
    Path watched = directory.resolve("watched.html");
    Files.writeString(
        watched,
        page.replaceFirst("</title>", "</title>" + WATCH).replace("</body>", PROBE + "</body>"));
    List<String> command =
        new ArrayList<>(
            List.of(
                chromium.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=30000"));
    command.addAll(List.of(options));
    command.addAll(List.of("--dump-dom", watched.toUri().toString()));
    Path dom = directory.resolve("dom.html");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String text = Files.readString(dom, StandardCharsets.UTF_8);
    int from = text.indexOf("<pre id=\"probe\">");
    assertThat(from).as("the page came to its end").isPositive();
    String json = text.substring(from + 16, text.indexOf("</pre>", from));
    return new ObjectMapper()
        .readTree(json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
  }

  private void write() throws IOException {
    SyntheticRun.in(directory, 200).gradientFlow().edgeFlow(HOSTILE).finish("sharp-valley");
    new HtmlReporter(new HtmlReporter.Settings(2000)).report(directory);
  }

  @Test
  void curvesAreDrawnNothingIsLoadedAndNamesStayText() throws Exception {
    write();
    JsonNode page = open("--window-size=1400,1000");
    assertThat(page.get("wrong")).isEmpty();
    assertThat(page.get("requests").asInt()).isZero();
    assertThat(page.get("images").asInt()).isZero();
    assertThat(page.get("curves")).isNotEmpty();
    page.get("curves").forEach(lines -> assertThat(lines.asInt()).isPositive());
    assertThat(page.get("legend").toString()).contains(HOSTILE);
  }

  @Test
  void everyPanelFollowsAZoomAndAScaleCanBeChanged() throws Exception {
    write();
    JsonNode page = open("--window-size=1400,1000");
    for (JsonNode range : page.get("ranges")) {
      assertThat(range.get(0).asDouble()).isEqualTo(10);
      assertThat(range.get(1).asDouble()).isEqualTo(20);
    }
    assertThat(page.get("flipped").asBoolean()).isTrue();
  }

  @Test
  void aPhoneScrollsDownAndNotAcross() throws Exception {
    write();
    // Headless Chromium has no narrower window than this.
    assertThat(open("--window-size=500,900").get("overflow").asInt()).isLessThanOrEqualTo(0);
  }

  @Test
  void aDarkScreenGetsADarkPage() throws Exception {
    write();
    JsonNode page = open("--window-size=1400,1000", "--blink-settings=preferredColorScheme=0");
    assertThat(page.get("paper").asText()).isEqualTo("rgb(22, 24, 27)");
    assertThat(page.get("plot").asText()).isEqualTo("rgb(22, 24, 27)");
  }
}
