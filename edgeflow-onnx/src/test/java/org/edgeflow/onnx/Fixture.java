package org.edgeflow.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.edgeflow.core.checkpoint.NpyFile;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.RowSpaceWork;
import org.edgeflow.models.network.setting.Work;

/**
 * A network that PyTorch exported, and what PyTorch's autograd says of it; made by {@code
 * scripts/onnx-fixtures.py}.
 */
record Fixture(Path network, Map<String, double[]> arrays) {

  static Fixture of(String name) {
    Map<String, double[]> arrays = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file(name + ".npz")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(
            entry.getName().replace(".npy", ""),
            NpyFile.read(new ByteArrayInputStream(zip.readAllBytes())));
      }
      return new Fixture(file(name + ".onnx"), arrays);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path file(String name) {
    try {
      return Path.of(Fixture.class.getResource("networks/" + name).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  double[] array(String name) {
    return arrays.get(name);
  }

  Criterion loss() {
    return array("squared")[0] == 1 ? Criterion.MSE : Criterion.CROSS_ENTROPY;
  }

  Dataset dataset() {
    int[] shape = DoubleStream.of(array("shape")).mapToInt(x -> (int) x).toArray();
    int features = java.util.stream.IntStream.of(shape).reduce(1, (a, b) -> a * b);
    int[] labels = DoubleStream.of(array("labels")).mapToInt(x -> (int) x).toArray();
    int examples = array("inputs").length / features;
    return new Dataset(
        "fixture",
        array("inputs"),
        shape,
        labels,
        labels.length / examples,
        List.of("a", "b", "c"),
        Map.of());
  }

  Problem problem() {
    return problem(network, loss(), dataset(), DataType.FLOAT64, List.of());
  }

  static Problem problem(
      Path network, Criterion loss, Dataset dataset, DataType format, List<String> frozen) {
    OnnxNetworkFactory.Settings settings =
        new OnnxNetworkFactory.Settings(
            network, loss, frozen, new RowSpaceWork(new Work(3, false, true), false));
    return new OnnxNetworkFactory()
        .create(
            settings,
            new ObjectiveFactory.Context(new HeapBackend(format), Optional.of(dataset), 1));
  }

  /** All bytes of the network. */
  byte[] bytes() {
    try (InputStream in = Files.newInputStream(network)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
