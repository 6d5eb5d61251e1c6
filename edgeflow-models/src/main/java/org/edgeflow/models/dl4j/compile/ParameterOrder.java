package org.edgeflow.models.dl4j.compile;

import java.util.Arrays;

/** Where each parameter of the engine lies in DL4J's flat vector, layer by layer. */
final class ParameterOrder {
  private int[] order = new int[16];
  private int ordered;
  private int offset;

  /** The next parameter of the engine. */
  void append(int placeInLayer) {
    if (ordered == order.length) {
      order = Arrays.copyOf(order, 2 * ordered);
    }
    order[ordered++] = offset + placeInLayer;
  }

  /** The next ones, which are neighbours in DL4J's layer, too. */
  void appendRange(int from, int count) {
    for (int i = 0; i < count; i++) {
      append(from + i);
    }
  }

  /** A layer of DL4J ends, which has so many parameters. */
  void endLayer(int parameters) {
    offset += parameters;
  }

  /** For each parameter of the engine its place in DL4J's vector; null if at its own place. */
  int[] all() {
    boolean same = true;
    for (int i = 0; i < ordered; i++) {
      same &= order[i] == i;
    }
    return same ? null : Arrays.copyOf(order, ordered);
  }
}
