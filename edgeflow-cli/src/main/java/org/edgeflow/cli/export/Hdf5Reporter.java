package org.edgeflow.cli.export;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.edgeflow.cli.result.Trajectory;
import org.edgeflow.core.checkpoint.Durable;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.ReporterFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;

/**
 * {@code trajectories.h5}: a group for each trajectory and in it a dataset for each column, as h5py
 * reads it. Values not taken are NaN.
 */
public final class Hdf5Reporter implements Reporter {

  /** Builds it. */
  public static final class Factory implements ReporterFactory<NoSettings> {
    @Override
    public Description description() {
      return new Description("trajectories.h5: all columns, for h5py and MATLAB.");
    }

    @Override
    public boolean byDefault() {
      return false;
    }

    @Override
    public Reporter create(NoSettings settings) {
      return new Hdf5Reporter();
    }
  }

  @Override
  public void report(Path runDirectory) throws IOException {
    Map<String, Trajectory> trajectories = Trajectories.of(runDirectory);
    // The library writes to a path of its own and not to a stream.
    Path made = Files.createTempFile("edgeflow", ".h5");
    try {
      try (WritableHdfFile file = HdfFile.write(made)) {
        for (Map.Entry<String, Trajectory> trajectory : trajectories.entrySet()) {
          WritableGroup group = file.putGroup(trajectory.getKey());
          for (String column : trajectory.getValue().columns()) {
            group.putDataset(column, trajectory.getValue().column(column));
          }
        }
      }
      Durable.replace(runDirectory.resolve("trajectories.h5"), out -> Files.copy(made, out));
    } finally {
      Files.deleteIfExists(made);
    }
  }
}
