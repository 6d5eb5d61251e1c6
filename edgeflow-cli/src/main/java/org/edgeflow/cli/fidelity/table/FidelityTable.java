package org.edgeflow.cli.fidelity.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.fidelity.standing.Cells;
import org.edgeflow.cli.fidelity.standing.Criterion;
import org.edgeflow.cli.fidelity.standing.Measure;
import org.edgeflow.cli.fidelity.standing.Notes;
import org.edgeflow.cli.fidelity.standing.Onsets;
import org.edgeflow.cli.fidelity.standing.Standing;
import org.edgeflow.cli.fidelity.standing.Trial;
import org.edgeflow.cli.fidelity.standing.Verdict;
import org.edgeflow.cli.fidelity.suite.Problem;
import org.edgeflow.cli.fidelity.suite.Suite;
import org.edgeflow.cli.result.Spread;

/** The comparison for the terminal: a table a problem, then Edge Flow against the best rival. */
public final class FidelityTable {
  private FidelityTable() {}

  public static List<String> lines(Suite suite, List<Standing> standings) {
    List<String> lines = new ArrayList<>();
    lines.add(suite.title());
    for (Problem problem : suite.problems()) {
      lines.add("");
      lines.add(problem.name() + ": " + problem.title());
      List<String> headings = headings();
      TextTable table =
          new TextTable(headings.toArray(String[]::new))
              .alignRight(IntStream.range(2, headings.size()).toArray());
      List<Standing> here =
          standings.stream().filter(each -> each.problem().equals(problem.name())).toList();
      here.forEach(standing -> table.row(cells(standing).toArray(String[]::new)));
      lines.addAll(table.lines(2, 200));
      Notes.of(here).forEach(note -> lines.add("  " + note));
    }
    for (Cells grid : overall(standings)) {
      lines.add("");
      lines.addAll(grid.text());
    }
    return lines;
  }

  /** What stands over the cells. */
  static List<String> headings() {
    return Stream.concat(
            Stream.of("model", "outcome"), Measure.ofTables().stream().map(Measure::heading))
        .toList();
  }

  /** The cells of one row, in the order of the headings. */
  static List<String> cells(Standing standing) {
    return Stream.concat(
            Stream.of(standing.model(), standing.outcome()),
            Measure.ofTables().stream().map(measure -> cell(measure, standing)))
        .toList();
  }

  private static String cell(Measure measure, Standing standing) {
    if (measure == Measure.RINGING_PERIOD && standing.reference()) {
      return measure.cell(standing)
          + " (small loops: "
          + Measure.RINGING_FORMULA.over(standing).text(3)
          + ")";
    }
    if (measure != Measure.ONSET_ERROR || !standing.reference()) {
      return measure.cell(standing);
    }
    Spread onset = Measure.ONSET_STEP.over(standing);
    return onset.count() == 0 ? "no onset" : "onset " + onset.text(4);
  }

  /** What is said over all problems: Edge Flow against its rivals, the true flow, the onsets. */
  static List<Cells> overall(List<Standing> standings) {
    List<Cells> grids = new ArrayList<>();
    List<Verdict> verdicts = Verdict.of(standings);
    if (verdicts.stream().anyMatch(verdict -> verdict.rival().isPresent())) {
      grids.add(verdicts(verdicts));
    }
    List<Trial> trials = Trial.of(standings);
    if (!trials.isEmpty()) {
      grids.add(Criterion.grid(trials));
    }
    Cells onsets = Onsets.grid(standings);
    if (!onsets.rows().isEmpty()) {
      grids.add(onsets);
    }
    return grids;
  }

  private static Cells verdicts(List<Verdict> verdicts) {
    return new Cells(
        "Mean centre error after the onset, median over seeds",
        List.of("problem", "edge-flow", "best variant", "", "best rival", "", "edge-flow / rival"),
        verdicts.stream()
            .map(
                verdict ->
                    List.of(
                        verdict.problem(),
                        verdict.edgeFlow().map(Measure.ERROR_AFTER::cell).orElse("-"),
                        verdict.variant().map(Standing::model).orElse("-"),
                        verdict.variant().map(Measure.ERROR_AFTER::cell).orElse("-"),
                        verdict.rival().map(Standing::model).orElse("-"),
                        verdict.rival().map(Measure.ERROR_AFTER::cell).orElse("-"),
                        Spread.figure(verdict.ratio(), 2)))
            .toList());
  }
}
