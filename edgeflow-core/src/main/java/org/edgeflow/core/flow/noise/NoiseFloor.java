package org.edgeflow.core.flow.noise;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;

/**
 * What keeps GD's oscillation from dying out: every iteration adds a random displacement along the
 * direction, of variance σ², so that {@code r² ← r² + σ²}. What a floor remembers is part of the
 * run's snapshot.
 */
public interface NoiseFloor extends Snapshot.Part {

  /** No noise: an oscillation that decays is gone. */
  NoiseFloor NONE = (centre, direction, elapsed) -> 0;

  /**
   * What is added to r² over some time: σ² elapsed.
   *
   * @param centre c; not modified
   * @param direction u, of length 1; not modified
   * @param elapsed in iterations
   */
  double square(Tensor centre, Tensor direction, double elapsed);

  @Override
  default void visit(Fields fields) {}
}
