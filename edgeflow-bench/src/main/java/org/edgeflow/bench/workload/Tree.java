package org.edgeflow.bench.workload;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;

/** Config trees written by a program. */
public final class Tree {
  private static final Origin ORIGIN = new Origin("benchmark", 0, Path.of("."));

  private Tree() {}

  public static Node text(Object value) {
    return new Node.Scalar(value.toString(), false, ORIGIN);
  }

  public static Node list(String... values) {
    return list(Arrays.stream(values).map(Tree::text).toList());
  }

  public static Node list(List<? extends Node> nodes) {
    return new Node.Sequence(List.copyOf(nodes), ORIGIN);
  }

  public static Node.Mapping section(Map<String, Node> entries) {
    return new Node.Mapping(entries, ORIGIN);
  }
}
