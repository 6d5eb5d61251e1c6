package org.edgeflow.core.solver.edge;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What of a vector's path changes its sign at every step:
 *
 * <pre>  o_k = (x_k − 4x_{k−1} + 6x_{k−2} − 4x_{k−3} + x_{k−4}) / 16.</pre>
 *
 * <p>A fourth difference sees of a slow path only what changes in its third derivative; a second
 * difference, on a path that bends, sees an alternation where there is none. A part that goes as
 * {@code ρ^k} is taken for alternating by the share {@code (1 − 1/ρ)⁴ / 16}: 0.02 at ρ = 0.6.
 */
final class Alternation implements Snapshot.Part {
  private static final double[] WEIGHTS = {1.0 / 16, -0.25, 0.375, -0.25, 1.0 / 16};

  private final TensorBackend backend;
  private final Tensor[] earlier = new Tensor[WEIGHTS.length - 1];
  private final Tensor part;
  private int known;

  /**
   * Knows nothing of the path yet.
   *
   * @param like of the vector's shape; not modified
   */
  Alternation(Tensor like) {
    this.backend = like.backend();
    for (int i = 0; i < earlier.length; i++) {
      earlier[i] = backend.copyOf(like);
    }
    this.part = backend.copyOf(like);
  }

  /** Takes x for the newest of the earlier vectors. */
  void remember(Tensor x) {
    Tensor oldest = earlier[earlier.length - 1];
    System.arraycopy(earlier, 0, earlier, 1, earlier.length - 1);
    earlier[0] = oldest;
    backend.copy(x, oldest);
    known = Math.min(known + 1, earlier.length);
  }

  /** The path begins anew. */
  void forget() {
    known = 0;
  }

  /** Whether enough of the path is known. */
  boolean known() {
    return known == earlier.length;
  }

  /**
   * What of x, which follows the vectors remembered, alternates.
   *
   * @return live, until the next call
   */
  Tensor of(Tensor x) {
    backend.combine(WEIGHTS[0], x, WEIGHTS[1], earlier[0], part);
    for (int i = 1; i < earlier.length; i++) {
      backend.axpy(WEIGHTS[i + 1], earlier[i], part);
    }
    return part;
  }

  /** An alternating part {@code α y} has been taken from x: takes it from the earlier vectors. */
  void remove(double alpha, Tensor y) {
    for (int i = 0; i < earlier.length; i++) {
      backend.axpy(i % 2 == 0 ? alpha : -alpha, y, earlier[i]);
    }
  }

  /** A constant part {@code α y} has been given to x: gives it to the earlier vectors. */
  void add(double alpha, Tensor y) {
    for (Tensor x : earlier) {
      backend.axpy(alpha, y, x);
    }
  }

  @Override
  public void visit(Fields fields) {
    for (int i = 0; i < earlier.length; i++) {
      fields.tensor("earlier" + i, earlier[i]);
    }
    known = fields.count("known", known);
  }
}
