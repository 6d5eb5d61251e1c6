package org.edgeflow.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A network's input or output.
 *
 * @param name how nodes call it
 * @param integers whether it takes integers: tokens
 * @param extents of its axes; −1 where an axis is symbolic
 * @param symbols what the file calls the axes that are symbolic; empty for the others
 */
public record Port(String name, boolean integers, List<Integer> extents, List<String> symbols) {

  /** The places of the axes that are symbolic. */
  public List<Integer> symbolic() {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < extents.size(); axis++) {
      if (extents.get(axis) < 0) {
        axes.add(axis);
      }
    }
    return axes;
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    for (int axis = 0; axis < extents.size(); axis++) {
      String symbol = symbols.get(axis).isEmpty() ? "?" : Excerpts.of(symbols.get(axis));
      words.add(extents.get(axis) < 0 ? symbol : String.valueOf(extents.get(axis)));
    }
    return "'" + Excerpts.of(name) + "' [" + String.join(", ", words) + "]";
  }
}
