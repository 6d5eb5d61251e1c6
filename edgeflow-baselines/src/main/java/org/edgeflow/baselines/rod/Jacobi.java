package org.edgeflow.baselines.rod;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations: slower than
 * QL, but it converges from every finite matrix, and small eigenvalues beside large ones, which are
 * the rule here, do not stop it.
 */
final class Jacobi {
  private static final int SWEEPS = 30;

  private final double[][] matrix;
  private final double[][] vectors;

  /**
   * Decomposes a matrix.
   *
   * @param matrix symmetric and finite; modified
   */
  Jacobi(double[][] matrix) {
    this.matrix = matrix;
    this.vectors = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      vectors[i][i] = 1;
    }
    boolean turned = true;
    for (int sweep = 0; turned && sweep < SWEEPS; sweep++) {
      turned = false;
      for (int p = 0; p < matrix.length; p++) {
        for (int q = p + 1; q < matrix.length; q++) {
          turned |= rotate(p, q);
        }
      }
    }
  }

  // Until the entry is below rounding of the geometric mean of its two diagonal ones, or of zero.
  private boolean rotate(int p, int q) {
    double off = matrix[p][q];
    double scale = Math.sqrt(Math.abs(matrix[p][p])) * Math.sqrt(Math.abs(matrix[q][q]));
    if (Math.abs(off) <= Math.max(Math.ulp(1.0) * scale, Double.MIN_NORMAL)) {
      return false;
    }
    double angle = 0.5 * Math.atan2(2 * off, matrix[p][p] - matrix[q][q]);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (double[] row : matrix) {
      turn(row, p, q, cos, sin);
    }
    double[] first = matrix[p];
    double[] second = matrix[q];
    for (int i = 0; i < matrix.length; i++) {
      double x = first[i];
      double y = second[i];
      first[i] = cos * x + sin * y;
      second[i] = cos * y - sin * x;
    }
    matrix[p][q] = 0;
    matrix[q][p] = 0;
    for (double[] row : vectors) {
      turn(row, p, q, cos, sin);
    }
    return true;
  }

  private static void turn(double[] row, int p, int q, double cos, double sin) {
    double x = row[p];
    double y = row[q];
    row[p] = cos * x + sin * y;
    row[q] = cos * y - sin * x;
  }

  /** The eigenvalues, in no order. */
  double[] values() {
    double[] values = new double[matrix.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix[i][i];
    }
    return values;
  }

  /** The unit eigenvector of the i-th of them. */
  double[] vector(int i) {
    double[] vector = new double[matrix.length];
    for (int p = 0; p < vector.length; p++) {
      vector[p] = vectors[p][i];
    }
    return vector;
  }
}
