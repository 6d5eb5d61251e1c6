package org.edgeflow.core.spectral;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * An orthonormal basis {@code V} with its products {@code W = A V} and the projection {@code T = Vᵀ
 * A V}, symmetrized. Its Ritz pairs {@code (θ, V y)}, {@code T y = θ y}, are the best
 * approximations of eigenpairs that its span holds. All tensors are allocated once.
 */
final class RitzBasis {
  private final TensorBackend backend;
  private final Tensor[] basis;
  private final Tensor[] products;
  private final Tensor[] spare;
  private final double[][] projection;
  private final double negligible;
  private int size;
  private double[] values = {};
  private RealMatrix coefficients;

  /**
   * An empty basis.
   *
   * @param capacity the most vectors it holds
   * @param kept the most vectors that {@link #restart} keeps
   */
  RitzBasis(TensorBackend backend, int dimension, int capacity, int kept) {
    this.backend = backend;
    this.basis = zeros(capacity, dimension);
    this.products = zeros(capacity, dimension);
    this.spare = zeros(kept, dimension);
    this.projection = new double[capacity][capacity];
    this.negligible = 100 * backend.dataType().epsilon();
  }

  private Tensor[] zeros(int count, int dimension) {
    Tensor[] tensors = new Tensor[count];
    for (int i = 0; i < count; i++) {
      tensors[i] = backend.zeros(dimension);
    }
    return tensors;
  }

  int size() {
    return size;
  }

  /** The number of Ritz pairs. */
  int decomposed() {
    return values.length;
  }

  int room() {
    return basis.length - size;
  }

  void clear() {
    size = 0;
    values = new double[0];
  }

  /**
   * Makes a vector orthonormal to the basis and puts it next in line; {@link #multiply} completes
   * it.
   *
   * @param candidate not modified
   * @return whether enough of it lay outside the basis; if not, nothing has changed
   */
  boolean propose(Tensor candidate) {
    Tensor next = basis[size];
    double length = backend.norm(candidate);
    if (!(length > 0)) {
      return false;
    }
    backend.combine(1 / length, candidate, 0, candidate, next);
    // A pass that removes little has left nothing behind; four passes settle every case that
    // occurs.
    for (int pass = 0; pass < 4; pass++) {
      for (int i = 0; i < size; i++) {
        backend.axpy(-backend.dot(basis[i], next), basis[i], next);
      }
      double left = backend.norm(next);
      if (!(left > negligible)) {
        return false;
      }
      backend.scale(1 / left, next);
      if (left > 0.7) {
        return true;
      }
    }
    return false;
  }

  /**
   * Multiplies the proposed vector by A and takes it into the basis.
   *
   * @return whether the product is finite; if not, the vector stays outside
   */
  boolean multiply(SymmetricOperator operator) {
    Tensor vector = basis[size];
    Tensor product = products[size];
    operator.apply(vector, product);
    if (!Double.isFinite(backend.dot(product, product))) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      // Both halves are computed: their mean averages the noise of an operator that is symmetric
      // only nearly.
      double entry = 0.5 * (backend.dot(basis[i], product) + backend.dot(vector, products[i]));
      projection[i][size] = entry;
      projection[size][i] = entry;
    }
    projection[size][size] = backend.dot(vector, product);
    size++;
    return true;
  }

  /** Solves the projected problem; the Ritz pairs are valid until the basis changes. */
  void decompose() {
    double[][] block = new double[size][size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(projection[i], 0, block[i], 0, size);
    }
    EigenDecompositionSymmetric decomposition =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(block, false));
    values = decomposition.getEigenvalues();
    coefficients = decomposition.getV();
  }

  /** The i-th largest Ritz value. */
  double value(int i) {
    return values[i];
  }

  /** The largest modulus of a Ritz value, a lower bound of {@code ‖A‖}. */
  double largestModulus() {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** {@code out ← V yᵢ}, the i-th Ritz vector. */
  void vector(int i, Tensor out) {
    combine(basis, i, out);
  }

  /**
   * {@code out ← W yᵢ − θᵢ V yᵢ}.
   *
   * @return its length
   */
  double residual(int i, Tensor out) {
    combine(products, i, out);
    for (int row = 0; row < values.length; row++) {
      backend.axpy(-values[i] * coefficients.getEntry(row, i), basis[row], out);
    }
    return backend.norm(out);
  }

  private void combine(Tensor[] columns, int i, Tensor out) {
    backend.fill(out, 0);
    for (int row = 0; row < values.length; row++) {
      backend.axpy(coefficients.getEntry(row, i), columns[row], out);
    }
  }

  /** Replaces the basis by its leading Ritz vectors; needs no product. */
  void restart() {
    int kept = Math.min(spare.length, values.length);
    rotate(basis, kept);
    rotate(products, kept);
    for (int i = 0; i < kept; i++) {
      for (int j = 0; j < kept; j++) {
        projection[i][j] = i == j ? values[i] : 0;
      }
    }
    size = kept;
    decompose();
  }

  private void rotate(Tensor[] columns, int kept) {
    for (int i = 0; i < kept; i++) {
      combine(columns, i, spare[i]);
    }
    for (int i = 0; i < kept; i++) {
      Tensor old = columns[i];
      columns[i] = spare[i];
      spare[i] = old;
    }
  }
}
