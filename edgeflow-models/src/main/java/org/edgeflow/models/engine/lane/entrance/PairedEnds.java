package org.edgeflow.models.engine.lane.entrance;

import org.edgeflow.core.tensor.Tensor;

/** What goes back to the first layer from both ends of a chord, in one product with the data. */
public final class PairedEnds {
  private final PairedProducts pair;
  private final LinearEntrance plus;
  private final LinearEntrance minus;

  /**
   * For two tapes of one layer, each with a gradient of its own.
   *
   * @param pair begun by whoever makes the values at the centre and along the direction
   */
  public PairedEnds(PairedProducts pair, LinearEntrance plus, LinearEntrance minus) {
    this.pair = pair;
    this.plus = plus;
    this.minus = minus;
  }

  /**
   * Adds to both gradients, with {@link #finish}, of a block.
   *
   * @param plusDelta what came back at {@code plus}, whose own buffer the other tape has used since
   * @param minusDelta the same at {@code minus}
   */
  public void backward(int block, Tensor plusDelta, Tensor minusDelta) {
    pair.backward(block, plusDelta, minusDelta);
    plus.bias().gradient(plusDelta);
    minus.bias().gradient(minusDelta);
  }

  /** Must come after the last block. */
  public void finish() {
    pair.finish(plus.gradient(), minus.gradient());
  }
}
