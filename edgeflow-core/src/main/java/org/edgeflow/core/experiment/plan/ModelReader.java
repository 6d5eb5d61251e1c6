package org.edgeflow.core.experiment.plan;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Problems;
import org.edgeflow.core.solver.Solver;

/**
 * Reads the entries of a config's {@code models} one after the other: each a flow with its
 * settings, a name that no other model of this reader has, and the solver that advances it.
 */
final class ModelReader {
  /** File names end at 255 bytes, and endings are still to come. */
  private static final int LONGEST_NAME = 100;

  private final Registry registry;
  private final Problems problems;
  private final PartReader parts;
  private final Map<String, Taken> taken = new HashMap<>();
  private final List<ModelPlan> plans = new ArrayList<>();
  private final List<Node> resolved = new ArrayList<>();

  private record Taken(String name, Origin origin) {}

  ModelReader(Registry registry, Problems problems) {
    this.registry = registry;
    this.problems = problems;
    this.parts = new PartReader(registry, problems);
  }

  /** The models read without a problem, in order. */
  List<ModelPlan> plans() {
    return plans;
  }

  /** For each of them the entry that reads as an equal model: every default filled in. */
  List<Node> resolved() {
    return resolved;
  }

  /**
   * Reads one entry; what is wrong with it is among the problems afterwards.
   *
   * @param path where the entry stands in the config
   */
  void read(Node node, String path) {
    Optional<Part<FlowFactory.Configured<?>>> flow =
        parts.read(Kind.FLOW, node, path, "name", "solver");
    if (flow.isEmpty()) {
      return;
    }
    Node.Mapping section = PartReader.asSection(node).orElseThrow();
    String name = name(section, flow.get().type());
    checkName(name, section, path);
    Node solverNode =
        section
            .entries()
            .getOrDefault("solver", defaultSolver(flow.get().configured(), section.origin()));
    Optional<Part<Supplier<Solver>>> solver = parts.read(Kind.SOLVER, solverNode, path + ".solver");
    if (solver.isEmpty()) {
      return;
    }
    String remark;
    try {
      remark = flow.get().configured().remark(choice(solver.get()));
    } catch (IllegalArgumentException refused) {
      problems.add(solver.get().origin(), "'" + path + "': " + refused.getMessage());
      return;
    }
    resolved.add(
        PartReader.encode(flow.get())
            .with("name", new Node.Scalar(name, true, section.origin()))
            .with("solver", PartReader.encode(solver.get())));
    plans.add(new ModelPlan(name, flow.get(), solver.get(), remark));
  }

  private static String name(Node.Mapping section, String byDefault) {
    Node given = section.entries().get("name");
    if (given == null) {
      return byDefault;
    }
    return given instanceof Node.Scalar scalar ? scalar.text() : given.kind();
  }

  private static Node defaultSolver(FlowFactory.Configured<?> flow, Origin origin) {
    FlowFactory.SolverChoice choice = flow.defaultSolver();
    Node name = new Node.Scalar(choice.name(), false, origin);
    if (choice.settings().isEmpty()) {
      return name;
    }
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put("type", name);
    choice
        .settings()
        .forEach((key, value) -> entries.put(key, new Node.Scalar(value, false, origin)));
    return new Node.Mapping(entries, origin);
  }

  private static FlowFactory.SolverChoice choice(Part<Supplier<Solver>> solver) {
    Map<String, String> settings = new LinkedHashMap<>();
    PartReader.encode(solver)
        .entries()
        .forEach(
            (key, value) -> {
              if (value instanceof Node.Scalar scalar) {
                settings.put(key, scalar.text());
              }
            });
    return new FlowFactory.SolverChoice(solver.type(), settings);
  }

  private void checkName(String name, Node.Mapping section, String path) {
    String shown = "'" + path + ".name' is '" + Excerpt.of(name) + "'";
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || name.length() > LONGEST_NAME) {
      problems.add(
          section.origin(),
          shown
              + ", expected at most "
              + LONGEST_NAME
              + " of the letters A to Z and a to z, digits, '.', '_' and '-', a letter or digit"
              + " first: it becomes a file name.");
    } else if (registry.parts(Kind.OPTIMIZER).keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      problems.add(section.origin(), shown + ", which is the reference's name.");
    }
    Taken other = taken.putIfAbsent(fileName(name), new Taken(name, section.origin()));
    if (other != null) {
      problems.add(
          section.origin(),
          other.name().equals(name)
              ? "two models are called '"
                  + Excerpt.of(name)
                  + "' (the other at "
                  + other.origin()
                  + "): give one a 'name'."
              : shown
                  + ", which many file systems cannot tell from the model '"
                  + Excerpt.of(other.name())
                  + "' at "
                  + other.origin()
                  + ": give one another 'name'.");
    }
  }

  // What names have in common that a file system may take for one: the letters' case, and whether
  // an accent is a character of its own.
  private static String fileName(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }
}
