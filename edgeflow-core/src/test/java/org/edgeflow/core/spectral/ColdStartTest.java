package org.edgeflow.core.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search costs that knows nothing, beside Lanczos' method without restarts. */
class ColdStartTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final int DIMENSION = 2000;

  /** Leading values as close as a network's late in training, in a long tail. */
  private static double eigenvalue(int j) {
    return 24 * Math.exp(-0.05 * j);
  }

  private static void multiply(double[] x, double[] y) {
    for (int j = 0; j < x.length; j++) {
      y[j] = eigenvalue(j) * x[j];
    }
  }

  private static Eigenpairs found(int count, double tolerance, long seed) {
    SymmetricOperator operator =
        (v, out) -> {
          double[] x = new double[DIMENSION];
          double[] y = new double[DIMENSION];
          BACKEND.read(v, x);
          multiply(x, y);
          BACKEND.write(y, out);
        };
    return new SpectralTracker(
            SpectralTracker.Settings.leading(count, tolerance, 500), BACKEND, DIMENSION, seed)
        .track(operator);
  }

  @ParameterizedTest
  @CsvSource({"1, 1e-3", "1, 1e-5", "4, 1e-3", "4, 1e-5", "8, 1e-5"})
  void severalPairsTakeHardlyMoreProductsThanOneKrylovSpaceOfTheirs(int count, double tolerance) {
    for (long seed = 1; seed <= 3; seed++) {
      Eigenpairs pairs = found(count, tolerance, seed);
      assertThat(pairs.converged()).isTrue();
      for (int i = 0; i < count; i++) {
        // A Rayleigh quotient is as good as its residual squared, by the gap.
        double error = Math.pow(tolerance * eigenvalue(0), 2) / 0.5;
        assertThat(pairs.value(i)).isCloseTo(eigenvalue(i), within(error));
      }
      // The start is a random vector for each pair, so that repeated eigenvalues are all found.
      assertThat(pairs.products())
          .isLessThanOrEqualTo((int) (1.2 * lanczos(count, tolerance, seed)) + 2 * count);
    }
  }

  /** Products until the leading pairs of a full Krylov space pass, from one random vector. */
  private static int lanczos(int count, double tolerance, long seed) {
    double[][] basis = new double[201][DIMENSION];
    double[] diagonal = new double[200];
    double[] beside = new double[200];
    double[] product = new double[DIMENSION];
    double[] next = new SplittableRandom(seed).doubles(DIMENSION, -1, 1).toArray();
    double length = Math.sqrt(dot(next, next));
    for (int m = 1; m <= 200; m++) {
      double[] vector = basis[m - 1];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = next[j] / length;
      }
      multiply(vector, product);
      diagonal[m - 1] = dot(vector, product);
      next = product.clone();
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < m; i++) {
          double along = dot(basis[i], next);
          for (int j = 0; j < DIMENSION; j++) {
            next[j] -= along * basis[i][j];
          }
        }
      }
      length = Math.sqrt(dot(next, next));
      beside[m - 1] = length;
      if (m >= count && passes(diagonal, beside, m, count, tolerance)) {
        return m;
      }
    }
    throw new IllegalStateException("not found");
  }

  private static boolean passes(
      double[] diagonal, double[] beside, int m, int count, double tolerance) {
    double[][] projected = new double[m][m];
    for (int i = 0; i < m; i++) {
      projected[i][i] = diagonal[i];
      if (i > 0) {
        projected[i][i - 1] = beside[i - 1];
        projected[i - 1][i] = beside[i - 1];
      }
    }
    EigenDecompositionSymmetric ritz =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(projected, false));
    for (int i = 0; i < count; i++) {
      double residual = Math.abs(beside[m - 1] * ritz.getV().getEntry(m - 1, i));
      if (residual > tolerance * ritz.getEigenvalue(0)) {
        return false;
      }
    }
    return true;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += x[j] * y[j];
    }
    return sum;
  }
}
