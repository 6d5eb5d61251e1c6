package org.edgeflow.cli.fidelity.table;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.cli.fidelity.standing.Cells;
import org.edgeflow.cli.fidelity.standing.Finding;
import org.edgeflow.cli.fidelity.standing.Measure;
import org.edgeflow.cli.fidelity.standing.Notes;
import org.edgeflow.cli.fidelity.standing.Standing;
import org.edgeflow.cli.fidelity.suite.Problem;
import org.edgeflow.cli.fidelity.suite.Suite;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.finding.Figure;

/** The comparison as a page of documentation. */
public final class FidelityMarkdown {
  private FidelityMarkdown() {}

  public static String text(Suite suite, List<Finding> findings, List<Standing> standings) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + suite.title());
    lines.add("");
    double seconds =
        findings.stream()
            .mapToDouble(finding -> finding.result().get(Figure.SECONDS))
            .filter(Double::isFinite)
            .sum();
    lines.add(
        "Suite `"
            + suite.name()
            + "`; "
            + Spread.figure(seconds, 3)
            + " s of steps in all, measurements apart. Over several seeds: median"
            + " (smallest–largest).");
    for (Cells grid : FidelityTable.overall(standings)) {
      lines.add("");
      lines.addAll(grid.markdown());
    }
    for (Problem problem : suite.problems()) {
      List<Standing> here =
          standings.stream().filter(each -> each.problem().equals(problem.name())).toList();
      lines.add("");
      lines.add("## " + problem.name());
      lines.add("");
      lines.addAll(
          new Cells(
                  problem.title(),
                  FidelityTable.headings(),
                  here.stream().map(FidelityTable::cells).toList(),
                  Notes.of(here))
              .markdown());
    }
    lines.add("");
    lines.add("## Columns");
    lines.add("");
    Measure.ofTables()
        .forEach(each -> lines.add("- **" + each.heading() + "**: " + each.legend() + "."));
    return String.join("\n", lines) + "\n";
  }
}
