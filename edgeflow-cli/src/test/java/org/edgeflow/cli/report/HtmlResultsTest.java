package org.edgeflow.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;
import org.junit.jupiter.api.Test;

class HtmlResultsTest {

  private static HtmlResults.Row row(String name, double error, String remark) {
    Figures figures =
        Figures.of(figure -> figure == Figure.CENTER_ERROR_AFTER ? error : Double.NaN);
    ModelResult result =
        new ModelResult(
            name,
            "edge-flow",
            "completed",
            figures,
            Optional.empty(),
            remark.isEmpty() ? Optional.empty() : Optional.of(remark));
    return new HtmlResults.Row(name, "", new Curve.Stroke("#000", 2, false), result);
  }

  @Test
  void whatIsTheOptimizerItselfIsNotTheBestModelOfIt() {
    String table =
        HtmlResults.table(
            "Model",
            List.of(
                row("flow", 0.02, ""),
                row("paper", 0.03, ""),
                row("map", 0.01, "gradient descent in other coordinates")));

    assertThat(table.lines().filter(line -> line.contains("class=\"best\"")))
        .singleElement()
        .asString()
        .contains("</span>flow<");
  }
}
