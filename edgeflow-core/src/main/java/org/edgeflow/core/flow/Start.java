package org.edgeflow.core.flow;

import java.util.Optional;
import org.edgeflow.core.tensor.Tensor;

/**
 * Where a flow starts: a centre and, where the optimizer has been watched for a while, its
 * oscillation about that centre and what it remembers.
 *
 * @param centre c(0); not modified by whoever starts there
 * @param oscillation δ(0) = r(0) u(0), with the iterate at {@code c + δ}; zeros where the optimizer
 *     has been watched and does not oscillate; empty where it has not run yet, and a flow that
 *     carries an oscillation finds its own; not modified either
 * @param iterate the iterate itself, which is off {@code c + δ} by how the path bends; likewise
 * @param memory the optimizer's averages; empty where it has not run yet, or has none; likewise
 */
public record Start(
    Tensor centre, Optional<Tensor> oscillation, Tensor iterate, Optional<Memory> memory) {

  /** A start where the optimizer has not run yet. */
  public static Start at(Tensor centre) {
    return new Start(centre, Optional.empty(), centre, Optional.empty());
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
    return new Start(centre, Optional.of(oscillation), iterate, Optional.empty());
  }

  /** The same start, of an optimizer that remembers. */
  public Start with(Memory remembered) {
    return new Start(centre, oscillation, iterate, Optional.of(remembered));
  }
}
