package org.edgeflow.cli.reproduction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.reproduction.claim.Claim;
import org.edgeflow.cli.reproduction.claim.Paper;
import org.edgeflow.cli.result.Spread;

/** Verdicts as text and as JSON. */
final class ReproductionTable {
  private static final int DIGITS = 6;

  private ReproductionTable() {}

  /** A row a claim, what could not be measured below, and how many hold. */
  static List<String> lines(List<Verdict> verdicts) {
    TextTable table =
        new TextTable("paper", "expected", "tolerance", "measured", "verdict", "seconds", "claim")
            .alignRight(1, 2, 3, 5);
    List<String> notes = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      table.row(
          verdict.paper().id(),
          number(verdict.expected()),
          verdict.claim().tolerance().text(),
          number(verdict.measured()),
          verdict.outcome().label(),
          String.format(Locale.ROOT, "%.1f", verdict.seconds()),
          verdict.claim().text());
      if (!verdict.problem().isEmpty()) {
        notes.add("not measured, " + verdict.claim().text() + ": " + verdict.problem());
      }
    }
    List<String> lines = new ArrayList<>(table.lines(0, Integer.MAX_VALUE));
    if (!notes.isEmpty()) {
      lines.add("");
      lines.addAll(notes);
    }
    lines.add("");
    lines.add(tally(verdicts));
    return lines;
  }

  /** How many claims of how many papers there are, and what they come to. */
  static String tally(List<Verdict> verdicts) {
    long papers =
        verdicts.stream().flatMap(each -> each.paper().numbers().stream()).distinct().count();
    StringBuilder tally = new StringBuilder(verdicts.size() + " claims of " + papers + " papers:");
    String separator = " ";
    for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
      long count = verdicts.stream().filter(each -> each.outcome() == outcome).count();
      tally.append(separator).append(count).append(' ').append(outcome.label());
      separator = ", ";
    }
    return tally.append('.').toString();
  }

  /** The table in Markdown, as docs/evidence keeps it. */
  static String markdown(List<Verdict> verdicts) {
    StringBuilder page = new StringBuilder("# Reproduction\n\n").append(tally(verdicts));
    page.append("\n\n| paper | claim | expected | tolerance | measured | verdict | seconds |\n");
    page.append("|---|---|---|---|---|---|---|\n");
    for (Verdict verdict : verdicts) {
      page.append("| ")
          .append(
              String.join(
                  " | ",
                  verdict.paper().id(),
                  verdict.claim().text().replace("|", "\\|"),
                  number(verdict.expected()),
                  verdict.claim().tolerance().text(),
                  number(verdict.measured()),
                  verdict.outcome().label(),
                  String.format(Locale.ROOT, "%.1f", verdict.seconds())))
          .append(" |\n");
    }
    for (Verdict verdict : verdicts) {
      if (!verdict.problem().isEmpty()) {
        page.append("\nNot measured, ")
            .append(verdict.claim().text())
            .append(": ")
            .append(verdict.problem())
            .append('\n');
      }
    }
    return page.toString();
  }

  /** A list of objects. */
  static String json(List<Verdict> verdicts) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("paper", verdict.paper().id());
      row.put("claim", verdict.claim().text());
      row.put("source", verdict.claim().source());
      row.put("expected", JsonFile.finite(verdict.expected()));
      row.put("measured", JsonFile.finite(verdict.measured()));
      row.put("tolerance", verdict.claim().tolerance().text());
      row.put("verdict", verdict.outcome().label());
      row.put("problem", verdict.problem().isEmpty() ? null : verdict.problem());
      row.put("seconds", verdict.seconds());
      rows.add(row);
    }
    return JsonFile.text(rows);
  }

  /** The claims before anything is run. */
  static List<String> listing(List<Paper> papers, int width) {
    TextTable table = new TextTable("paper", "expected", "tolerance", "claim");
    for (Paper paper : papers) {
      for (Claim claim : paper.claims()) {
        table.row(paper.id(), claim.expected().text(), claim.tolerance().text(), claim.text());
      }
    }
    return table.lines(0, width);
  }

  static String number(double value) {
    return Spread.figure(value, DIGITS);
  }
}
