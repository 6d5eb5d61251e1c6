package org.edgeflow.core.objective;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;

/**
 * What is to be minimized, and from where.
 *
 * @param objective the loss and its derivatives
 * @param start {@code w_0}; belongs to the objective's backend, and nobody modifies it
 * @param coordinates names of the coordinates where there are few enough to record ({@code x},
 *     {@code y}); empty for a network
 */
public record Problem(Objective objective, Tensor start, List<String> coordinates) {
  /** Checks that the start fits. */
  public Problem {
    coordinates = List.copyOf(coordinates);
    if (start.size() != objective.dimension()) {
      throw new IllegalArgumentException(
          "the start has " + start.size() + " coordinates, the objective " + objective.dimension());
    }
  }
}
