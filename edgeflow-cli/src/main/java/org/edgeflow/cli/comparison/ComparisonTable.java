package org.edgeflow.cli.comparison;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.run.ResultsTable;
import org.edgeflow.core.finding.Figure;

/** The comparison for the terminal: what differs, then a row for every model and run. */
public final class ComparisonTable {
  static final String NOTHING_DIFFERS = "No setting differs, nor does the machine or a version.";

  /** A longer value would push the next run's off the terminal; the page has it whole. */
  private static final int WIDEST = 32;

  private ComparisonTable() {}

  /** Its lines. */
  public static List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>(differences(comparison));
    lines.add("");
    lines.addAll(results(comparison));
    return lines;
  }

  private static List<String> differences(Comparison comparison) {
    List<Differences.Row> rows = Differences.of(comparison);
    if (rows.isEmpty()) {
      return List.of(NOTHING_DIFFERS);
    }
    TextTable table =
        new TextTable(
            cells("what differs", comparison.entries().stream().map(Comparison.Entry::label)));
    rows.forEach(
        row -> table.row(cells(row.key(), row.values().stream().map(ComparisonTable::shortened))));
    return table.lines(0, 200);
  }

  private static String shortened(String value) {
    return value.length() <= WIDEST ? value : value.substring(0, WIDEST - 1) + "…";
  }

  private static List<String> results(Comparison comparison) {
    TextTable table = ResultsTable.withHeadings("model", "run");
    List<String> advice = new ArrayList<>();
    Set<String> remarks = new LinkedHashSet<>();
    for (String name : comparison.names()) {
      for (Comparison.Entry entry : comparison.entries()) {
        entry
            .result(name)
            .ifPresent(
                found -> {
                  table.row(
                      ResultsTable.cells(found.outcome(), found.figures(), name, entry.label())
                          .toArray(String[]::new));
                  found.note().ifPresent(remarks::add);
                  found
                      .advice()
                      .ifPresent(
                          text ->
                              advice.add(
                                  name
                                      + " in "
                                      + entry.label()
                                      + " "
                                      + found.outcome()
                                      + " at step "
                                      + (long) found.get(Figure.STEPS)
                                      + ": "
                                      + text));
                });
      }
    }
    List<String> lines = new ArrayList<>(table.lines(0, 200));
    lines.addAll(advice);
    lines.addAll(remarks);
    return lines;
  }

  private static String[] cells(String first, Stream<String> others) {
    return Stream.concat(Stream.of(first), others).toArray(String[]::new);
  }
}
