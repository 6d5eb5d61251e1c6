package org.edgeflow.cli.result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;

/**
 * Whether a run's config and its summary are of one run: whatever both say they must say alike. A
 * page would otherwise show results under settings that did not bring them about.
 */
final class ConfigAgreement {
  private final Node.Mapping config;
  private final RunSummary summary;
  private final Path summaryFile;
  private final List<String> problems = new ArrayList<>();

  private ConfigAgreement(Node.Mapping config, RunSummary summary, Path summaryFile) {
    this.config = config;
    this.summary = summary;
    this.summaryFile = summaryFile;
  }

  /**
   * Compares them.
   *
   * @param config as the run resolved it
   * @throws ConfigException with every difference
   */
  static void check(Node.Mapping config, RunSummary summary, Path summaryFile) {
    ConfigAgreement agreement = new ConfigAgreement(config, summary, summaryFile);
    agreement.check();
    if (!agreement.problems.isEmpty()) {
      throw new ConfigException(agreement.problems);
    }
  }

  private void check() {
    text("experiment", Optional.of(summary.experiment()));
    number("steps", summary.steps());
    number("learning-rate", summary.learningRate());
    if (summary.seed().isPresent()) {
      text("seed", Optional.of(Long.toString(summary.seed().getAsLong())));
    }
    text("dtype", summary.dtype());
    text("backend", summary.backend());
    text("optimizer", Optional.of(summary.reference().name()));
    text("objective", summary.objective());
    text("dataset", summary.dataset());
    models();
  }

  private void text(String key, Optional<String> found) {
    Node node = config.entries().get(key);
    if (node != null && found.isPresent() && !type(node).equals(found.get())) {
      differs(node.origin(), "'" + key + "' is '" + Excerpt.of(type(node)) + "'", found.get());
    }
  }

  private void number(String key, double found) {
    Node node = config.entries().get(key);
    if (node == null || Double.isNaN(found)) {
      return;
    }
    double given;
    try {
      given = Double.parseDouble(type(node).replace("_", ""));
    } catch (NumberFormatException e) {
      given = Double.NaN;
    }
    if (given != found) {
      differs(
          node.origin(),
          "'" + key + "' is '" + Excerpt.of(type(node)) + "'",
          found == Math.rint(found) && Math.abs(found) < 1e15
              ? Long.toString((long) found)
              : Double.toString(found));
    }
  }

  private void models() {
    List<String> given = new ArrayList<>();
    Node models = config.entries().get("models");
    if (models instanceof Node.Sequence list) {
      list.items().forEach(item -> given.add(name(item) + " (" + type(item) + ")"));
    }
    List<String> found =
        summary.models().stream().map(model -> model.name() + " (" + model.type() + ")").toList();
    if (!given.equals(found)) {
      differs(
          models == null ? config.origin() : models.origin(),
          "the models are " + listed(given),
          listed(found));
    }
  }

  private void differs(Origin origin, String given, String found) {
    problems.add(
        origin
            + ": "
            + given
            + ", but "
            + summaryFile
            + " has "
            + found
            + ". One of the two is not this run's: restore it, or run the config again.");
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names.stream().map(Excerpt::of).toList());
  }

  private static String name(Node model) {
    return model instanceof Node.Mapping section
            && section.entries().get("name") instanceof Node.Scalar name
        ? name.text()
        : type(model);
  }

  /** A scalar's text, or what a section's {@code type} says. */
  private static String type(Node node) {
    if (node instanceof Node.Mapping section) {
      Node type = section.entries().get("type");
      return type instanceof Node.Scalar scalar ? scalar.text() : "";
    }
    return node instanceof Node.Scalar scalar ? scalar.text() : "";
  }
}
