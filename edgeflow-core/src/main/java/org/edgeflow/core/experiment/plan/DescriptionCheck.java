package org.edgeflow.core.experiment.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.edgeflow.core.optimizer.OptimizerFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Problems;

/** Refuses models and probes that do not describe the optimizer, and says what goes together. */
record DescriptionCheck(Registry registry, Problems problems) {
  /** Refuses models of an optimizer that has none, and samples for one that takes all examples. */
  void checkReference(
      Part<OptimizerFactory.Configured<?>> optimizer,
      List<ModelPlan> models,
      Optional<ExperimentSettings.Sampling> sampling) {
    if (optimizer.configured().isRule()) {
      return;
    }
    String flow = "optimizer '" + optimizer.type() + "' is made of a flow itself: ";
    if (!models.isEmpty()) {
      problems.add(
          models.get(0).flow().origin(),
          flow
              + "no model describes it. Leave 'models' out, or describe one of the optimizers "
              + orNone(described(rule -> true, 1))
              + ".");
    }
    if (sampling.isPresent()) {
      problems.add(
          optimizer.origin(),
          flow + "it sees every example at every step. Remove the section 'sampling'.");
    }
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
                + orNone(described(model.flow().configured()::describes, rule.learningRate()))
                + ". Models that do: "
                + orNone(
                    registry.parts(Kind.FLOW).entrySet().stream()
                        .filter(part -> part.getValue().describes(rule))
                        .map(Map.Entry::getKey)
                        .toList())
                + ".");
        continue;
      }
      try {
        model.flow().configured().requireRule(rule);
      } catch (IllegalArgumentException refused) {
        problems.add(
            model.flow().origin(),
            "model '"
                + model.name()
                + "' with the optimizer '"
                + optimizer.type()
                + "': "
                + refused.getMessage()
                + ".");
      }
    }
  }

  void checkProbes(
      List<ProbePlan> probes, Part<OptimizerFactory.Configured<?>> optimizer, UpdateRule rule) {
    for (ProbePlan plan : probes) {
      Part<ProbeFactory.Configured<?>> probe = plan.probe();
      if (!probe.configured().describes(rule)) {
        problems.add(
            probe.origin(),
            "probe '"
                + probe.type()
                + "' measures nothing that is defined for the optimizer '"
                + optimizer.type()
                + "'. Optimizers that it is defined for: "
                + orNone(described(probe.configured()::describes, rule.learningRate()))
                + ".");
      }
    }
  }

  // Names say what a user can write, so rules are asked for with the optimizers' defaults.
  private List<String> described(Predicate<UpdateRule> describes, double learningRate) {
    return registry.parts(Kind.OPTIMIZER).entrySet().stream()
        .filter(part -> part.getValue().isRule())
        .filter(part -> defaultRule(part.getValue(), learningRate).filter(describes).isPresent())
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
