package org.edgeflow.models.engine.loss;

/** Where a pass turns round: the loss of a block, and what flows back from it. */
public interface LossStage {

  /**
   * Leaves the loss of a block, whose outputs are in place, in its slot, and sets the outputs'
   * deltas.
   */
  void turn(int block);

  /** The same, and the deltas' tangents from the outputs'. */
  void turnTangent(int block);
}
