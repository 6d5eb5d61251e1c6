package org.edgeflow.models.engine;

import java.util.Arrays;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * An orthonormal basis of the span of the inputs, {@code X = C Q}: the rows of Q are the basis, and
 * row n of C holds example n's coordinates in it.
 *
 * <p>Made by Gram–Schmidt, in which an example that lost half its length is orthogonalized again
 * ("twice is enough", Giraud, Langou and Rozložník 2005). So example n lies in the span of the
 * first n + 1 basis vectors, and C has zeros above its diagonal. An example that lies in the span
 * of those before it to {@code 1e-12} of its length adds no basis vector.
 *
 * @param rank basis vectors
 * @param features numbers in one example
 * @param basis Q, {@code rank × features}
 * @param coordinates C, {@code examples × rank}
 */
record RowSpace(int rank, int features, double[] basis, double[] coordinates) {
  private static final double DEPENDENT = 1e-12;
  private static final double ENOUGH = 0.5;
  private static final int PANEL = 32;

  /**
   * The row space of some examples.
   *
   * @param inputs example-major
   * @param backend whose threads are used
   */
  static RowSpace of(double[] inputs, int examples, TensorBackend backend) {
    int features = inputs.length / examples;
    double[] basis = new double[Math.min(examples, features) * features];
    double[] coordinates = new double[examples * examples];
    double[] panel = new double[PANEL * features];
    int rank = 0;
    for (int from = 0; from < examples; from += PANEL) {
      int size = Math.min(PANEL, examples - from);
      System.arraycopy(inputs, from * features, panel, 0, size * features);
      int known = rank;
      int first = from;
      backend.parallel(
          size,
          i ->
              orthogonalize(
                  basis, 0, known, panel, i, features, coordinates, (first + i) * examples));
      for (int i = 0; i < size; i++) {
        int row = (from + i) * examples;
        double before = norm(panel, i * features, features);
        orthogonalize(basis, known, rank, panel, i, features, coordinates, row);
        if (norm(panel, i * features, features) < ENOUGH * before) {
          orthogonalize(basis, 0, rank, panel, i, features, coordinates, row);
        }
        double left = norm(panel, i * features, features);
        double length = norm(inputs, (from + i) * features, features);
        if (left > DEPENDENT * length && rank * features < basis.length) {
          coordinates[row + rank] = left;
          for (int k = 0; k < features; k++) {
            basis[rank * features + k] = panel[i * features + k] / left;
          }
          rank++;
        }
      }
    }
    return new RowSpace(
        rank,
        features,
        Arrays.copyOf(basis, rank * features),
        narrowed(coordinates, examples, rank));
  }

  // Rounding in what was removed matters where little is left: then it is done once more.
  private static void orthogonalize(
      double[] basis,
      int from,
      int to,
      double[] panel,
      int member,
      int features,
      double[] coordinates,
      int row) {
    double before = norm(panel, member * features, features);
    remove(basis, from, to, panel, member, features, coordinates, row);
    if (norm(panel, member * features, features) < ENOUGH * before) {
      remove(basis, from, to, panel, member, features, coordinates, row);
    }
  }

  // x ← x − Σ q (q·x), and what was removed is added to the coordinates.
  private static void remove(
      double[] basis,
      int from,
      int to,
      double[] panel,
      int member,
      int features,
      double[] coordinates,
      int row) {
    int at = member * features;
    for (int j = from; j < to; j++) {
      int q = j * features;
      double share = dot(basis, q, panel, at, features);
      coordinates[row + j] += share;
      for (int k = 0; k < features; k++) {
        panel[at + k] -= share * basis[q + k];
      }
    }
  }

  private static double[] narrowed(double[] coordinates, int examples, int rank) {
    double[] result = new double[examples * rank];
    for (int i = 0; i < examples; i++) {
      System.arraycopy(coordinates, i * examples, result, i * rank, rank);
    }
    return result;
  }

  private static double norm(double[] x, int from, int length) {
    return Math.sqrt(dot(x, from, x, from, length));
  }

  private static double dot(double[] x, int from, double[] y, int at, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < length; k += 4) {
      a += x[from + k] * y[at + k];
      b += x[from + k + 1] * y[at + k + 1];
      c += x[from + k + 2] * y[at + k + 2];
      d += x[from + k + 3] * y[at + k + 3];
    }
    for (; k < length; k++) {
      a += x[from + k] * y[at + k];
    }
    return (a + b) + (c + d);
  }

  /**
   * {@code (W Qᵀ)ᵀ}: weights in the coordinates of the basis, input by input.
   *
   * @param weights {@code outputs × features}, from {@code offset} on
   * @return {@code rank × outputs}
   */
  double[] reduce(double[] weights, int offset, int outputs) {
    double[] reduced = new double[rank * outputs];
    for (int j = 0; j < rank; j++) {
      for (int o = 0; o < outputs; o++) {
        reduced[j * outputs + o] =
            dot(weights, offset + o * features, basis, j * features, features);
      }
    }
    return reduced;
  }

  /**
   * Adds {@code (reducedᵀ Q)} to weights.
   *
   * @param sign multiplies what is added
   * @param weights modified: {@code outputs × features}, from {@code offset} on
   */
  void expand(double sign, double[] reduced, int from, int outputs, double[] weights, int offset) {
    for (int j = 0; j < rank; j++) {
      for (int o = 0; o < outputs; o++) {
        double share = sign * reduced[from + j * outputs + o];
        int row = offset + o * features;
        for (int k = 0; k < features; k++) {
          weights[row + k] += share * basis[j * features + k];
        }
      }
    }
  }
}
