package org.edgeflow.bench.workload;

import java.util.Map;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.DataType;

/**
 * What is timed: a network with its data, and how it is evaluated.
 *
 * @param network the name of a {@link StandardNetwork}
 */
public record Workload(
    @Setting("One of mlp-3072-200-200-10, cnn-32-32, fashion-mlp, vit-64, lstm-64.") String network,
    @Setting(value = "How many examples.", byDefault = "1000", atLeast = 1) int examples,
    @Setting(value = "The floating-point format.", byDefault = "float32") DataType dtype,
    @Setting(value = "Where tensors live.", byDefault = "host") String backend,
    @Setting(value = "Threads of the backend.", byDefault = "1", atLeast = 1) int threads,
    @Setting(
            value = "Whether inputs are reduced to their row space, where the network can.",
            byDefault = "true")
        boolean rowSpace,
    @Setting(
            value = "Whether both endpoints and the HVP share products, where the network can.",
            byDefault = "true")
        boolean sharedProducts,
    @Setting(
            value = "Whether results are the same bits whatever the number of threads.",
            byDefault = "false")
        boolean deterministic) {

  /**
   * Builds it through the registry, as a config does.
   *
   * @throws ConfigException if there is no such network or backend, or if the backend cannot be
   *     held to that many threads
   * @throws org.edgeflow.core.tensor.BackendUnavailableException if the backend cannot be used
   */
  public Evaluation open() {
    Registry registry = Registry.load();
    StandardNetwork standard = StandardNetwork.named(network);
    Map<String, Node> objective = standard.objective();
    String type = ((Node.Scalar) objective.get("type")).text();
    if (BackendChoice.takes(registry, Kind.OBJECTIVE, type, "row-space")) {
      objective.put("row-space", Tree.text(rowSpace));
    }
    if (BackendChoice.takes(registry, Kind.OBJECTIVE, type, "shared-products")) {
      objective.put("shared-products", Tree.text(sharedProducts));
    }
    if (BackendChoice.takes(registry, Kind.OBJECTIVE, type, "deterministic")) {
      objective.put("deterministic", Tree.text(deterministic));
    }
    return Evaluation.of(
        registry, dtype, BackendChoice.of(backend, threads), standard.dataset(examples), objective);
  }
}
