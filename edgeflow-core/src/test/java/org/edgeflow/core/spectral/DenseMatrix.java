package org.edgeflow.core.spectral;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/** A symmetric matrix in full, as an operator that counts its products, and its exact spectrum. */
final class DenseMatrix implements SymmetricOperator {
  private final TensorBackend backend;
  private final double[][] entries;
  private int products;

  DenseMatrix(TensorBackend backend, double[][] entries) {
    this.backend = backend;
    this.entries = entries;
  }

  /** {@code Q diag(λ) Qᵀ}, Q a product of random reflections. */
  static DenseMatrix withSpectrum(TensorBackend backend, double[] eigenvalues, long seed) {
    int n = eigenvalues.length;
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = eigenvalues[i];
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int reflection = 0; reflection < 3; reflection++) {
      double[] q = random.doubles(n, -1, 1).toArray();
      double square = Arrays.stream(q).map(x -> x * x).sum();
      reflect(a, q, square);
      transpose(a);
      reflect(a, q, square);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i][j] = a[j][i];
      }
    }
    return new DenseMatrix(backend, a);
  }

  private static void reflect(double[][] a, double[] q, double square) {
    for (double[] row : a) {
      double along = 0;
      for (int j = 0; j < q.length; j++) {
        along += row[j] * q[j];
      }
      for (int j = 0; j < q.length; j++) {
        row[j] -= 2 * along / square * q[j];
      }
    }
  }

  private static void transpose(double[][] a) {
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        double entry = a[i][j];
        a[i][j] = a[j][i];
        a[j][i] = entry;
      }
    }
  }

  /** This matrix plus {@code scale} times another. */
  DenseMatrix plus(double scale, DenseMatrix other) {
    double[][] sum = new double[entries.length][entries.length];
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[i][j] = entries[i][j] + scale * other.entries[i][j];
      }
    }
    return new DenseMatrix(backend, sum);
  }

  @Override
  public void apply(Tensor v, Tensor out) {
    products++;
    double[] x = new double[v.size()];
    double[] y = new double[v.size()];
    backend.read(v, x);
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += entries[i][j] * x[j];
      }
    }
    backend.write(y, out);
  }

  int products() {
    return products;
  }

  int dimension() {
    return entries.length;
  }

  /** All eigenvalues, descending, by a dense decomposition. */
  double[] eigenvalues() {
    double[] values =
        new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(entries)).getEigenvalues();
    Arrays.sort(values);
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
    return values;
  }

  double norm() {
    return Arrays.stream(eigenvalues()).map(Math::abs).max().orElseThrow();
  }
}
