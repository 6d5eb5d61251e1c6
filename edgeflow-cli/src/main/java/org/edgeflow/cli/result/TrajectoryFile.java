package org.edgeflow.cli.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/** A CSV of numbers: a line of names, then rows; an empty cell is a value not taken. */
record TrajectoryFile(Path file) {
  private static final String REMEDY = "Run the config again.";
  private static final Pattern STEP = Pattern.compile("0|[1-9][0-9]{0,15}");
  private static final Pattern VALUE =
      Pattern.compile("-?(Infinity|[0-9]{1,20}(\\.[0-9]{1,20})?(E-?[0-9]{1,3})?)");

  /**
   * Reads it.
   *
   * @throws ConfigException if it is damaged; the message names the line
   */
  Trajectory read() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String header = lines.readLine();
      List<String> names = header == null ? List.of() : cells(header);
      checkNames(names);
      double[][] columns = new double[names.size()][1024];
      int rows = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (rows == columns[0].length) {
          for (int i = 0; i < columns.length; i++) {
            columns[i] = Arrays.copyOf(columns[i], 2 * rows);
          }
        }
        row(line, rows++, names, columns);
      }
      if (!endsWithLineFeed()) {
        throw new ConfigException(
            place(rows - 1) + "the last line has no end. Was the run cut off? " + REMEDY);
      }
      Map<String, double[]> byName = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        byName.put(names.get(i), Arrays.copyOf(columns[i], rows));
      }
      return new Trajectory(byName);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": not a text file in UTF-8. " + REMEDY);
    }
  }

  private void checkNames(List<String> names) {
    if (names.isEmpty() || !names.get(0).equals(Column.STEP.key())) {
      throw new ConfigException(
          file + ":1: the first column is not 'step'; expected a line of column names. " + REMEDY);
    }
    Set<String> taken = new HashSet<>();
    for (String name : names) {
      if (name.isBlank() || !taken.add(name)) {
        throw new ConfigException(
            file
                + ":1: "
                + (name.isBlank()
                    ? "a column has no name. "
                    : "two columns are called '" + Excerpt.of(name) + "'. ")
                + REMEDY);
      }
    }
  }

  private boolean endsWithLineFeed() throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      bytes.position(Math.max(0, bytes.size() - 1)).read(last);
      return last.get(0) == '\n';
    }
  }

  private void row(String line, int row, List<String> names, double[][] columns) {
    List<String> cells = cells(line);
    if (cells.size() != names.size()) {
      throw new ConfigException(
          place(row)
              + "the row has "
              + cells.size()
              + " cells, the file has "
              + names.size()
              + " columns. Was the run cut off? "
              + REMEDY);
    }
    for (int i = 0; i < columns.length; i++) {
      Pattern pattern = i == 0 ? STEP : VALUE;
      String cell = cells.get(i);
      double value = pattern.matcher(cell).matches() ? number(cell) : Double.NaN;
      if (Double.isNaN(value) && (i == 0 || !cell.isEmpty())) {
        throw new ConfigException(
            place(row)
                + "column '"
                + Excerpt.of(names.get(i))
                + "' has '"
                + Excerpt.of(cell)
                + (i == 0 ? "', expected the number of a step. " : "', expected a number. ")
                + REMEDY);
      }
      columns[i][row] = value;
    }
  }

  // Digits that go beyond float64 are not what a run writes where a value overflowed.
  private static double number(String cell) {
    if (cell.endsWith("Infinity")) {
      return Double.parseDouble(cell);
    }
    double value = Double.parseDouble(cell);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  private String place(int row) {
    return file + ":" + (row + 2) + ": ";
  }

  /** The cells of a line; a cell in double quotes may hold commas and doubled quotes. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
