package org.edgeflow.core.experiment.reference;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * GD's oscillation out of its last iterates. A second difference also sees how the path bends,
 * which before the onset is by far the larger of the two; of a path that changes over τ iterations,
 * the difference of order m
 *
 * <pre>  F_n = 2^(−m) Σ_i (−1)^i (m choose i) w_{n−i}</pre>
 *
 * <p>sees about {@code (2τ)^(−m)}. An oscillation {@code (−g)^k a} it sees as {@code (−g)^n a ((1 +
 * 1/g)/2)^m}, and g is the ratio of two successive F. What does not change its sign from one to the
 * next is no oscillation, but the bend.
 */
final class OscillationFilter implements Snapshot.Part {
  private static final int HIGHEST_ORDER = 8;
  // An oscillation alone has −1 here, rounding −m/(m + 1), a bend +1.
  private static final double LEAST_AGREEMENT = -0.5;
  private static final double STRONGEST_GROWTH = 3;

  private final int order;
  private final Tensor[] iterates;
  private int seen;

  /**
   * A filter.
   *
   * @param first how many iterates it will have seen at least when it is asked; at least 3
   * @param like of the iterates' shape; not modified
   */
  OscillationFilter(long first, Tensor like) {
    order = (int) Math.min(HIGHEST_ORDER, first - 2);
    iterates = new Tensor[order + 2];
    for (int i = 0; i < iterates.length; i++) {
      iterates[i] = like.backend().copyOf(like);
    }
  }

  /** Takes the next iterate; not modified. */
  void add(Tensor iterate) {
    Tensor oldest = iterates[iterates.length - 1];
    System.arraycopy(iterates, 0, iterates, 1, iterates.length - 1);
    iterates[0] = oldest;
    iterate.backend().copy(iterate, oldest);
    seen++;
  }

  /** The oscillation at the iterate before the newest; empty where there is none to be seen. */
  Optional<Tensor> oscillation() {
    TensorBackend backend = iterates[0].backend();
    if (seen < iterates.length) {
      return Optional.empty();
    }
    Tensor newest = difference(0);
    Tensor before = difference(1);
    double lengths = backend.norm(newest) * backend.norm(before);
    if (!(lengths > 0) || backend.dot(newest, before) > LEAST_AGREEMENT * lengths) {
      return Optional.empty();
    }
    double growth = backend.norm(newest) / backend.norm(before);
    growth = Math.max(1 / STRONGEST_GROWTH, Math.min(STRONGEST_GROWTH, growth));
    backend.scale(-Math.pow(2 / (1 + 1 / growth), order) / growth, newest);
    return Optional.of(newest);
  }

  /** What it has seen last, live; never less than three where models start at step 1 or later. */
  List<Tensor> newestFirst() {
    return List.of(iterates).subList(0, Math.min(seen, iterates.length));
  }

  private Tensor difference(int from) {
    TensorBackend backend = iterates[0].backend();
    Tensor difference = backend.zeros(iterates[0].size());
    double weight = Math.pow(0.5, order);
    for (int i = 0; i <= order; i++) {
      backend.axpy(weight, iterates[from + i], difference);
      weight *= -(order - i) / (i + 1.0);
    }
    return difference;
  }

  @Override
  public void visit(Fields fields) {
    seen = Math.toIntExact(fields.count("seen", seen));
    for (int i = 0; i < iterates.length; i++) {
      fields.tensor("iterate" + i, iterates[i]);
    }
  }
}
