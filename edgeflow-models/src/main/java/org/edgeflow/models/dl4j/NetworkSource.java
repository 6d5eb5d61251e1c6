package org.edgeflow.models.dl4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.dl4j.file.NetworkFile;
import org.edgeflow.models.dl4j.file.NetworkZip;
import org.edgeflow.models.dl4j.file.grammar.BadNetworkException;
import org.edgeflow.models.dl4j.file.grammar.NetworkConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a network comes from: a JSON configuration, or a zip that DL4J saved. */
sealed interface NetworkSource {
  /** What says what is not used of a file. */
  Logger LOG = LoggerFactory.getLogger(NetworkSource.class);

  /** What messages call it. */
  Path file();

  /** Its configuration, which may be given to DL4J. */
  NetworkConfiguration configuration();

  /** The seed from which DL4J is to draw the parameters. */
  long seed();

  /**
   * The parameters that the file holds, in DL4J's flat order; empty if DL4J is to draw them.
   *
   * @param expected how many its configuration describes
   */
  Optional<double[]> parameters(long expected);

  /** A network from its JSON configuration; DL4J draws the parameters. */
  record Configured(Path file, NetworkConfiguration configuration, long seed)
      implements NetworkSource {

    static Configured read(Path file, long seed) {
      requireFile(file);
      Configured source = new Configured(file, taken(file, () -> NetworkFile.read(file)), seed);
      source.reportUnused();
      return source;
    }

    @Override
    public Optional<double[]> parameters(long expected) {
      return Optional.empty();
    }
  }

  /** A network that DL4J saved, with its parameters. */
  record Saved(NetworkZip zip) implements NetworkSource {

    static Saved read(Path file) {
      requireFile(file);
      Saved source = new Saved(taken(file, () -> NetworkZip.read(file)));
      source.reportUnused();
      if (!source.zip().ignored().isEmpty()) {
        LOG.warn(
            "objective dl4j: of {} only configuration.json and coefficients.bin are read; ignored: {}",
            file,
            String.join(", ", source.zip().ignored()));
      }
      return source;
    }

    @Override
    public Path file() {
      return zip.file();
    }

    @Override
    public NetworkConfiguration configuration() {
      return zip.configuration();
    }

    @Override
    public long seed() {
      return 0;
    }

    @Override
    public Optional<double[]> parameters(long expected) {
      return Optional.of(taken(file(), () -> zip.coefficients(expected)));
    }
  }

  /** Says which settings have no bearing on the objective. */
  default void reportUnused() {
    if (!configuration().notes().isEmpty()) {
      LOG.warn(
          "objective dl4j: of {} these are not used: {}; EdgeFlow's optimizer and learning rate stand"
              + " in for them",
          file(),
          String.join(" and ", configuration().notes()));
    }
  }

  /** The configuration of a sequential network, as DL4J reads it. */
  default MultiLayerConfiguration sequential() {
    return built(() -> MultiLayerConfiguration.fromJson(configuration().json()));
  }

  /** The configuration of a graph, as DL4J reads it. */
  default ComputationGraphConfiguration graph() {
    return built(() -> ComputationGraphConfiguration.fromJson(configuration().json()));
  }

  /** What DL4J makes of the file, or one message. */
  default <T> T built(Supplier<T> building) {
    try {
      return building.get();
    } catch (ConfigException e) {
      throw e;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      throw refused(file(), "is not a network that DL4J can build: " + reason(e), e);
    }
  }

  /** What went wrong inside DL4J, in one line. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
    String line = message.lines().findFirst().orElse("");
    return line.isEmpty() || cause instanceof NullPointerException
        ? "something that its layers need is missing; save it whole, with DL4J 1.0.0-M2"
        : line;
  }

  private static <T> T taken(Path file, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (BadNetworkException e) {
      throw refused(file, e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw refused(file, "is larger than the memory", e);
    }
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw refused(file, Files.exists(file) ? "is not a file" : "does not exist", null);
    }
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
