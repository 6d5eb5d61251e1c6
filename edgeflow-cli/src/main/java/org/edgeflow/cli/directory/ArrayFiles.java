package org.edgeflow.cli.directory;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.edgeflow.core.checkpoint.NpyFile;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;

/** The folder {@code arrays/}: start, data and final parameters in NumPy's format. */
public final class ArrayFiles {
  private final Path directory;
  private final DataType dataType;

  private ArrayFiles(Path directory, DataType dataType) {
    this.directory = directory;
    this.dataType = dataType;
  }

  public static void write(Path directory, Experiment experiment, DataType dataType)
      throws IOException {
    Files.createDirectories(directory);
    ArrayFiles files = new ArrayFiles(directory, dataType);
    Problem problem = experiment.problem();
    files.write("initial_parameters", problem.export().apply(problem.start()));
    for (Map.Entry<String, Tensor> parameters : experiment.parameters().entrySet()) {
      files.write(
          "final_parameters_" + parameters.getKey(), problem.export().apply(parameters.getValue()));
    }
    if (experiment.dataset().isPresent()) {
      files.write(experiment.dataset().get());
    }
  }

  /** About how many bytes {@link #write} will take. */
  public static double bytes(Experiment experiment, DataType dataType) {
    Problem problem = experiment.problem();
    double parameters = problem.export().apply(problem.start()).length;
    double numbers = parameters * (1 + experiment.trajectories().size());
    if (experiment.dataset().isPresent()) {
      Dataset data = experiment.dataset().get();
      numbers += data.inputs().length + (double) data.labels().length * data.classes().size();
    }
    return numbers * dataType.bytes();
  }

  private void write(Dataset data) throws IOException {
    int[] shape = new int[data.shape().length + 1];
    shape[0] = data.size();
    System.arraycopy(data.shape(), 0, shape, 1, data.shape().length);
    write("inputs", data.inputs(), shape);
    int classes = data.classes().size();
    int[] rows =
        data.labelsPerExample() == 1
            ? new int[] {data.size(), classes}
            : new int[] {data.size(), data.labelsPerExample(), classes};
    write("targets", data.oneHotTargets(), rows);
  }

  private void write(String name, double[] values) throws IOException {
    write(name, values, values.length);
  }

  private void write(String name, double[] values, int... shape) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(directory.resolve(name + ".npy")))) {
      NpyFile.write(out, dataType, values, shape);
    }
  }
}
