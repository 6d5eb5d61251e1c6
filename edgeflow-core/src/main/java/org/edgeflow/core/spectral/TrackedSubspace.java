package org.edgeflow.core.spectral;

import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What is remembered of the eigenvectors from one call to the next: the last ones, which decide the
 * signs of the next ones, and from where the subspace was ({@link SubspaceForecast}), the vectors
 * to start from. Time is counted in calls.
 */
final class TrackedSubspace implements Snapshot.Part {
  private static final double LARGEST_CORRECTION = 0.3;

  private final TensorBackend backend;
  private final int dimension;
  private final SubspaceForecast forecast;
  private final Tensor[] starts;
  private final double[] host;
  private Tensor[] vectors;
  private Tensor[] fresh;
  private int known;
  private long clock;

  /**
   * Knows nothing yet.
   *
   * @param cap the most vectors
   * @param host scratch, one element a dimension
   */
  TrackedSubspace(TensorBackend backend, int cap, double[] host) {
    this.backend = backend;
    this.dimension = host.length;
    this.forecast = new SubspaceForecast(backend, dimension, cap);
    this.starts = new Tensor[cap];
    this.host = host;
    this.vectors = new Tensor[cap];
    this.fresh = new Tensor[cap];
  }

  private Tensor ready(Tensor[] tensors, int i) {
    if (tensors[i] == null) {
      tensors[i] = backend.zeros(dimension);
    }
    return tensors[i];
  }

  void forget() {
    known = 0;
    forecast.clear();
  }

  /** Begins a call. */
  void begin() {
    clock++;
  }

  /** Forecasts where the subspace is now; false, and nothing done, where too little is known. */
  boolean predict(int count) {
    boolean forecasts = forecast.count() == count;
    if (forecasts) {
      forecast.predict(clock, starts);
    }
    return forecasts;
  }

  /** The forecast of the i-th direction; live. */
  Tensor start(int i) {
    return starts[i];
  }

  /** The first vectors; live, zero where there has never been any. */
  List<Tensor> vectors(int count) {
    for (int i = 0; i < count; i++) {
      ready(vectors, i);
    }
    return Arrays.asList(vectors).subList(0, count);
  }

  /** Takes a search's Ritz vectors, with the signs of the earlier ones. */
  void take(RitzSearch search) {
    for (int i = 0; i < search.count(); i++) {
      search.basis().vector(i, ready(fresh, i));
      orient(fresh[i]);
    }
    Tensor[] old = vectors;
    vectors = fresh;
    fresh = old;
    known = search.count();
  }

  private void orient(Tensor vector) {
    double guide = 0;
    for (int i = 0; i < known; i++) {
      double overlap = backend.dot(vectors[i], vector);
      guide = Math.abs(overlap) > Math.abs(guide) ? overlap : guide;
    }
    if (guide == 0) {
      backend.read(vector, host);
      for (double component : host) {
        guide = Math.abs(component) > Math.abs(guide) ? component : guide;
      }
    }
    if (guide < 0) {
      backend.scale(-1, vector);
    }
  }

  /**
   * Learns from a search whose vectors have been taken: what it holds beyond them, and where the
   * subspace is by their residuals' corrections, for the next forecast.
   */
  void learn(RitzSearch search) {
    RitzBasis basis = search.basis();
    search.learn(vectors);
    for (int i = 0; i < known; i++) {
      Tensor step = search.correction(i);
      basis.vector(i, ready(starts, i));
      if (backend.norm(step) <= LARGEST_CORRECTION) {
        backend.axpy(1, step, starts[i]);
      }
    }
    forecast.add(starts, known, clock);
  }

  @Override
  public void visit(Fields fields) {
    known = fields.count("known", known);
    clock = fields.count("clock", clock);
    fields.part("forecast", forecast);
    for (int i = 0; i < known; i++) {
      fields.tensor("vector" + i, ready(vectors, i));
    }
  }
}
