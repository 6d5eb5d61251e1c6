package org.edgeflow.core.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes each trajectory to a CSV file of its name. Numbers are the shortest decimals that read
 * back to the same float64, steps are integers, values not taken are empty; lines end in a line
 * feed.
 *
 * <p>What cannot be written surfaces as an {@link UncheckedIOException}; rows written before it
 * stay.
 */
public final class CsvRecorder implements Recorder, AutoCloseable {
  private final Map<String, BufferedWriter> writers = new LinkedHashMap<>();
  private final StringBuilder line = new StringBuilder();

  private CsvRecorder() {}

  /**
   * Starts new files.
   *
   * @param directory exists
   */
  public static CsvRecorder create(Path directory, List<Trajectory> trajectories)
      throws IOException {
    CsvRecorder recorder = new CsvRecorder();
    try {
      for (Trajectory trajectory : trajectories) {
        BufferedWriter writer =
            Files.newBufferedWriter(
                file(directory, trajectory),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        recorder.writers.put(trajectory.name(), writer);
        writer.write(header(trajectory));
      }
    } catch (IOException e) {
      recorder.abandon();
      throw e;
    }
    return recorder;
  }

  /**
   * Goes on with the files of an interrupted run: rows of {@code nextStep} and later are dropped,
   * because they will come again.
   *
   * @throws IOException if a file is missing or has other columns
   */
  public static CsvRecorder resume(Path directory, List<Trajectory> trajectories, long nextStep)
      throws IOException {
    CsvRecorder recorder = new CsvRecorder();
    try {
      for (Trajectory trajectory : trajectories) {
        Path file = file(directory, trajectory);
        long kept = bytesBefore(nextStep, file, header(trajectory));
        // In place: rows that are kept are never out of the file, even on a full disk.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(kept);
        }
        recorder.writers.put(
            trajectory.name(),
            Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
      }
    } catch (IOException e) {
      recorder.abandon();
      throw e;
    }
    return recorder;
  }

  private static long bytesBefore(long nextStep, Path file, String header) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    if (!text.startsWith(header)) {
      throw new IOException(
          file + " has other columns than the run that is to go on; it expects " + header.strip());
    }
    int end = header.length();
    while (end < text.length()) {
      int comma = text.indexOf(',', end);
      int newline = text.indexOf('\n', end);
      if (comma < 0 || newline < 0 || Long.parseLong(text, end, comma, 10) >= nextStep) {
        break;
      }
      end = newline + 1;
    }
    return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
  }

  private static Path file(Path directory, Trajectory trajectory) {
    return directory.resolve(trajectory.name() + ".csv");
  }

  private static String header(Trajectory trajectory) {
    return String.join(",", trajectory.columns()) + "\n";
  }

  @Override
  public void row(Row row) {
    double[] values = row.values();
    line.setLength(0);
    line.append((long) values[0]);
    for (int i = 1; i < values.length; i++) {
      line.append(',');
      if (!Double.isNaN(values[i])) {
        line.append(values[i]);
      }
    }
    line.append('\n');
    try {
      writers.get(row.trajectory().name()).append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes sure that every row so far is in its file, as a checkpoint needs. */
  public void flush() throws IOException {
    for (BufferedWriter writer : writers.values()) {
      writer.flush();
    }
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (BufferedWriter writer : writers.values()) {
      try {
        writer.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void abandon() {
    try {
      close();
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
  }
}
