package org.edgeflow.onnx.compile;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Excerpts;
import org.edgeflow.onnx.graph.Network;
import org.edgeflow.onnx.graph.Network.Signature;
import org.edgeflow.onnx.graph.Numbers;

/**
 * Which of a network's tensors are trained: floating-point ones that the config does not freeze.
 * Where the exporter says what the model's parameters were, those; and if it has made other tensors
 * of some, those that it says nothing of, too, unless they are one number throughout or a mask with
 * infinities. Where it does not say, all but single numbers.
 */
public final class Training {
  private static final int MOST_NAMED = 20;

  private final Network network;
  private final Set<String> frozen;
  private final Set<String> merged;

  /**
   * Of a network.
   *
   * @param frozen names of tensors that are not trained
   * @throws BadNetworkException if it has no such tensor
   */
  public Training(Network network, Set<String> frozen) {
    this.network = network;
    this.frozen = frozen;
    for (String name : frozen) {
      if (!network.initializers().containsKey(name)) {
        throw new BadNetworkException(
            "has no tensor '"
                + Excerpts.of(name)
                + "' to freeze; it has "
                + listed(network.initializers().keySet()));
      }
    }
    this.merged =
        network.signature().map(Signature::parameters).orElse(Set.of()).stream()
            .filter(name -> !network.initializers().containsKey(name))
            .collect(Collectors.toSet());
  }

  /** What the exporter has made other tensors of, in words; empty if nothing. */
  public Optional<String> merged() {
    return merged.isEmpty() ? Optional.empty() : Optional.of(listed(merged));
  }

  private static String listed(Collection<String> names) {
    return names.stream()
            .sorted()
            .limit(MOST_NAMED)
            .map(Excerpts::of)
            .collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMED ? ", …" : "");
  }

  /** Whether a tensor is trained. */
  boolean trains(String name) {
    Numbers numbers = network.initializers().get(name);
    if (numbers.integers() || frozen.contains(name)) {
      return false;
    }
    if (network.signature().isEmpty()) {
      return numbers.shape().length > 0;
    }
    Signature signature = network.signature().get();
    return signature.parameters().contains(name)
        || (!merged.isEmpty()
            && !signature.buffers().contains(name)
            && numbers.shape().length > 0
            && !numbers.uniform()
            && Arrays.stream(numbers.values()).allMatch(Double::isFinite));
  }
}
