package org.edgeflow.models.engine.layer.recurrent;

import org.edgeflow.models.engine.signal.Extents;

/** What recurrent layers read. */
final class Sequences {
  private Sequences() {}

  /**
   * What a layer gives that reads the sums of its gates at each position.
   *
   * @throws IllegalArgumentException if they are no such sums
   */
  static Extents gated(Extents input, int gates, int units) {
    if (input.width() != 1 || input.channels() != gates * units) {
      throw new IllegalArgumentException(
          "got "
              + input
              + ", expected a sequence with "
              + gates
              + " sums for each of "
              + units
              + " units");
    }
    return input.withChannels(units);
  }
}
