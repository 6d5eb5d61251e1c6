package org.edgeflow.cli.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.edgeflow.cli.result.Trajectory;
import org.edgeflow.core.checkpoint.Durable;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.ReporterFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;

/**
 * {@code tensorboard/MODEL/events.out.tfevents.…}: a run of TensorBoard for each trajectory and a
 * scalar for each column, so that {@code tensorboard --logdir DIR} lays one over the other. Wall
 * times are the column {@code seconds} where it was recorded, else 0.
 */
public final class TensorBoardReporter implements Reporter {
  /** TensorBoard wants a time in the name; equal runs make equal files. */
  private static final String FILE = "events.out.tfevents.0000000000.edgeflow";

  /** Builds it. */
  public static final class Factory implements ReporterFactory<NoSettings> {
    @Override
    public Description description() {
      return new Description("tensorboard/: all columns as scalars, for tensorboard --logdir.");
    }

    @Override
    public boolean byDefault() {
      return false;
    }

    @Override
    public Reporter create(NoSettings settings) {
      return new TensorBoardReporter();
    }
  }

  @Override
  public void report(Path runDirectory) throws IOException {
    for (Map.Entry<String, Trajectory> each : Trajectories.of(runDirectory).entrySet()) {
      Path folder =
          Files.createDirectories(runDirectory.resolve("tensorboard").resolve(each.getKey()));
      Durable.replace(folder.resolve(FILE), out -> write(each.getValue(), new EventFile(out)));
    }
  }

  private static void write(Trajectory trajectory, EventFile events) throws IOException {
    double[] steps = trajectory.column(Column.STEP.key());
    double[] seconds = trajectory.column(Column.SECONDS.key());
    for (String column : trajectory.columns()) {
      if (column.equals(Column.STEP.key()) || column.equals(Column.SECONDS.key())) {
        continue;
      }
      double[] values = trajectory.column(column);
      for (int i = 0; i < values.length; i++) {
        if (Double.isFinite(values[i])) {
          events.scalar(
              Double.isFinite(seconds[i]) ? seconds[i] : 0, (long) steps[i], column, values[i]);
        }
      }
    }
  }
}
