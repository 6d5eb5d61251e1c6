package org.edgeflow.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of text in columns as wide as their longest cell, two blanks apart. Numbers may stand to the
 * right; the last column may be wrapped to the width of a terminal.
 */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /** A table with a heading over each column. */
  public TextTable(String... headings) {
    right = new boolean[headings.length];
    rows.add(headings.clone());
  }

  /** Puts the cells of these columns to the right. */
  public TextTable alignRight(int... columns) {
    for (int column : columns) {
      right[column] = true;
    }
    return this;
  }

  /** Adds a row. */
  public void row(String... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(cells.length + " cells in " + right.length + " columns");
    }
    rows.add(cells.clone());
  }

  /**
   * The lines, the headings first.
   *
   * @param indent blanks before each line
   * @param width the last column goes on in the next line beyond this
   */
  public List<String> lines(int indent, int width) {
    int last = right.length - 1;
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    int before = indent + Arrays.stream(widths, 0, last).map(each -> each + 2).sum();
    int room = Math.max(24, width - before);
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(" ".repeat(indent));
      for (int i = 0; i < last; i++) {
        line.append(padded(row[i], widths[i], right[i])).append("  ");
      }
      List<String> wrapped = wrap(row[last], room);
      line.append(right[last] ? padded(row[last], widths[last], true) : wrapped.get(0));
      lines.add(line.toString().stripTrailing());
      for (int i = 1; i < wrapped.size() && !right[last]; i++) {
        lines.add(" ".repeat(before) + wrapped.get(i));
      }
    }
    return lines;
  }

  private static String padded(String cell, int width, boolean right) {
    String blanks = " ".repeat(width - cell.length());
    return right ? blanks + cell : cell + blanks;
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
