package org.edgeflow.models.dl4j.file.grammar;

/** What messages call the parts of a network. */
public final class Labels {
  private Labels() {}

  /**
   * A layer of a sequential network: {@code layer 0 (DenseLayer)}.
   *
   * @param name the name that its author gave it; null if none
   */
  public static String layer(int index, String kind, String name) {
    return name == null || name.equals("layer" + index)
        ? "layer " + index + " (" + kind + ")"
        : "layer " + index + " ('" + Excerpts.of(name) + "', " + kind + ")";
  }

  /** A vertex of a graph: {@code layer 'a' (DenseLayer)}. */
  public static String vertex(String name, String kind) {
    return "layer '" + Excerpts.of(name) + "' (" + kind + ")";
  }
}
