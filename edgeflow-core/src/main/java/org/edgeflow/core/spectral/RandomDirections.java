package org.edgeflow.core.spectral;

import java.util.SplittableRandom;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** What a search begins with where nothing is known: the same random vectors in every search. */
final class RandomDirections {
  private static final int ATTEMPTS = 8;

  private final TensorBackend backend;
  private final long seed;
  private final double[] host;
  private SplittableRandom random;

  /**
   * Of one seed.
   *
   * @param host scratch, one element a dimension
   */
  RandomDirections(TensorBackend backend, long seed, double[] host) {
    this.backend = backend;
    this.seed = seed;
    this.host = host;
  }

  /** A search begins. */
  void begin() {
    random = new SplittableRandom(seed);
  }

  /**
   * Proposes the next vector that is independent of a basis.
   *
   * @param room modified: a vector
   */
  void propose(RitzBasis basis, Tensor room) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      for (int i = 0; i < host.length; i++) {
        host[i] = random.nextDouble(-1, 1);
      }
      backend.write(host, room);
      if (basis.propose(room)) {
        return;
      }
    }
    throw new IllegalStateException(
        "no random vector of dimension " + host.length + " is independent of " + basis.size());
  }
}
