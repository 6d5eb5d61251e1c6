package org.edgeflow.core.spectral;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.spectral.Eigenpairs.Ending;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The test of all pairs by one product: what the forecast of an image was wrong by when it was last
 * looked at is added to its residual, more if the one looked at now has become worse. The pairs are
 * looked at in turn, and three answers in a row at most rest on such a test.
 */
final class SampledTest {
  private static final double SAFETY = 4;
  private static final int MOST_SKIPPED = 3;

  private final TensorBackend backend;
  private final Tensor image;
  private final double[] errors;
  private int turn;
  private int skipped;
  private boolean passed;

  /**
   * Has looked at nothing yet.
   *
   * @param cap the most pairs
   * @param used whether there will be a test at all
   */
  SampledTest(TensorBackend backend, int dimension, int cap, boolean used) {
    this.backend = backend;
    this.image = used ? backend.zeros(dimension) : null;
    this.errors = new double[cap];
  }

  /** Begins a call. */
  void begin() {
    passed = false;
  }

  /** Whether the last full test is recent enough. */
  boolean allowed() {
    return skipped < MOST_SKIPPED;
  }

  /** Whether this call's answer rests on the test. */
  boolean passed() {
    return passed;
  }

  /** The pair that {@link #run} looked at last. */
  int turn() {
    return turn;
  }

  /** Its product; live, not to be modified. */
  Tensor image() {
    return image;
  }

  /** Takes in what the forecast of the i-th image was wrong by. */
  void learn(int i, Tensor product, Tensor forecast) {
    errors[i] = backend.distance(product, forecast);
  }

  /**
   * Multiplies one of the forecast vectors, and ends the search if this product and the forecast
   * images of the others say that all pairs pass.
   *
   * @param search just begun
   * @return null where all must be multiplied; the basis is then empty, the product kept
   */
  Ending run(
      RitzSearch search, TrackedSubspace forecast, SymmetricOperator operator, double floor) {
    RitzBasis basis = search.basis();
    int count = search.count();
    turn = (turn + 1) % count;
    if (!basis.propose(forecast.start(turn))) {
      throw new IllegalStateException("the forecast of a direction is no unit vector");
    }
    if (!search.multiply(operator)) {
      return Ending.NOT_FINITE;
    }
    backend.copy(basis.lastProduct(), image);
    double error = backend.distance(image, forecast.startImage(turn));
    boolean independent = true;
    for (int n = 1; n < count && independent; n++) {
      int i = (turn + n) % count;
      independent = basis.propose(forecast.start(i));
      if (independent) {
        basis.adopt(forecast.startImage(i));
      }
    }
    if (independent) {
      search.decompose();
      RitzResiduals residuals = search.measure();
      for (int i = 0; i < count; i++) {
        for (int n = 1; n < count; n++) {
          double before = errors[(turn + n) % count];
          double likely = Math.max(before, error * Math.max(1, before / errors[turn]));
          residuals.doubt(i, SAFETY * likely * Math.abs(basis.weight(n, i)));
        }
      }
      if (!search.grows(floor) && residuals.unaccepted(floor) == 0) {
        passed = true;
        return Ending.CONVERGED;
      }
    }
    search.discard();
    return null;
  }

  /** Ends a call that had an answer. */
  void end() {
    skipped = passed ? skipped + 1 : 0;
  }

  /** How many answers in a row have rested on the test. */
  int skipped() {
    return skipped;
  }

  void save(Snapshot snapshot, String prefix) {
    snapshot.put(prefix + "errors", errors.clone());
  }

  void restore(Snapshot snapshot, String prefix, int savedTurn, int savedSkipped) {
    turn = savedTurn;
    skipped = savedSkipped;
    System.arraycopy(snapshot.get(prefix + "errors", errors.length), 0, errors, 0, errors.length);
  }
}
