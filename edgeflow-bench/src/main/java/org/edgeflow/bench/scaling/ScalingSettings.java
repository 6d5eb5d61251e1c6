package org.edgeflow.bench.scaling;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.bench.workload.Tree;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.DataType;

/**
 * What {@code ./edgeflow bench scaling} measures.
 *
 * @param out where its files go
 */
record ScalingSettings(
    @Setting("The folder for table, CSV and pictures; it is made, and its files are replaced.")
        Path out,
    @Setting(value = "Numbers of examples.", byDefault = "[1000, 2000, 5000, 10000, 20000, 50000]")
        List<Integer> examples,
    @Setting(value = "Widths of two hidden layers.", byDefault = "[50, 100, 200, 400, 800]")
        List<Integer> width,
    @Setting(value = "Numbers of hidden layers.", byDefault = "[1, 2, 4, 8, 16]")
        List<Integer> depth,
    @Setting(value = "Numbers of tracked eigenvalues.", byDefault = "[1, 2, 4, 8, 16]")
        List<Integer> eigenvalues,
    @Setting(
            value = "Examples that the engine works on at a time; 0: the network decides.",
            byDefault = "1000",
            atLeast = 0)
        int batchBlock,
    @Setting(value = "The floating-point format.", byDefault = "float32") DataType dtype,
    @Setting(value = "Where tensors live; NAME or NAME:KEY=VALUE.", byDefault = "host")
        String backend,
    @Setting(value = "Threads of the backend.", byDefault = "1", atLeast = 1) int threads,
    @Setting(value = "Steps timed at each size; the median counts.", byDefault = "7", atLeast = 1)
        int repeats,
    @Setting(
            value = "How long each size runs before it is timed, and at least three steps.",
            byDefault = "1",
            unit = "s",
            atLeast = 0,
            atMost = 1e4)
        double warmUp) {
  private static final String FLAG = "--";
  private static final String QUICK = "quick";

  /** What {@code --quick} stands for, before what else is said. */
  private static final Map<String, String> SMALL =
      Map.of(
          "examples", "500,1000,2000,4000",
          "width", "50,100,200",
          "depth", "1,2,4",
          "eigenvalues", "1,2,4",
          "batch-block", "500",
          "repeats", "3",
          "warm-up", "0.3");

  private ScalingSettings checked() {
    for (Axis axis : Axis.values()) {
      List<Integer> sizes = sizes(axis);
      sizes.stream()
          .filter(size -> size < 1)
          .findFirst()
          .ifPresent(size -> refuse(axis, "holds " + size + ", expected numbers from 1"));
      if (!sizes.isEmpty() && sizes.stream().distinct().count() < 2) {
        refuse(
            axis,
            "is "
                + sizes
                + ": a growth needs two different sizes at least. Say 'none' to leave it out");
      }
    }
    return this;
  }

  private static void refuse(Axis axis, String why) {
    throw new ConfigException("bench scaling: '--" + axis.label() + "' " + why + ".");
  }

  /**
   * Of a command line.
   *
   * @param arguments {@code --KEY VALUE} or {@code --KEY=VALUE}, lists separated by commas, and
   *     {@code --quick}
   * @throws ConfigException if one is wrong
   */
  static ScalingSettings of(List<String> arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    boolean quick = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals(FLAG + QUICK)) {
        quick = true;
        continue;
      }
      if (!word.startsWith(FLAG)) {
        throw new ConfigException(
            "bench scaling: got '" + word + "', expected --KEY VALUE, such as --out DIR.");
      }
      int equals = word.indexOf('=');
      if (equals < 0 && i + 1 == arguments.size()) {
        throw new ConfigException("bench scaling: '" + word + "' has no value after it.");
      }
      String key = word.substring(FLAG.length(), equals < 0 ? word.length() : equals);
      given.put(key, equals < 0 ? arguments.get(++i) : word.substring(equals + 1));
    }
    Map<String, String> all = new LinkedHashMap<>(quick ? SMALL : Map.of());
    all.putAll(given);
    Map<String, Node> section = new LinkedHashMap<>();
    all.forEach((key, value) -> section.put(key, node(key, value)));
    return Decoder.decode(Tree.section(section), ScalingSettings.class).checked();
  }

  private static Node node(String key, String value) {
    Optional<Axis> axis = Axis.of(key);
    if (axis.isEmpty()) {
      return Tree.text(value);
    }
    return value.equals("none") ? Tree.list() : Tree.list(value.split(",", -1));
  }

  /** The sizes along an axis; none where it is left out. */
  List<Integer> sizes(Axis axis) {
    return switch (axis) {
      case EXAMPLES -> examples;
      case WIDTH -> width;
      case DEPTH -> depth;
      case EIGENVALUES -> eigenvalues;
    };
  }
}
