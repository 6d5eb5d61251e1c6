package org.edgeflow.core.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.checkpoint.GrowingFile;

/**
 * Writes each trajectory to a CSV file of its name. Numbers are the shortest decimals that read
 * back to the same float64, steps are integers, values not taken are empty; lines end in a line
 * feed.
 *
 * <p>What cannot be written surfaces as an {@link UncheckedIOException}; rows written before it
 * stay.
 */
public final class CsvRecorder implements Recorder, AutoCloseable {
  private final Map<String, GrowingFile> files = new LinkedHashMap<>();
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
        GrowingFile file = GrowingFile.create(file(directory, trajectory));
        recorder.files.put(trajectory.name(), file);
        file.append(header(trajectory));
      }
    } catch (IOException e) {
      recorder.abandon();
      throw e;
    }
    return recorder;
  }

  /**
   * Goes on with the files of an interrupted run: rows after the marks are dropped, because they
   * will come again. No file is touched before each has been found to hold what it held.
   *
   * @param marks what {@link #sync} said, by trajectory
   * @throws org.edgeflow.core.checkpoint.DamagedFileException if a file is missing, or has lost or
   *     changed something since
   */
  public static CsvRecorder resume(
      Path directory, List<Trajectory> trajectories, Map<String, GrowingFile.Mark> marks)
      throws IOException {
    for (Trajectory trajectory : trajectories) {
      GrowingFile.check(file(directory, trajectory), marks.get(trajectory.name()));
    }
    CsvRecorder recorder = new CsvRecorder();
    try {
      for (Trajectory trajectory : trajectories) {
        recorder.files.put(
            trajectory.name(),
            GrowingFile.resume(file(directory, trajectory), marks.get(trajectory.name())));
      }
    } catch (IOException e) {
      recorder.abandon();
      throw e;
    }
    return recorder;
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
      files.get(row.trajectory().name()).append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes sure that every row so far is on the disk, as a checkpoint needs.
   *
   * @return what each file holds now, by trajectory
   * @throws org.edgeflow.core.checkpoint.DamagedFileException if a file was removed, replaced or
   *     cut meanwhile
   */
  public Map<String, GrowingFile.Mark> sync() throws IOException {
    Map<String, GrowingFile.Mark> marks = new LinkedHashMap<>();
    for (Map.Entry<String, GrowingFile> file : files.entrySet()) {
      marks.put(file.getKey(), file.getValue().sync());
    }
    return marks;
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (GrowingFile file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void abandon() {
    for (GrowingFile file : files.values()) {
      try {
        file.abandon();
      } catch (IOException e) {
        // The failure that led here is the one to report.
      }
    }
  }
}
