package org.edgeflow.models.engine.loss;

/** Where a pass turns round: the loss of a block, and what flows back from it. */
public interface LossStage {

  /**
   * Leaves the loss of a block, whose outputs are in place, in its slot, and sets the outputs'
   * deltas.
   */
  void turn(int block);

  /**
   * Sets the deltas, and their tangents from the outputs'. The loss is not asked for; its slot may
   * be written.
   */
  void turnTangent(int block);
}
