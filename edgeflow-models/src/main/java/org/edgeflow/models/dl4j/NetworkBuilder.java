package org.edgeflow.models.dl4j;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes DL4J's networks from their configurations, with the parameters that the file holds or that
 * DL4J draws: as many as fit into memory, and every one of them a number.
 */
record NetworkBuilder(NetworkSource source, Nd4jRuntime runtime, DataType format) {
  /** The parameters, their gradient and a copy of each outside of DL4J. */
  private static final int BYTES_EACH = 4 * Double.BYTES;

  /** A sequential network. */
  MultiLayerNetwork sequential(MultiLayerConfiguration configuration) {
    return source.built(
        () -> {
          long count =
              configuration.getConfs().stream()
                  .mapToLong(conf -> conf.getLayer().initializer().numParams(conf))
                  .sum();
          Optional<double[]> saved = saved(count);
          configuration.getConfs().forEach(conf -> conf.setSeed(source.seed()));
          MultiLayerNetwork net = new MultiLayerNetwork(configuration);
          net.init();
          MultiLayerNetwork formatted = net.convertDataType(Nd4jRuntime.format(format));
          start(formatted.params(), formatted.paramTable(), saved);
          return formatted;
        });
  }

  /** A graph. */
  ComputationGraph graph(ComputationGraphConfiguration configuration) {
    return source.built(
        () -> {
          long count =
              configuration.getVertices().values().stream()
                  .mapToLong(vertex -> vertex.numParams(true))
                  .sum();
          Optional<double[]> saved = saved(count);
          configuration.getDefaultConfiguration().setSeed(source.seed());
          configuration.getVertices().values().stream()
              .filter(LayerVertex.class::isInstance)
              .map(vertex -> ((LayerVertex) vertex).getLayerConf())
              .forEach(conf -> conf.setSeed(source.seed()));
          ComputationGraph net = new ComputationGraph(configuration);
          net.init();
          ComputationGraph formatted = net.convertDataType(Nd4jRuntime.format(format));
          start(formatted.params(), formatted.paramTable(), saved);
          return formatted;
        });
  }

  private Optional<double[]> saved(long count) {
    if (count < 1) {
      throw NetworkSource.refused(source.file(), "has no parameters to train", null);
    }
    long room = Runtime.getRuntime().maxMemory();
    if (count > room / BYTES_EACH || count > Integer.MAX_VALUE) {
      throw NetworkSource.refused(
          source.file(),
          "has "
              + count
              + " parameters, which take "
              + count / 1_000_000 * BYTES_EACH
              + " MB at least, and this process has "
              + room / 1_000_000
              + " MB. Take a smaller network, or give Java more memory (EDGEFLOW_JAVA_OPTS=-Xmx…)",
          null);
    }
    return source.parameters(count);
  }

  private void start(INDArray parameters, Map<String, INDArray> table, Optional<double[]> saved) {
    double[] values = saved.orElseGet(parameters::toDoubleVector);
    for (int i = 0; i < values.length; i++) {
      double stored = format == DataType.FLOAT32 ? (float) values[i] : values[i];
      if (!Double.isFinite(stored)) {
        String amount =
            Double.isFinite(values[i]) ? values[i] + ", too large for float32" : "" + values[i];
        throw NetworkSource.refused(
            source.file(),
            "cannot be a start: its parameter "
                + place(i, table)
                + " is "
                + amount
                + ", expected a finite number. "
                + (saved.isPresent()
                    ? "Save a network that has not diverged"
                    : "Change biasInit, gainInit or weightInitFn"),
            null);
      }
    }
    if (saved.isPresent()) {
      runtime.write(values, parameters);
    }
  }

  /** Which of all, and which of its own array. */
  private static String place(int index, Map<String, INDArray> table) {
    long before = 0;
    for (Map.Entry<String, INDArray> entry : table.entrySet()) {
      long length = entry.getValue().length();
      if (index < before + length) {
        return index + " (number " + (index - before) + " of '" + entry.getKey() + "', from 0)";
      }
      before += length;
    }
    return String.valueOf(index);
  }
}
