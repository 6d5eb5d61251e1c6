package org.edgeflow.cli.fidelity.suite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;

/**
 * One problem of a suite.
 *
 * @param name unique in the suite
 * @param title one line for people
 * @param seeds the seeds it is run with
 * @param seconds what one run takes on one thread, about; empty where nobody knows
 * @param config a config without {@code experiment}, {@code seed} and {@code models}
 */
public record Problem(
    String name, String title, List<Long> seeds, Optional<Double> seconds, Node.Mapping config) {

  /**
   * The plan of one of its runs: the suite's models and, where it says so, every other flow that
   * describes the problem's optimizer with its defaults. Unless the config says otherwise, it
   * records the optimizer's spread, below which nothing is ranked.
   *
   * @param changes made to the config at last
   */
  public ExperimentPlan plan(Suite suite, long seed, List<Assignment> changes, Registry registry) {
    Node.Mapping tree =
        config
            .with("experiment", new Node.Scalar(name, true, config.origin()))
            .with("seed", new Node.Scalar(Long.toString(seed), false, config.origin()))
            .with("reports", new Node.Sequence(List.of(scalar("html")), config.origin()));
    Node record =
        tree.entries().getOrDefault("record", new Node.Mapping(Map.of(), config.origin()));
    if (record instanceof Node.Mapping section && !section.entries().containsKey("spread")) {
      tree = tree.with("record", section.with("spread", scalar("true")));
    }
    for (Assignment change : changes) {
      tree = change.applyTo(tree);
    }
    Node.Mapping whole =
        suite.others()
            ? tree.with("models", all(suite, tree, registry))
            : tree.with("models", new Node.Sequence(suite.models(), config.origin()));
    return ExperimentReader.read(whole, registry);
  }

  // Which flows describe the optimizer is known once the config has been read without them.
  private Node all(Suite suite, Node.Mapping tree, Registry registry) {
    List<Node> models = suite.models();
    ExperimentPlan alone = ExperimentReader.read(tree.without("models"), registry);
    List<Node> all = new ArrayList<>(models);
    Set<String> named = new HashSet<>();
    models.forEach(model -> type(model).ifPresent(named::add));
    registry
        .parts(Kind.FLOW)
        .forEach(
            (flow, factory) -> {
              if (!named.contains(flow) && factory.describes(alone.rule())) {
                all.add(scalar(flow));
              }
            });
    return new Node.Sequence(all, config.origin());
  }

  private Node scalar(String text) {
    return new Node.Scalar(text, false, config.origin());
  }

  private static Optional<String> type(Node model) {
    Node type = model instanceof Node.Mapping section ? section.entries().get("type") : model;
    return type instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }
}
