package org.edgeflow.core.experiment.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.optimizer.OptimizerFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Field;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Problems;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/** Reads a config tree into a plan, and reports everything that is wrong with it at once. */
public final class ExperimentReader {
  private static final int LONGEST_NAME = 200;

  /** What decoding leaves of a character that was not UTF-8. */
  private static final int REPLACEMENT_CHARACTER = 0xFFFD;

  private final Registry registry;
  private final Problems problems = new Problems();
  private final Decoder decoder = new Decoder(problems);
  private final PartReader parts;
  private final Map<String, Node> resolved = new LinkedHashMap<>();
  private final SectionReader sections;

  private ExperimentReader(Registry registry) {
    this.registry = registry;
    this.parts = new PartReader(registry, problems);
    this.sections = new SectionReader(registry, problems, decoder, resolved);
  }

  /**
   * Reads a config.
   *
   * @throws ConfigException with every problem found
   */
  public static ExperimentPlan read(Node.Mapping config, Registry registry) {
    return new ExperimentReader(registry).read(config);
  }

  private record ProbeEvery(
      @Setting(value = "In steps.", byDefault = "10", atLeast = 1) int every) {}

  private ExperimentPlan read(Node.Mapping config) {
    Optional<ExperimentSettings> top = decoder.decode(config, ExperimentSettings.class, "");
    if (top.isEmpty()) {
      readPartsOf(config);
      problems.throwIfAny();
    }
    ExperimentSettings settings = top.orElseThrow();
    checkName(settings.experiment(), origin(config, "experiment"));
    resolved.putAll(Decoder.encode(settings, config.origin()).entries());

    Optional<Part<Function<DataType, TensorBackend>>> backend =
        topLevel(
            "backend", parts.read(Kind.BACKEND, backend(settings, config.origin()), "backend"));
    Optional<Part<OptimizerFactory.Configured<?>>> optimizer =
        topLevel("optimizer", parts.read(Kind.OPTIMIZER, settings.optimizer(), "optimizer"));
    Optional<Part<Function<ObjectiveFactory.Context, Problem>>> objective =
        topLevel("objective", parts.read(Kind.OBJECTIVE, settings.objective(), "objective"));
    Optional<Part<Supplier<Dataset>>> dataset =
        settings
            .dataset()
            .flatMap(node -> topLevel("dataset", parts.read(Kind.DATASET, node, "dataset")));
    Optional<Part<Supplier<Dataset>>> testDataset =
        settings
            .testDataset()
            .flatMap(
                node -> topLevel("test-dataset", parts.read(Kind.DATASET, node, "test-dataset")));
    objective.ifPresent(chosen -> checkDataset(chosen, settings));
    Optional<StopRule> stop = sections.stop(settings);
    Optional<ExperimentSettings.Recording> recording =
        sections.recording(settings, config.origin());
    Optional<UpdateRule> rule =
        optimizer.flatMap(
            chosen -> rule(chosen, settings.learningRate(), origin(config, "learning-rate")));
    Optional<ExperimentSettings.Sampling> sampling = sections.sampling(settings, objective);
    checkStart(settings, config);
    List<ModelPlan> models = models(settings);
    models.forEach(model -> checkStart(model, settings.startAfter()));
    List<ProbePlan> probes = recording.map(this::probes).orElse(List.of());
    DescriptionCheck descriptions = new DescriptionCheck(registry, problems);
    optimizer.ifPresent(chosen -> descriptions.checkReference(chosen, models, sampling));
    rule.filter(found -> optimizer.orElseThrow().configured().isRule())
        .ifPresent(found -> descriptions.check(models, optimizer.orElseThrow(), found));
    rule.ifPresent(found -> descriptions.checkProbes(probes, optimizer.orElseThrow(), found));
    List<Part<Supplier<Reporter>>> reporters = reporters(settings, config.origin());
    problems.throwIfAny();
    return new ExperimentPlan(
        settings,
        recording.orElseThrow(),
        backend.orElseThrow(),
        optimizer.orElseThrow(),
        rule.orElseThrow(),
        sampling,
        dataset,
        testDataset,
        objective.orElseThrow(),
        models,
        probes,
        stop,
        reporters,
        inOrder(config.origin()));
  }

  private void checkStart(ModelPlan model, long startAfter) {
    try {
      model.flow().configured().requireStart(startAfter);
    } catch (IllegalArgumentException refused) {
      problems.add(
          model.flow().origin(), "model '" + model.name() + "': " + refused.getMessage() + ".");
    }
  }

  private void checkStart(ExperimentSettings settings, Node.Mapping config) {
    if (settings.startAfter() >= settings.steps()) {
      problems.add(
          config.entries().getOrDefault("start-after", config).origin(),
          "'start-after' is "
              + settings.startAfter()
              + " and 'steps' is "
              + settings.steps()
              + ": no model would take a step. Give a 'start-after' below 'steps', or more steps.");
    }
  }

  // A resolved config lists its keys in one order, whichever of them the config left out.
  private Node.Mapping inOrder(Origin origin) {
    Map<String, Node> ordered = new LinkedHashMap<>();
    for (Field field : Field.of(ExperimentSettings.class)) {
      Node value = resolved.get(field.key());
      if (value != null) {
        ordered.put(field.key(), value);
      }
    }
    return new Node.Mapping(ordered, origin);
  }

  private static Origin origin(Node.Mapping config, String key) {
    return config.entries().get(key).origin();
  }

  // It becomes the name of a folder, a title, and a column of tables.
  private void checkName(String experiment, Origin origin) {
    boolean unprintable =
        experiment
            .codePoints()
            .anyMatch(each -> Character.isISOControl(each) || each == REPLACEMENT_CHARACTER);
    if (experiment.isBlank() || unprintable || experiment.length() > LONGEST_NAME) {
      problems.add(
          origin,
          "'experiment' is '"
              + Excerpt.of(experiment)
              + "', expected a name of 1 to "
              + LONGEST_NAME
              + " characters that can be printed.");
    }
  }

  private Node backend(ExperimentSettings settings, Origin origin) {
    return settings
        .backend()
        .orElseGet(() -> new Node.Scalar(registry.preferredBackend(), false, origin));
  }

  private <C> Optional<Part<C>> topLevel(String key, Optional<Part<C>> part) {
    part.ifPresent(found -> resolved.put(key, PartReader.encode(found)));
    return part;
  }

  // With a broken top level its sections are still read, so that one attempt shows everything.
  private void readPartsOf(Node.Mapping config) {
    Map<String, Node> entries = config.entries();
    readIfPresent(entries.get("backend"), Kind.BACKEND, "backend");
    readIfPresent(entries.get("optimizer"), Kind.OPTIMIZER, "optimizer");
    readIfPresent(entries.get("dataset"), Kind.DATASET, "dataset");
    readIfPresent(entries.get("objective"), Kind.OBJECTIVE, "objective");
    if (entries.get("models") instanceof Node.Sequence models) {
      for (int i = 0; i < models.items().size(); i++) {
        new ModelReader(registry, problems).read(models.items().get(i), "models[" + i + "]");
      }
    }
  }

  private <C> void readIfPresent(Node node, Kind<? extends Factory<?, C>> kind, String path) {
    if (node != null) {
      parts.read(kind, node, path);
    }
  }

  private void checkDataset(
      Part<Function<ObjectiveFactory.Context, Problem>> objective, ExperimentSettings settings) {
    if (factory(objective).needsDataset() && settings.dataset().isEmpty()) {
      problems.add(
          objective.origin(),
          "objective '"
              + objective.type()
              + "' is trained on data: add a key 'dataset'. Plugged in: "
              + String.join(", ", registry.parts(Kind.DATASET).keySet())
              + ".");
    }
    if (settings.testDataset().isPresent() && settings.dataset().isEmpty()) {
      problems.add(
          settings.testDataset().get().origin(),
          "'test-dataset' holds out examples of what 'dataset' trains on: add a key 'dataset'.");
    }
    if (!factory(objective).takesDataset() && settings.dataset().isPresent()) {
      problems.add(
          settings.dataset().get().origin(),
          "objective '" + objective.type() + "' uses no data: remove the key 'dataset'.");
    }
  }

  private ObjectiveFactory<?> factory(Part<?> objective) {
    return registry.find(Kind.OBJECTIVE, objective.type(), objective.origin());
  }

  private Optional<UpdateRule> rule(
      Part<OptimizerFactory.Configured<?>> optimizer, double learningRate, Origin origin) {
    try {
      UpdateRule rule = optimizer.configured().rule(learningRate);
      if (Double.isInfinite(rule.threshold())) {
        problems.add(
            origin,
            "'learning-rate' is "
                + learningRate
                + ", so small that the sharpness at the edge of stability, "
                + rule.thresholdFormula()
                + ", is no number.");
      }
      return Optional.of(rule);
    } catch (IllegalArgumentException refused) {
      problems.add(optimizer.origin(), "'optimizer': " + refused.getMessage() + ".");
      return Optional.empty();
    }
  }

  private List<ModelPlan> models(ExperimentSettings settings) {
    ModelReader reader = new ModelReader(registry, problems);
    for (int i = 0; i < settings.models().size(); i++) {
      reader.read(settings.models().get(i), "models[" + i + "]");
    }
    if (!settings.models().isEmpty()) {
      Origin origin = settings.models().get(0).origin();
      resolved.put("models", new Node.Sequence(reader.resolved(), origin));
    }
    return reader.plans();
  }

  private List<ProbePlan> probes(ExperimentSettings.Recording recording) {
    List<ProbePlan> plans = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < recording.probes().size(); i++) {
      String path = "record.probes[" + i + "]";
      Node node = recording.probes().get(i);
      Optional<Part<ProbeFactory.Configured<?>>> probe =
          parts.read(Kind.PROBE, node, path, "every");
      if (probe.isEmpty()) {
        continue;
      }
      Node.Mapping section = PartReader.asSection(node).orElseThrow();
      Map<String, Node> every = new LinkedHashMap<>(section.entries());
      every.keySet().retainAll(List.of("every"));
      Optional<ProbeEvery> pace =
          decoder.decode(new Node.Mapping(every, section.origin()), ProbeEvery.class, path);
      if (pace.isPresent()) {
        plans.add(new ProbePlan(probe.get(), pace.get().every()));
        nodes.add(
            PartReader.encode(probe.get())
                .with(
                    "every",
                    new Node.Scalar(
                        Integer.toString(pace.get().every()), false, section.origin())));
      }
    }
    if (resolved.get("record") instanceof Node.Mapping record) {
      resolved.put("record", record.with("probes", new Node.Sequence(nodes, record.origin())));
    }
    return plans;
  }

  private List<Part<Supplier<Reporter>>> reporters(ExperimentSettings settings, Origin origin) {
    List<Node> chosen =
        settings
            .reports()
            .orElseGet(
                () ->
                    registry.parts(Kind.REPORTER).entrySet().stream()
                        .filter(reporter -> reporter.getValue().byDefault())
                        .<Node>map(reporter -> new Node.Scalar(reporter.getKey(), false, origin))
                        .toList());
    List<Part<Supplier<Reporter>>> found = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      Optional<Part<Supplier<Reporter>>> part =
          parts.read(Kind.REPORTER, chosen.get(i), "reports[" + i + "]");
      part.ifPresent(found::add);
    }
    resolved.put(
        "reports",
        new Node.Sequence(found.stream().<Node>map(PartReader::encode).toList(), origin));
    return found;
  }
}
