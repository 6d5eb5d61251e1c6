package org.edgeflow.baselines.rod;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The eigenvalues and eigenvectors of {@code Σ_i ω_i v_i v_iᵀ} from its columns: with an
 * orthonormal basis Q of their span, {@code v_i = Q r_i}, those of the small matrix {@code Σ_i ω_i
 * r_i r_iᵀ}.
 */
final class ColumnSpace {
  /** A column whose part outside the others' span is as small as this adds no direction. */
  private static final double DEPENDENT = 1e-13;

  /** Where so little of a column remains, orthogonalizing once has cost digits. */
  private static final double CANCELLED = 0.1;

  private final TensorBackend backend;
  private final int dimension;
  private final List<Tensor> basis = new ArrayList<>();

  ColumnSpace(TensorBackend backend, int dimension) {
    this.backend = backend;
    this.dimension = dimension;
  }

  /** The eigenpairs, valid until the next call. */
  Spectrum spectrum(List<Tensor> columns, List<Double> weights) {
    double[][] coordinates = new double[columns.size()][];
    int size = 0;
    for (int i = 0; i < columns.size(); i++) {
      coordinates[i] = new double[columns.size()];
      if (extend(size, columns.get(i), coordinates[i])) {
        size++;
      }
    }
    double[][] matrix = new double[size][size];
    double sum = 0;
    for (int i = 0; i < columns.size(); i++) {
      for (int p = 0; p < size; p++) {
        for (int q = 0; q <= p; q++) {
          matrix[p][q] += weights.get(i) * coordinates[i][p] * coordinates[i][q];
          matrix[q][p] = matrix[p][q];
        }
      }
      sum += weights.get(i) * backend.norm(columns.get(i));
    }
    if (size == 0 || !finite(matrix) || !Double.isFinite(sum)) {
      return new Spectrum(new double[] {Double.isFinite(sum) ? 0 : Double.NaN}, new double[1][0]);
    }
    Jacobi eigen = new Jacobi(matrix);
    double[][] vectors = new double[size][];
    for (int i = 0; i < size; i++) {
      vectors[i] = eigen.vector(i);
    }
    return new Spectrum(eigen.values(), vectors);
  }

  /**
   * Splits a vector into its part in the basis and, where there is one, a new basis vector.
   *
   * @param coordinates modified
   * @return whether there was
   */
  private boolean extend(int size, Tensor column, double[] coordinates) {
    if (size == basis.size()) {
      basis.add(backend.zeros(dimension));
    }
    Tensor fresh = basis.get(size);
    backend.copy(column, fresh);
    double whole = backend.norm(fresh);
    double left = project(size, fresh, coordinates);
    if (left < CANCELLED * whole) {
      left = project(size, fresh, coordinates);
    }
    if (!(left > DEPENDENT * whole)) {
      return false;
    }
    coordinates[size] = left;
    backend.scale(1 / left, fresh);
    return true;
  }

  private double project(int size, Tensor fresh, double[] coordinates) {
    for (int p = 0; p < size; p++) {
      double along = backend.dot(basis.get(p), fresh);
      coordinates[p] += along;
      backend.axpy(-along, basis.get(p), fresh);
    }
    return backend.norm(fresh);
  }

  private static boolean finite(double[][] matrix) {
    for (double[] row : matrix) {
      for (double x : row) {
        if (!Double.isFinite(x)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Eigenvalues, and eigenvectors in coordinates of the basis. */
  final class Spectrum {
    private final double[] values;
    private final double[][] vectors;

    private Spectrum(double[] values, double[][] vectors) {
      this.values = values;
      this.vectors = vectors;
    }

    double value(int i) {
      return values[i];
    }

    double norm() {
      return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
    }

    /** Which eigenvalue is the largest. */
    int largest() {
      return IntStream.range(0, values.length)
          .boxed()
          .max(Comparator.comparingDouble(i -> values[i]))
          .orElseThrow();
    }

    /** The eigenvalues' places, those of the largest modulus first. */
    int[] byModulus() {
      return IntStream.range(0, values.length)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> -Math.abs(values[i])))
          .mapToInt(i -> i)
          .toArray();
    }

    /**
     * Writes a unit eigenvector times a length.
     *
     * @param out modified
     */
    void write(int i, double length, Tensor out) {
      backend.fill(out, Double.isNaN(length) ? Double.NaN : 0);
      for (int p = 0; p < vectors[i].length; p++) {
        backend.axpy(length * vectors[i][p], basis.get(p), out);
      }
    }
  }
}
