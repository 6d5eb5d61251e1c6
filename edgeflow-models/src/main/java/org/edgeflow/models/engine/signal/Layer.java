package org.edgeflow.models.engine.signal;

import java.util.List;

/** A layer's arithmetic, without its numbers: what it makes of its inputs, and how it works. */
public interface Layer {

  /**
   * What one example looks like after this layer.
   *
   * @throws IllegalArgumentException saying what the layer got and what it expected
   */
  Extents output(List<Extents> inputs);

  /** The number of parameters, for inputs that {@link #output} accepts; most layers have none. */
  default int parameters(List<Extents> inputs) {
    return 0;
  }

  /** The layer at work on one block, wired to its inputs and parameters. */
  Stage stage(Wiring wiring);

  /** The only input. */
  static Extents single(List<Extents> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("got " + inputs.size() + " inputs, expected one");
    }
    return inputs.get(0);
  }
}
