package org.edgeflow.bench.scaling;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edgeflow.bench.workload.BackendChoice;
import org.edgeflow.bench.workload.Tree;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;

/**
 * One problem: a tanh network on images of 28 × 28 of noise in ten classes, squared distance.
 *
 * @param examples n
 * @param width of each hidden layer
 * @param depth hidden layers
 * @param eigenvalues tracked at every step, 0 for none
 */
record Sizes(int examples, int width, int depth, int eigenvalues) {
  static final int SIDE = 28;
  static final int CLASSES = 10;

  private static final Sizes MIDDLE = new Sizes(1000, 200, 2, 0);

  private static final long ENDLESS = 1_000_000_000;

  /**
   * From which one axis leaves at a time: 1,000 examples, two layers of 200, nothing tracked; less
   * where the largest size along that axis is less.
   */
  static Sizes middle(ScalingSettings settings) {
    Sizes sizes = MIDDLE;
    for (Axis axis : List.of(Axis.EXAMPLES, Axis.WIDTH, Axis.DEPTH)) {
      int largest = settings.sizes(axis).stream().reduce(0, Math::max);
      sizes = largest == 0 ? sizes : sizes.with(axis, Math.min(largest, sizes.along(axis)));
    }
    return sizes;
  }

  private int along(Axis axis) {
    return switch (axis) {
      case EXAMPLES -> examples;
      case WIDTH -> width;
      case DEPTH -> depth;
      case EIGENVALUES -> eigenvalues;
    };
  }

  Sizes with(Axis axis, int size) {
    return switch (axis) {
      case EXAMPLES -> new Sizes(size, width, depth, eigenvalues);
      case WIDTH -> new Sizes(examples, size, depth, eigenvalues);
      case DEPTH -> new Sizes(examples, width, size, eigenvalues);
      case EIGENVALUES -> new Sizes(examples, width, depth, size);
    };
  }

  /** Edge Flow on it, with nothing recorded and no end. */
  ExperimentPlan plan(ScalingSettings settings) {
    Registry registry = Registry.load();
    Map<String, Node> config = new LinkedHashMap<>();
    config.put("experiment", Tree.text("scaling"));
    config.put("steps", Tree.text(ENDLESS));
    // So small that nothing but the cost of a step depends on it.
    config.put("learning-rate", Tree.text("1e-3"));
    config.put("dtype", Tree.text(settings.dtype().name().toLowerCase(Locale.ROOT)));
    config.put(
        "backend", BackendChoice.of(settings.backend(), settings.threads()).section(registry));
    config.put(
        "dataset",
        section(
            "type",
            "synthetic-images",
            "examples",
            examples,
            "channels",
            1,
            "height",
            SIDE,
            "width",
            SIDE,
            "classes",
            CLASSES));
    Map<String, Node> network = new LinkedHashMap<>();
    network.put("type", Tree.text("mlp"));
    String hidden = Integer.toString(width);
    network.put("hidden", Tree.list(Collections.nCopies(depth, hidden).toArray(String[]::new)));
    network.put("row-space", Tree.text("false"));
    network.put("batch-block", Tree.text(settings.batchBlock()));
    config.put("objective", Tree.section(network));
    config.put("models", Tree.list(List.of(section("type", "edge-flow"))));
    config.put("record", section("every", ENDLESS, "sharpness-every", 0));
    return ExperimentReader.read(Tree.section(config), registry);
  }

  private static Node.Mapping section(Object... pairs) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      entries.put(pairs[i].toString(), Tree.text(pairs[i + 1]));
    }
    return Tree.section(entries);
  }
}
