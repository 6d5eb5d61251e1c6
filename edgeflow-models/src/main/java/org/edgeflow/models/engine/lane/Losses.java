package org.edgeflow.models.engine.lane;

import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The losses of one evaluation's blocks, which stay where the backend computes until all of them
 * are read at once: a row of slots for each point at which the network is evaluated, a slot for
 * each block.
 *
 * <p>They are the criterion's sums, without the loss's factor.
 */
public final class Losses {
  private static final int POINTS = 3;

  private final TensorBackend backend;
  private final int blocks;
  private final Scalars slots;
  private final double[] values;

  /** Room for every block of a network. */
  public Losses(TensorBackend backend, int blocks) {
    this.backend = backend;
    this.blocks = blocks;
    this.slots = backend.scalars(POINTS * blocks);
    this.values = new double[POINTS * blocks];
  }

  /** Where stages leave them. */
  public Scalars slots() {
    return slots;
  }

  /** The first block's slot at the point {@code plus}. */
  public int plus() {
    return 0;
  }

  /** The same at {@code minus}. */
  public int minus() {
    return blocks;
  }

  /** The same at the centre. */
  public int centre() {
    return 2 * blocks;
  }

  /** Waits for what has been asked for, and reads all slots. */
  public void read() {
    backend.read(slots, values);
  }

  /** What {@link #read} found. */
  public double at(int slot) {
    return values[slot];
  }
}
