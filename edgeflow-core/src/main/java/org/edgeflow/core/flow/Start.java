package org.edgeflow.core.flow;

import java.util.Optional;
import org.edgeflow.core.tensor.Tensor;

/**
 * Where a flow starts: a centre and, where GD has been watched for a while, its oscillation about
 * that centre.
 *
 * @param centre c(0); not modified by whoever starts there
 * @param oscillation δ(0) = r(0) u(0), with GD's iterate at {@code c + δ}; empty where GD has not
 *     run yet, and a flow that carries an oscillation finds its own; not modified either
 */
public record Start(Tensor centre, Optional<Tensor> oscillation) {

  /** A start where GD has not run yet. */
  public static Start at(Tensor centre) {
    return new Start(centre, Optional.empty());
  }

  /** A start at a centre about which GD has been seen to oscillate. */
  public static Start oscillating(Tensor centre, Tensor oscillation) {
    return new Start(centre, Optional.of(oscillation));
  }
}
