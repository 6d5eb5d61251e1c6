package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReproduceCommandTest {
  private static final String WELL =
      """
      papers: ["2602.01480"]
      title: A well
      runs:
        well:
          steps: 200
          learning-rate: 1
          objective: {type: quartic, curvature: 2.2, softening: 1, start: 0.1}
          models: [{type: rod-flow}, {type: edge-flow, curvature: centre}]
        wells:
          steps: 200
          learning-rate: 1
          objective: {type: quartic, softening: 1, start: 0.1}
          vary: {objective.curvature: [2.1, 2.2, 2.4]}
      readings:
        orbit: {run: well, column: oscillation}
      claims:
        - claim: The orbit lies where it should
          source: algebra
          measured: orbit^2
          expected: 2.2 - 2
          tolerance: 1e-9
      """;

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal(Optional.of(Path.of("..")));

  private Path file(String text) throws IOException {
    return Files.writeString(temporary.resolve("claims.yaml"), text);
  }

  private Path out() {
    return temporary.resolve("out");
  }

  private JsonNode verdicts() throws IOException {
    return new ObjectMapper().readTree(out().resolve("reproduction.json").toFile());
  }

  @Test
  void aClaimIsRunReadAndJudged() throws IOException {
    Path file =
        file(
            WELL
                + """
                  - claim: The orbit is twice as large
                    source: nobody
                    measured: orbit
                    expected: 2 * SQRT(0.2)
                    tolerance: 10%
                  - claim: Its square grows as the excess of the curvature
                    source: algebra
                    readings: {slope: {run: wells, column: oscillation, over: exponent}}
                    measured: slope
                    expected: 10
                    tolerance: at-most
                """);
    assertThat(terminal.run("reproduce", file.toString(), "--out", out().toString())).isZero();
    JsonNode rows = verdicts();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).get("verdict").asText()).isEqualTo("holds");
    assertThat(rows.get(0).get("paper").asText()).isEqualTo("2602.01480");
    assertThat(rows.get(0).get("measured").asDouble()).isBetween(0.2 - 1e-9, 0.2 + 1e-9);
    assertThat(rows.get(1).get("verdict").asText()).isEqualTo("fails");
    assertThat(rows.get(2).get("verdict").asText()).isEqualTo("holds");
    assertThat(terminal.out()).contains("3 claims of 1 papers: 2 holds, 1 fails");
    assertThat(Files.readString(out().resolve("reproduction.html")))
        .contains("<svg", "The orbit is twice as large")
        .doesNotContain("<?xml");
  }

  @Test
  void whatCannotBeMeasuredSaysWhyAndTheOthersStillRun() throws IOException {
    Path file =
        file(
            WELL
                + """
                  - claim: A diverged model has a magnitude
                    source: nobody
                    readings: {size: {run: well, model: edge-flow, column: magnitude}}
                    measured: size
                    expected: 1
                    tolerance: 1
                  - claim: It does not get to its end
                    source: the centre's curvature never softens
                    readings: {end: {run: well, model: edge-flow, take: completed}}
                    measured: end
                    expected: 0
                    tolerance: 0
                  - claim: A column that is not there
                    source: nobody
                    readings: {size: {run: well, column: oscilation}}
                    measured: size
                    expected: 1
                    tolerance: 1
                """);
    assertThat(terminal.run("reproduce", file.toString(), "--out", out().toString(), "--quiet"))
        .isZero();
    JsonNode rows = verdicts();
    assertThat(rows.get(0).get("verdict").asText()).isEqualTo("holds");
    assertThat(rows.get(1).get("verdict").asText()).isEqualTo("not measured");
    assertThat(rows.get(1).get("measured").isNull()).isTrue();
    assertThat(rows.get(1).get("problem").asText()).contains("'edge-flow'", "diverged");
    assertThat(rows.get(2).get("verdict").asText()).isEqualTo("holds");
    assertThat(rows.get(3).get("problem").asText()).contains("Did you mean 'oscillation'?");
    assertThat(terminal.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source: algebra | | missing key 'claims[0].source'",
        "tolerance: 1e-9 | | missing key 'claims[0].tolerance'",
        "expected: 2.2 - 2 | | missing key 'claims[0].expected'",
        "expected: 2.2 - 2 | expected: 2.2 - | no formula",
        "expected: 2.2 - 2 | expected: orbits | Did you mean 'orbit'?",
        "column: oscillation | figure: onset_stp | Did you mean 'onset_step'?",
        "column: oscillation | take: step-above, column: loss | 'level'",
        "run: well | run: wels | Did you mean 'well'?",
        "run: well | run: wells | 'over: mean'",
        "[2.1, 2.2, 2.4] | [] | lists of values",
        "papers: [\"2602.01480\"] | papers: [] | at least one entry",
      })
  void aWrongFileIsRefusedBeforeAnythingRuns(String part, String instead, String message)
      throws IOException {
    Path file = file(WELL.replaceFirst(Pattern.quote(part), instead == null ? "" : instead));
    assertThat(terminal.run("reproduce", file.toString(), "--out", out().toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("claims.yaml").contains(message);
    assertThat(out()).doesNotExist();
  }

  @Test
  void anUnknownPaperIsRefusedWithTheNearest() {
    assertThat(terminal.run("reproduce", "2602.01481")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("no claims of a paper '2602.01481'", "2602.01480");
  }

  @Test
  void theClaimsThatComeWithEdgeFlowAreListedWithoutARun() {
    assertThat(terminal.run("reproduce", "--list")).isZero();
    assertThat(terminal.out()).contains("2602.01480", "2606.18080");
  }

  @Test
  void whatTakesSecondsHolds() throws IOException {
    assertThat(terminal.run("reproduce", "--brief", "--quiet", "--out", out().toString())).isZero();
    for (JsonNode row : verdicts()) {
      assertThat(row.get("verdict").asText()).as(row.toString()).isEqualTo("holds");
    }
  }
}
