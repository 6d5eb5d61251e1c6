package org.edgeflow.core.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.optimizer.OptimizerFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Problems;

/** Refuses models that do not describe the optimizer, and says what would go together. */
final class DescriptionCheck {
  private final Registry registry;
  private final Problems problems;

  DescriptionCheck(Registry registry, Problems problems) {
    this.registry = registry;
    this.problems = problems;
  }

  void check(
      List<ModelPlan> models, Part<OptimizerFactory.Configured<?>> optimizer, UpdateRule rule) {
    for (ModelPlan model : models) {
      if (!model.flow().configured().describes(rule)) {
        problems.add(
            model.flow().origin(),
            "model '"
                + model.flow().type()
                + "' does not describe the optimizer '"
                + optimizer.type()
                + "'"
                + (rule.equals(
                        defaultRule(optimizer.configured().factory(), rule.learningRate())
                            .orElse(rule))
                    ? ""
                    : " with these settings")
                + ". Optimizers that it does: "
                + orNone(described(model.flow().configured(), rule.learningRate()))
                + ". Models that do: "
                + orNone(
                    registry.parts(Kind.FLOW).entrySet().stream()
                        .filter(part -> part.getValue().describes(rule))
                        .map(Map.Entry::getKey)
                        .toList())
                + ".");
      }
    }
  }

  // Names say what a user can write, so rules are asked for with the optimizers' defaults.
  private List<String> described(FlowFactory.Configured<?> flow, double learningRate) {
    return registry.parts(Kind.OPTIMIZER).entrySet().stream()
        .filter(
            part -> defaultRule(part.getValue(), learningRate).filter(flow::describes).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static <S extends Record> Optional<UpdateRule> defaultRule(
      OptimizerFactory<S> factory, double learningRate) {
    return new Decoder(new Problems())
        .decode(
            new Node.Mapping(Map.of(), new Origin("defaults", 0, Path.of("."))),
            factory.settings(),
            "")
        .map(settings -> factory.rule(settings, learningRate));
  }

  private static String orNone(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
