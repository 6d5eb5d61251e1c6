package org.edgeflow.core.experiment.plan;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Problems;

/**
 * Reads the sections of a config that are no parts.
 *
 * @param registry knows which objectives have examples
 * @param problems modified: what is wrong
 * @param decoder reports to the same
 * @param resolved modified: the sections with their defaults
 */
record SectionReader(
    Registry registry, Problems problems, Decoder decoder, Map<String, Node> resolved) {

  Optional<ExperimentSettings.Sampling> sampling(
      ExperimentSettings settings,
      Optional<Part<Function<ObjectiveFactory.Context, Problem>>> objective) {
    if (settings.sampling().isEmpty()) {
      return Optional.empty();
    }
    Node node = settings.sampling().get();
    objective
        .filter(chosen -> !factory(chosen).hasExamples())
        .ifPresent(
            chosen ->
                problems.add(
                    node.origin(),
                    "objective '"
                        + chosen.type()
                        + "' has no examples to sample: remove the section 'sampling'."));
    return section(node, "sampling", ExperimentSettings.Sampling.class);
  }

  private ObjectiveFactory<?> factory(Part<?> objective) {
    return registry.find(Kind.OBJECTIVE, objective.type(), objective.origin());
  }

  Optional<ExperimentSettings.Recording> recording(ExperimentSettings settings, Origin origin) {
    return section(
        settings.record().orElse(new Node.Mapping(Map.of(), origin)),
        "record",
        ExperimentSettings.Recording.class);
  }

  Optional<StopRule> stop(ExperimentSettings settings) {
    return settings
        .stop()
        .flatMap(node -> section(node, "stop", ExperimentSettings.Stop.class))
        .map(StopRule::new);
  }

  private <S extends Record> Optional<S> section(Node node, String key, Class<S> type) {
    if (!(node instanceof Node.Mapping section)) {
      problems.add(node.origin(), "'" + key + "' is " + node.kind() + ", expected a section.");
      return Optional.empty();
    }
    Optional<S> read = decoder.decode(section, type, key);
    read.ifPresent(found -> resolved.put(key, Decoder.encode(found, node.origin())));
    return read;
  }
}
