package org.edgeflow.core.flow;

import java.util.Optional;
import org.edgeflow.core.tensor.Tensor;

/**
 * Where a flow starts: a centre and, where GD has been watched for a while, its oscillation about
 * that centre.
 *
 * @param centre c(0); not modified by whoever starts there
 * @param oscillation δ(0) = r(0) u(0), with GD's iterate at {@code c + δ}; zeros where GD has been
 *     watched and does not oscillate; empty where it has not run yet, and a flow that carries an
 *     oscillation finds its own; not modified either
 * @param iterate GD's iterate itself, which is off {@code c + δ} by how the path bends; likewise
 */
public record Start(Tensor centre, Optional<Tensor> oscillation, Tensor iterate) {

  /** A start where GD has not run yet. */
  public static Start at(Tensor centre) {
    return new Start(centre, Optional.empty(), centre);
  }

  /**
   * A start at a centre about which GD has been seen to oscillate, on a path that does not bend.
   */
  public static Start oscillating(Tensor centre, Tensor oscillation) {
    Tensor iterate = centre.backend().copyOf(centre);
    centre.backend().axpy(1, oscillation, iterate);
    return late(centre, oscillation, iterate);
  }

  /** A start where GD stands after some iterations. */
  public static Start late(Tensor centre, Tensor oscillation, Tensor iterate) {
    return new Start(centre, Optional.of(oscillation), iterate);
  }
}
