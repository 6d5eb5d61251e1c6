package org.edgeflow.models.engine;

import java.util.Arrays;
import java.util.Optional;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
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
    try (Known known = new Known(backend, examples, inputs.length / examples)) {
      return of(inputs, examples, backend, known);
    }
  }

  private static RowSpace of(double[] inputs, int examples, TensorBackend backend, Known quick) {
    int features = inputs.length / examples;
    double[] basis = new double[Math.min(examples, features) * features];
    double[] coordinates = new double[examples * examples];
    double[] panel = new double[PANEL * features];
    Basis vectors = new Basis(basis, features, coordinates);
    int rank = 0;
    for (int from = 0; from < examples; from += PANEL) {
      int size = Math.min(PANEL, examples - from);
      System.arraycopy(inputs, from * features, panel, 0, size * features);
      int known = rank;
      int first = from;
      if (quick.works()) {
        quick.remove(known, panel, size, coordinates, first * examples, examples);
      } else {
        backend.parallel(
            size, i -> vectors.orthogonalize(0, known, panel, i, (first + i) * examples));
      }
      for (int i = 0; i < size; i++) {
        int row = (from + i) * examples;
        double before = norm(panel, i * features, features);
        vectors.orthogonalize(known, rank, panel, i, row);
        if (norm(panel, i * features, features) < ENOUGH * before) {
          vectors.orthogonalize(0, rank, panel, i, row);
        }
        double left = norm(panel, i * features, features);
        double length = norm(inputs, (from + i) * features, features);
        if (left > DEPENDENT * length && rank * features < basis.length) {
          coordinates[row + rank] = left;
          for (int k = 0; k < features; k++) {
            basis[rank * features + k] = panel[i * features + k] / left;
          }
          quick.add(basis, rank);
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

  /**
   * The basis vectors on a backend that multiplies matrices in float64, if there is one: from a
   * whole panel of examples they are removed by products, {@code P ← P − (P Qᵀ) Q}, always twice.
   */
  private static final class Known implements AutoCloseable {
    private final Optional<TensorBackend> doubles;
    private final int features;
    private Tensor rows;

    Known(TensorBackend backend, int examples, int features) {
      this.doubles = backend.inFormat(DataType.FLOAT64);
      this.features = features;
      doubles.ifPresent(quick -> rows = quick.zeros(Math.min(examples, features), features));
    }

    boolean works() {
      return doubles.isPresent();
    }

    /** Takes over one vector. */
    void add(double[] basis, int index) {
      int at = index * features;
      doubles.ifPresent(
          quick ->
              quick.write(
                  Arrays.copyOfRange(basis, at, at + features), quick.view(rows, at, features)));
    }

    /**
     * Removes vectors from examples, and adds what was removed to their coordinates.
     *
     * @param known how many vectors
     * @param size how many examples
     * @param row where the first example's coordinates begin
     * @param step from one example's coordinates to the next one's
     */
    void remove(int known, double[] panel, int size, double[] coordinates, int row, int step) {
      if (known == 0) {
        return;
      }
      TensorBackend quick = doubles.orElseThrow();
      Tensor basis = quick.view(rows, 0, known, features);
      Tensor rest = quick.of(Arrays.copyOf(panel, size * features), size, features);
      Tensor shares = quick.zeros(size, known);
      double[] removed = new double[size * known];
      for (int pass = 0; pass < 2; pass++) {
        quick.kernels().products().gemm(false, true, 1, rest, basis, 0, shares);
        quick.kernels().products().gemm(false, false, -1, shares, basis, 1, rest);
        quick.read(shares, removed);
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < known; j++) {
            coordinates[row + i * step + j] += removed[i * known + j];
          }
        }
      }
      double[] left = new double[size * features];
      quick.read(rest, left);
      System.arraycopy(left, 0, panel, 0, left.length);
    }

    @Override
    public void close() {
      doubles.ifPresent(TensorBackend::close);
    }
  }

  /** Orthonormal vectors one after the other, and the examples' coordinates in them. */
  private record Basis(double[] vectors, int features, double[] coordinates) {

    /**
     * Removes the vectors {@code from … to − 1} from an example.
     *
     * @param panel holds it
     * @param member its place there
     * @param row where its coordinates begin
     */
    void orthogonalize(int from, int to, double[] panel, int member, int row) {
      // Rounding in what was removed matters where little is left: then it is done once more.
      double before = norm(panel, member * features, features);
      remove(from, to, panel, member, row);
      if (norm(panel, member * features, features) < ENOUGH * before) {
        remove(from, to, panel, member, row);
      }
    }

    // x ← x − Σ q (q·x), and what was removed is added to the coordinates.
    private void remove(int from, int to, double[] panel, int member, int row) {
      int at = member * features;
      for (int j = from; j < to; j++) {
        int q = j * features;
        double share = dot(vectors, q, panel, at, features);
        coordinates[row + j] += share;
        for (int k = 0; k < features; k++) {
          panel[at + k] -= share * vectors[q + k];
        }
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
   * @param backend whose threads are used
   * @return {@code rank × outputs}
   */
  double[] reduce(double[] weights, int offset, int outputs, TensorBackend backend) {
    double[] reduced = new double[rank * outputs];
    backend.parallel(
        rank,
        j -> {
          for (int o = 0; o < outputs; o++) {
            reduced[j * outputs + o] =
                dot(weights, offset + o * features, basis, j * features, features);
          }
        });
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
