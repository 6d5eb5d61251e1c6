package org.edgeflow.core.spectral;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * An orthonormal basis {@code V} with its products {@code W = A V} and the projection {@code T = Vᵀ
 * A V}, symmetrized. Its Ritz pairs {@code (θ, V y)}, {@code T y = θ y}, are the best
 * approximations of eigenpairs that its span holds. A tensor is allocated when it is first needed,
 * and then kept.
 */
final class RitzBasis {
  private final TensorBackend backend;
  private final int dimension;
  private final Tensor[] basis;
  private final Tensor[] products;
  private final Tensor[] spare;
  private final double[][] projection;
  private final double negligible;
  private int size;
  private double[] values = {};
  private RealMatrix coefficients;
  private RealMatrix earlier;
  private double squaredAsymmetry;
  private int asymmetries;

  /**
   * An empty basis.
   *
   * @param capacity the most vectors it holds
   * @param kept the most vectors that {@link #restart} keeps
   */
  RitzBasis(TensorBackend backend, int dimension, int capacity, int kept) {
    this.backend = backend;
    this.dimension = dimension;
    this.basis = new Tensor[capacity];
    this.products = new Tensor[capacity];
    this.spare = new Tensor[kept];
    this.projection = new double[capacity][capacity];
    this.negligible = 100 * backend.dataType().epsilon();
  }

  private Tensor ready(Tensor[] tensors, int i) {
    if (tensors[i] == null) {
      tensors[i] = backend.zeros(dimension);
    }
    return tensors[i];
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
    coefficients = null;
    earlier = null;
    squaredAsymmetry = 0;
    asymmetries = 0;
  }

  /**
   * The length of the noise in one product, judged by {@code vᵢᵀA vⱼ − vⱼᵀA vᵢ}, the difference of
   * two noises along a unit vector, as if the noise were alike in all d directions; 0 while
   * unknown.
   */
  double noise() {
    return asymmetries < 3 ? 0 : Math.sqrt(0.5 * squaredAsymmetry / asymmetries * dimension);
  }

  /**
   * Makes a vector orthonormal to the basis and puts it next in line; {@link #multiply} completes
   * it.
   *
   * @param candidate not modified
   * @return whether enough of it lay outside the basis; if not, nothing has changed
   */
  boolean propose(Tensor candidate) {
    Tensor next = ready(basis, size);
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
    Tensor product = ready(products, size);
    operator.apply(vector, product);
    if (!Double.isFinite(backend.dot(product, product))) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      // Both halves are computed: their mean averages the noise of an operator that is symmetric
      // only nearly, and their difference tells how much of it there is.
      double forth = backend.dot(basis[i], product);
      double back = backend.dot(vector, products[i]);
      double entry = 0.5 * (forth + back);
      squaredAsymmetry += (forth - back) * (forth - back);
      asymmetries++;
      projection[i][size] = entry;
      projection[size][i] = entry;
    }
    projection[size][size] = backend.dot(vector, product);
    size++;
    return true;
  }

  /** {@code vᵀA v} of the vector taken in last. */
  double lastQuotient() {
    return projection[size - 1][size - 1];
  }

  /** Solves the projected problem; the Ritz pairs are valid until the basis changes. */
  void decompose() {
    EigenDecompositionSymmetric decomposition = new EigenDecompositionSymmetric(projected());
    earlier = coefficients;
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
    combine(basis, coefficients, i, out);
  }

  /**
   * {@code out ← W yᵢ − θᵢ V yᵢ}.
   *
   * @return its length
   */
  double residual(int i, Tensor out) {
    combine(products, coefficients, i, out);
    for (int row = 0; row < values.length; row++) {
      backend.axpy(-values[i] * coefficients.getEntry(row, i), basis[row], out);
    }
    return backend.norm(out);
  }

  private void combine(Tensor[] columns, RealMatrix weights, int i, Tensor out) {
    backend.fill(out, 0);
    for (int row = 0; row < values.length; row++) {
      backend.axpy(weights.getEntry(row, i), columns[row], out);
    }
  }

  private RealMatrix projected() {
    double[][] block = new double[size][size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(projection[i], 0, block[i], 0, size);
    }
    return new Array2DRowRealMatrix(block, false);
  }

  /**
   * Replaces the basis by its leading Ritz vectors, and by what the wanted ones were one iteration
   * ago: with these, which hold the direction in which they moved, restarts cost little of the
   * speed of an unlimited basis (Stathopoulos and Saad, ETNA 7, 1998). Needs no product.
   *
   * @param wanted how many pairs are wanted
   */
  void restart(int wanted) {
    int leading = Math.min(spare.length - wanted, values.length);
    List<RealVector> columns = new ArrayList<>();
    for (int i = 0; i < leading; i++) {
      columns.add(coefficients.getColumnVector(i));
    }
    if (earlier != null) {
      for (int i = 0; i < wanted; i++) {
        RealVector column = new ArrayRealVector(values.length);
        column.setSubVector(0, earlier.getColumnVector(i));
        addOrthonormal(column, columns);
      }
    }
    RealMatrix rotation = new Array2DRowRealMatrix(values.length, columns.size());
    for (int i = 0; i < columns.size(); i++) {
      rotation.setColumnVector(i, columns.get(i));
    }
    RealMatrix rotated = rotation.transposeMultiply(projected().multiply(rotation));
    rotate(basis, rotation);
    rotate(products, rotation);
    size = columns.size();
    orthonormalize();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        projection[i][j] = 0.5 * (rotated.getEntry(i, j) + rotated.getEntry(j, i));
      }
    }
    decompose();
    earlier = null;
  }

  private static void addOrthonormal(RealVector column, List<RealVector> columns) {
    RealVector rest = column;
    for (int pass = 0; pass < 2; pass++) {
      for (RealVector other : columns) {
        rest = rest.subtract(other.mapMultiply(other.dotProduct(rest)));
      }
      double length = rest.getNorm();
      // Less than this is mostly rounding, and a step so small needs no memory.
      if (length < 1e-7) {
        return;
      }
      rest = rest.mapDivide(length);
    }
    columns.add(rest);
  }

  /**
   * Undoes the rounding of rotations, which would add up over many restarts, on both sides of W =
   * AV.
   */
  private void orthonormalize() {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double along = backend.dot(basis[j], basis[i]);
        backend.axpy(-along, basis[j], basis[i]);
        backend.axpy(-along, products[j], products[i]);
      }
      double length = backend.norm(basis[i]);
      backend.scale(1 / length, basis[i]);
      backend.scale(1 / length, products[i]);
    }
  }

  private void rotate(Tensor[] columns, RealMatrix rotation) {
    int kept = rotation.getColumnDimension();
    for (int i = 0; i < kept; i++) {
      combine(columns, rotation, i, ready(spare, i));
    }
    for (int i = 0; i < kept; i++) {
      Tensor old = columns[i];
      columns[i] = spare[i];
      spare[i] = old;
    }
  }
}
