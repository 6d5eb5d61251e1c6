package org.edgeflow.cli.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.settings.ConfigException;

/** A CSV of numbers: a line of names, then rows; an empty cell is a value not taken. */
final class TrajectoryFile {
  private final Path file;

  TrajectoryFile(Path file) {
    this.file = file;
  }

  /**
   * Reads it.
   *
   * @throws ConfigException if it is damaged; the message names the line
   */
  Trajectory read() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String header = lines.readLine();
      List<String> names = header == null ? List.of() : cells(header);
      if (!names.contains(Column.STEP.key())) {
        throw new ConfigException(
            file + ":1: no column 'step'; expected a line of column names. Run the config again.");
      }
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
      Map<String, double[]> byName = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        byName.put(names.get(i), Arrays.copyOf(columns[i], rows));
      }
      return new Trajectory(byName);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": not a text file in UTF-8. Run the config again.");
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
              + " columns. Was the run cut off? Run the config again.");
    }
    for (int i = 0; i < columns.length; i++) {
      String cell = cells.get(i).strip();
      try {
        columns[i][row] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
      } catch (NumberFormatException e) {
        throw new ConfigException(
            place(row) + "column '" + names.get(i) + "' has '" + cell + "', expected a number.");
      }
    }
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
