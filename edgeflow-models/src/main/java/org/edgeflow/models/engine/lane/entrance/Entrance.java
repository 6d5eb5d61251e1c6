package org.edgeflow.models.engine.lane.entrance;

import org.edgeflow.models.engine.signal.Signal;

/**
 * Where a block's data enter a tape: a {@link org.edgeflow.models.engine.signal.Stage} whose input
 * is data, which has no tangent and needs no delta.
 */
public interface Entrance {

  /** What it produces. */
  Signal output();

  /** What depends on the parameters alone, before the first block of every evaluation. */
  default void prepare() {}

  /** Values of a block. */
  void forward(int block);

  /** Values and tangents of a block. */
  void forwardTangent(int block);

  /** Adds to the gradient. */
  void backward(int block);

  /** Adds to the gradient's tangent, and to the gradient where that is wanted. */
  void backwardTangent(int block);

  /** What waits for the last block of every evaluation that went backwards. */
  default void finish() {}
}
