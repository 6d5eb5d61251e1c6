package org.edgeflow.baselines.rod;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The extent of a rod, a symmetric matrix in factors of few columns and signed weights,
 *
 * <pre>  Σ = Σ_i ω_i v_i v_iᵀ,</pre>
 *
 * <p>as an element of the vector space of all symmetric matrices: sums are exact, and hold the
 * columns of both terms until {@link #compress}. A column is written once and then shared among all
 * matrices that hold it, so that the stages of a Runge–Kutta step together hold two columns a stage
 * beside those that the step started from.
 */
final class Extent implements State.Block {
  private final TensorBackend backend;
  private final int dimension;
  private final int rank;
  private final ColumnSpace space;
  private final List<Tensor> columns = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();
  private double truncation;

  /** The zero matrix. */
  Extent(TensorBackend backend, int dimension, int rank) {
    this(backend, dimension, rank, new ColumnSpace(backend, dimension));
  }

  private Extent(TensorBackend backend, int dimension, int rank, ColumnSpace space) {
    this.backend = backend;
    this.dimension = dimension;
    this.rank = rank;
    this.space = space;
  }

  @Override
  public Extent like() {
    return new Extent(backend, dimension, rank, space);
  }

  @Override
  public void set(State.Block other) {
    Extent from = (Extent) other;
    columns.clear();
    columns.addAll(from.columns);
    weights.clear();
    weights.addAll(from.weights);
    truncation = from.truncation;
  }

  @Override
  public void add(double alpha, State.Block other) {
    Extent term = (Extent) other;
    for (int i = 0; i < term.columns.size(); i++) {
      add(alpha * term.weights.get(i), term.columns.get(i));
    }
  }

  /**
   * {@code Σ ← Σ + ω v vᵀ}.
   *
   * @param v from now on shared, and never modified again
   */
  void add(double weight, Tensor v) {
    for (int i = 0; i < columns.size(); i++) {
      // The same column, not an equal one: merging is for what stages share.
      if (columns.get(i) == v) {
        weights.set(i, weights.get(i) + weight);
        return;
      }
    }
    columns.add(v);
    weights.add(weight);
  }

  /** {@code Σ ← α Σ}. */
  void scale(double alpha) {
    weights.replaceAll(weight -> alpha * weight);
  }

  /** The Frobenius norm. */
  @Override
  public double norm() {
    return space.spectrum(columns, weights).norm();
  }

  /**
   * The eigenvector of the largest eigenvalue λ, at the length {@code √λ}; 0 where no eigenvalue is
   * positive, NaN where Σ is not finite.
   *
   * @param rod modified
   */
  void longest(Tensor rod) {
    ColumnSpace.Spectrum spectrum = space.spectrum(columns, weights);
    int largest = spectrum.largest();
    spectrum.write(largest, Math.sqrt(Math.max(0, spectrum.value(largest))), rod);
  }

  /**
   * Σ becomes the nearest matrix of its rank: of its eigenvalues those of the largest modulus
   * remain.
   */
  void compress() {
    ColumnSpace.Spectrum spectrum = space.spectrum(columns, weights);
    List<Tensor> kept = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    int[] order = spectrum.byModulus();
    double square = 0;
    double dropped = 0;
    for (int i = 0; i < order.length; i++) {
      double value = spectrum.value(order[i]);
      square += value * value;
      if (i >= rank) {
        dropped += value * value;
      } else if (i == 0 || value != 0) {
        Tensor column = backend.zeros(dimension);
        spectrum.write(order[i], Math.sqrt(Math.abs(value)), column);
        kept.add(column);
        values.add(Math.signum(value));
      }
    }
    columns.clear();
    columns.addAll(kept);
    weights.clear();
    weights.addAll(values);
    truncation = square > 0 ? Math.sqrt(dropped / square) : 0;
  }

  /** What the last compression dropped, {@code ‖dropped‖ / ‖Σ‖} in the Frobenius norm. */
  double truncation() {
    return truncation;
  }

  @Override
  public void visit(Fields fields) {
    // As many columns every time, so that a checkpoint has one shape.
    double[] signs = new double[rank];
    Tensor[] all = new Tensor[rank];
    for (int i = 0; i < rank; i++) {
      boolean there = !fields.restoring() && i < columns.size();
      signs[i] = there ? weights.get(i) : 0;
      all[i] = there ? columns.get(i) : backend.zeros(dimension);
      fields.tensor("extent" + i, all[i]);
    }
    fields.elements("extent_weights", signs);
    truncation = fields.number("extent_truncation", truncation);
    if (fields.restoring()) {
      columns.clear();
      weights.clear();
      for (int i = 0; i < rank; i++) {
        if (i == 0 || signs[i] != 0 || backend.norm(all[i]) > 0) {
          add(signs[i], all[i]);
        }
      }
    }
  }
}
