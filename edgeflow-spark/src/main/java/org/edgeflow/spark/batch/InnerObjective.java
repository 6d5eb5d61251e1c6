package org.edgeflow.spark.batch;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The objective of a part of the examples, as a text that every process reads alike.
 *
 * @param yaml its section
 * @param seed for the initial parameters
 * @param type the format of numbers
 */
record InnerObjective(String yaml, long seed, DataType type) implements Serializable {

  /** The plugins, loaded once by a process. */
  private static final class Loaded {
    static final Registry REGISTRY = Registry.load();
  }

  /**
   * Its factory.
   *
   * @throws ConfigException if there is no such objective, or it is no mean over examples
   */
  static ObjectiveFactory<?> factory(Node.Mapping section) {
    Node type = section.entries().get("type");
    if (!(type instanceof Node.Scalar name)) {
      throw new ConfigException(
          section.origin() + ": 'objective.objective' has no 'type', as in {type: mlp, …}.");
    }
    ObjectiveFactory<?> factory = Loaded.REGISTRY.find(Kind.OBJECTIVE, name.text(), name.origin());
    if (!factory.needsDataset() || !factory.hasExamples()) {
      throw new ConfigException(
          name.origin()
              + ": objective '"
              + name.text()
              + "' is no mean over the examples of a dataset, and cannot be summed over parts.");
    }
    return factory;
  }

  /**
   * The problem of some examples, on the backend that this process prefers.
   *
   * @throws ConfigException if they do not fit it
   */
  Problem of(Dataset examples) {
    Registry registry = Loaded.REGISTRY;
    BackendFactory<?> backend = registry.parts(Kind.BACKEND).get(registry.preferredBackend());
    return of(examples, opened(backend));
  }

  /** The problem of some examples on a backend. */
  Problem of(Dataset examples, TensorBackend backend) {
    Node.Mapping section =
        (Node.Mapping) YamlReader.readFile(yaml, "objective.objective", Path.of("/"));
    return created(
        factory(section),
        section.without("type"),
        new ObjectiveFactory.Context(backend, Optional.of(examples), seed));
  }

  private <S extends Record> TensorBackend opened(BackendFactory<S> factory) {
    Node.Mapping none = (Node.Mapping) YamlReader.readFile("{}", "backend", Path.of("/"));
    return factory.create(Decoder.decode(none, factory.settings()), type);
  }

  private static <S extends Record> Problem created(
      ObjectiveFactory<S> factory, Node.Mapping section, ObjectiveFactory.Context context) {
    return factory.create(Decoder.decode(section, factory.settings()), context);
  }
}
