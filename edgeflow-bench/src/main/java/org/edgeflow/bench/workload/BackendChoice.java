package org.edgeflow.bench.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Field;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A backend held to a number of threads: a figure said to be of one thread must not be of all of
 * them.
 *
 * @param name its name
 * @param settings its further settings
 * @param threads how many
 */
public record BackendChoice(String name, Map<String, String> settings, int threads) {

  /**
   * A backend as benchmarks are asked for it.
   *
   * @param text {@code NAME}, or {@code NAME:KEY=VALUE} with any number of settings
   * @throws ConfigException if a setting has no value
   */
  public static BackendChoice of(String text, int threads) {
    String[] parts = text.split(":");
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 1) {
        throw new ConfigException(
            "backend '" + text + "': got '" + parts[i] + "', expected NAME:KEY=VALUE.");
      }
      settings.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    return new BackendChoice(parts[0], settings, threads);
  }

  /**
   * The config section that chooses it.
   *
   * @throws ConfigException if there is no such backend, or if it cannot be held to that many
   *     threads
   */
  public Node.Mapping section(Registry registry) {
    Map<String, Node> section = new LinkedHashMap<>();
    section.put("type", Tree.text(name));
    settings.forEach((key, value) -> section.put(key, Tree.text(value)));
    if (takes(registry, Kind.BACKEND, name, "threads")) {
      section.put("threads", Tree.text(threads));
    } else if (name.startsWith("nd4j")) {
      requireEnvironment();
    } else if (threads != 1) {
      throw new ConfigException(
          "backend " + name + " has one thread, got 'threads' " + threads + ".");
    }
    return Tree.section(section);
  }

  /**
   * Opens it.
   *
   * @throws ConfigException as {@link #section} does
   * @throws org.edgeflow.core.tensor.BackendUnavailableException if it cannot be used
   */
  public TensorBackend open(DataType dataType) {
    Registry registry = Registry.load();
    Node.Mapping section = section(registry);
    BackendFactory<?> factory = registry.find(Kind.BACKEND, name, section.origin());
    return create(factory, section.without("type"), dataType);
  }

  private static <S extends Record> TensorBackend create(
      BackendFactory<S> factory, Node.Mapping section, DataType dataType) {
    return factory.create(Decoder.decode(section, factory.settings()), dataType);
  }

  private void requireEnvironment() {
    String given = System.getenv("OMP_NUM_THREADS");
    if (!Integer.toString(threads).equals(given)) {
      throw new ConfigException(
          "backend "
              + name
              + " takes its threads from the environment: OMP_NUM_THREADS is "
              + (given == null ? "not set" : "'" + given + "'")
              + ", expected "
              + threads
              + ". Set it before the benchmark starts.");
    }
  }

  /** Whether a part has a setting; false if there is no such part. */
  public static boolean takes(Registry registry, Kind<?> kind, String type, String key) {
    Factory<?, ?> factory = registry.parts(kind).get(type);
    return factory != null
        && Field.of(factory.settings()).stream().anyMatch(field -> field.key().equals(key));
  }
}
