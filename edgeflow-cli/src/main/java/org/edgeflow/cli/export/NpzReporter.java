package org.edgeflow.cli.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.edgeflow.cli.result.Trajectory;
import org.edgeflow.core.checkpoint.Durable;
import org.edgeflow.core.checkpoint.NpyFile;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.ReporterFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.DataType;

/**
 * {@code trajectories.npz}: an array for each column, {@code MODEL/COLUMN}, as {@code numpy.load}
 * reads it. Values not taken are NaN.
 */
public final class NpzReporter implements Reporter {

  /** Builds it. */
  public static final class Factory implements ReporterFactory<NoSettings> {
    @Override
    public Description description() {
      return new Description("trajectories.npz: all columns, for numpy.load.");
    }

    @Override
    public boolean byDefault() {
      return false;
    }

    @Override
    public Reporter create(NoSettings settings) {
      return new NpzReporter();
    }
  }

  @Override
  public void report(Path runDirectory) throws IOException {
    Map<String, Trajectory> trajectories = Trajectories.of(runDirectory);
    Durable.replace(
        runDirectory.resolve("trajectories.npz"),
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, Trajectory> trajectory : trajectories.entrySet()) {
            for (String column : trajectory.getValue().columns()) {
              ZipEntry entry = new ZipEntry(trajectory.getKey() + "/" + column + ".npy");
              // Equal runs make equal files.
              entry.setTime(0);
              zip.putNextEntry(entry);
              double[] values = trajectory.getValue().column(column);
              NpyFile.write(zip, DataType.FLOAT64, values, values.length);
              zip.closeEntry();
            }
          }
          zip.finish();
        });
  }
}
