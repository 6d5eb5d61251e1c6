package org.edgeflow.cli.fidelity;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.cli.run.TextTable;

/** The comparison for the terminal: a table a problem, then Edge Flow against the best rival. */
final class FidelityTable {
  static final List<String> HEADINGS =
      List.of(
          "model",
          "outcome",
          "error before",
          "error after",
          "relative",
          "loss error",
          "onset error",
          "peak sharpness",
          "gradients/step",
          "HVPs/step",
          "seconds");

  private FidelityTable() {}

  static List<String> lines(Suite suite, List<Standing> standings) {
    List<String> lines = new ArrayList<>();
    lines.add(suite.title());
    for (Problem problem : suite.problems()) {
      lines.add("");
      lines.add(problem.name() + ": " + problem.title());
      TextTable table =
          new TextTable(HEADINGS.toArray(String[]::new)).alignRight(2, 3, 4, 5, 6, 7, 8, 9, 10);
      List<Standing> here =
          standings.stream().filter(each -> each.problem().equals(problem.name())).toList();
      here.forEach(standing -> table.row(cells(standing).toArray(String[]::new)));
      lines.addAll(table.lines(2, 200));
      here.stream()
          .flatMap(standing -> standing.findings().stream())
          .filter(finding -> finding.result().advice().isPresent())
          .forEach(
              finding ->
                  lines.add(
                      "  "
                          + finding.model()
                          + ", seed "
                          + finding.seed()
                          + ": "
                          + finding.result().outcome()
                          + " at step "
                          + (long) finding.result().steps()
                          + ": "
                          + finding.result().advice().orElseThrow()));
    }
    lines.add("");
    lines.addAll(verdicts(standings));
    return lines;
  }

  /** The cells of one row, in the order of the headings. */
  static List<String> cells(Standing standing) {
    return List.of(
        standing.model(),
        standing.outcome(),
        standing.spread(finding -> finding.result().centerErrorBefore()).text(3),
        standing.errorAfter().text(3),
        standing.spread(finding -> finding.result().relativeCenterErrorAfter()).text(3),
        standing.spread(finding -> finding.result().lossErrorAfter()).text(3),
        standing.reference() ? onset(standing) : standing.spread(Finding::onsetError).text(4),
        standing.spread(Finding::peak).text(4),
        standing.spread(Finding::gradientsPerStep).text(3),
        standing.spread(Finding::hvpsPerStep).text(3),
        standing.spread(finding -> finding.result().seconds()).text(2));
  }

  private static String onset(Standing reference) {
    Spread onset = reference.spread(finding -> finding.result().onsetStep());
    return onset.count() == 0 ? "no onset" : "onset " + onset.text(4);
  }

  private static List<String> verdicts(List<Standing> standings) {
    TextTable table =
        new TextTable(
                "problem", "edge-flow", "best variant", "", "best rival", "", "edge-flow / rival")
            .alignRight(1, 3, 5, 6);
    for (Verdict verdict : Verdict.of(standings)) {
      table.row(
          verdict.problem(),
          verdict.edgeFlow().map(each -> each.errorAfter().text(3)).orElse("-"),
          verdict.variant().map(Standing::model).orElse("-"),
          verdict.variant().map(each -> each.errorAfter().text(3)).orElse("-"),
          verdict.rival().map(Standing::model).orElse("-"),
          verdict.rival().map(each -> each.errorAfter().text(3)).orElse("-"),
          Spread.figure(verdict.ratio(), 2));
    }
    List<String> lines = new ArrayList<>();
    lines.add("Mean centre error after the onset, median over seeds:");
    lines.addAll(table.lines(2, 200));
    return lines;
  }
}
