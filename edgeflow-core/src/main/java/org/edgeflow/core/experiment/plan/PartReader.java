package org.edgeflow.core.experiment.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Problems;

/** Reads sections that choose a part: {@code name}, or {@code {type: name, …settings}}. */
final class PartReader {
  private final Registry registry;
  private final Problems problems;
  private final Decoder decoder;

  PartReader(Registry registry, Problems problems) {
    this.registry = registry;
    this.problems = problems;
    this.decoder = new Decoder(problems);
  }

  /**
   * Reads one section.
   *
   * @param path where the section stands in the config
   * @param reserved keys of the section that somebody else reads
   * @return empty if a problem was reported
   */
  <C> Optional<Part<C>> read(
      Kind<? extends Factory<?, C>> kind, Node node, String path, String... reserved) {
    Optional<Node.Mapping> section = asSection(node);
    Node name = section.map(found -> found.entries().get("type")).orElse(null);
    if (!(name instanceof Node.Scalar scalar) || scalar.text().isEmpty()) {
      problems.add(
          node.origin(),
          "'"
              + path
              + "' is "
              + node.kind()
              + (section.isPresent() ? " without a 'type'" : "")
              + ", expected the name of a "
              + kind.label()
              + " or a section with a 'type'. Plugged in: "
              + String.join(", ", registry.parts(kind).keySet())
              + ".");
      return Optional.empty();
    }
    Factory<?, C> factory;
    try {
      factory = registry.find(kind, scalar.text(), scalar.origin());
    } catch (ConfigException unknown) {
      problems.add(unknown);
      return Optional.empty();
    }
    return configure(
        factory, scalar, section.orElseThrow().without("type"), path, Arrays.asList(reserved));
  }

  private <S extends Record, C> Optional<Part<C>> configure(
      Factory<S, C> factory,
      Node.Scalar name,
      Node.Mapping section,
      String path,
      List<String> reserved) {
    return decoder
        .decode(section, factory.settings(), path, reserved)
        .flatMap(
            settings -> {
              try {
                C configured = factory.configured(settings);
                return Optional.of(new Part<>(name.text(), configured, settings, name.origin()));
              } catch (ConfigException refused) {
                problems.add(name.origin(), refused.getMessage());
                return Optional.empty();
              }
            });
  }

  /** The section that a node is or abbreviates; empty for a list. */
  static Optional<Node.Mapping> asSection(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(mapping);
    }
    return node instanceof Node.Scalar scalar
        ? Optional.of(new Node.Mapping(Map.of("type", scalar), scalar.origin()))
        : Optional.empty();
  }

  /** The section that reads as an equal part: every default filled in. */
  static Node.Mapping encode(Part<?> part) {
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put("type", new Node.Scalar(part.type(), false, part.origin()));
    entries.putAll(Decoder.encode(part.settings(), part.origin()).entries());
    return new Node.Mapping(entries, part.origin());
  }
}
