package org.edgeflow.models.engine.loss;

/** Where a pass turns round: the loss of a block, and what flows back from it. */
public interface LossStage {

  /** The loss of a block whose outputs are in place; sets their deltas. */
  double turn(int block);

  /** The same, and the deltas' tangents from the outputs'. */
  double turnTangent(int block);
}
