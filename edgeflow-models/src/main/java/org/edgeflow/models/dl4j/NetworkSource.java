package org.edgeflow.models.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.edgeflow.core.settings.ConfigException;

/** Where a network comes from: a JSON configuration, or a zip that DL4J saved. */
sealed interface NetworkSource {

  /** What messages call it. */
  Path file();

  /** Its configuration, as DL4J's JSON. */
  String json();

  /** The network without its initial parameters, as DL4J initializes or restores it. */
  MultiLayerNetwork sequential();

  /** The same for a graph. */
  ComputationGraph graph();

  /** Whether it is a graph. */
  default boolean isGraph() {
    return json().contains("\"networkInputs\"");
  }

  /**
   * A network from its JSON configuration; DL4J draws the parameters.
   *
   * @param seed for drawing them
   */
  record Configuration(Path file, String json, long seed) implements NetworkSource {

    static Configuration read(Path file, long seed) {
      requireFile(file);
      try {
        return checked(new Configuration(file, Files.readString(file), seed));
      } catch (IOException e) {
        throw refused(file, "cannot be read as text: " + e, e);
      }
    }

    @Override
    public MultiLayerNetwork sequential() {
      return parsed(
          () -> {
            MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
            configuration.getConfs().forEach(layer -> layer.setSeed(seed));
            MultiLayerNetwork net = new MultiLayerNetwork(configuration);
            net.init();
            return net;
          });
    }

    @Override
    public ComputationGraph graph() {
      return parsed(
          () -> {
            ComputationGraphConfiguration configuration =
                ComputationGraphConfiguration.fromJson(json);
            configuration.getDefaultConfiguration().setSeed(seed);
            configuration.getVertices().values().stream()
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf())
                .forEach((NeuralNetConfiguration layer) -> layer.setSeed(seed));
            ComputationGraph net = new ComputationGraph(configuration);
            net.init();
            return net;
          });
    }
  }

  /** A network that DL4J saved, with its parameters. */
  record Saved(Path file, String json) implements NetworkSource {

    static Saved read(Path file) {
      requireFile(file);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        ZipEntry entry = zip.getEntry("configuration.json");
        if (entry == null || zip.getEntry("coefficients.bin") == null) {
          throw refused(
              file,
              "holds no DL4J network, expected the entries configuration.json and"
                  + " coefficients.bin, as MultiLayerNetwork.save writes them",
              null);
        }
        try (InputStream stream = zip.getInputStream(entry)) {
          return checked(
              new Saved(file, new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        }
      } catch (IOException e) {
        throw refused(file, "cannot be read as a zip: " + e.getMessage(), e);
      }
    }

    @Override
    public MultiLayerNetwork sequential() {
      return parsed(() -> MultiLayerNetwork.load(file.toFile(), false));
    }

    @Override
    public ComputationGraph graph() {
      return parsed(() -> ComputationGraph.load(file.toFile(), false));
    }
  }

  /** Something that DL4J does with a file. */
  @FunctionalInterface
  interface Reading<T> {
    T get() throws IOException;
  }

  /** What DL4J makes of the file, or one message. */
  default <T> T parsed(Reading<T> reading) {
    try {
      return reading.get();
    } catch (IOException | RuntimeException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      throw refused(
          file(),
          "is not a network that DL4J can build: " + reason.lines().findFirst().orElse(reason),
          e);
    }
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw refused(file, Files.exists(file) ? "is not a file" : "does not exist", null);
    }
  }

  private static <S extends NetworkSource> S checked(S source) {
    if (!source.json().contains("\"confs\"") && !source.isGraph()) {
      throw refused(
          source.file(),
          "is not a DL4J configuration: it has neither \"confs\" (of a MultiLayerNetwork) nor"
              + " \"networkInputs\" (of a ComputationGraph). Write it with configuration.toJson()",
          null);
    }
    return source;
  }

  /** A refusal of a file. */
  static ConfigException refused(Path file, String reason, Throwable cause) {
    ConfigException exception = new ConfigException("objective dl4j: " + file + " " + reason + ".");
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }
}
