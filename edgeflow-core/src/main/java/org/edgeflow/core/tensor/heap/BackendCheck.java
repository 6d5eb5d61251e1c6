package org.edgeflow.core.tensor.heap;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;

/**
 * A few seconds' look at a backend at work: are its numbers those of plain Java, and how fast does
 * it multiply matrices and move memory?
 *
 * @param dataType the format that was looked at
 * @param description what the backend says that it is
 * @param wrong the first operation whose result is not plain Java's, and by how much; empty if all
 *     are
 * @param gemmRate of the largest square product that there was time for, in 10⁹ operations a second
 * @param gemmSize its rows
 * @param bandwidth of {@code y ← y + αx} on long vectors, in 10⁹ bytes a second
 */
public record BackendCheck(
    DataType dataType,
    String description,
    Optional<String> wrong,
    double gemmRate,
    int gemmSize,
    double bandwidth) {
  private static final int ROWS = 67;
  private static final int INNER = 130;
  private static final int COLUMNS = 41;
  private static final double TOLERANCE = 16;
  private static final int SMALLEST = 64;
  private static final int LARGEST = 8192;
  private static final int LONG_VECTOR = 1 << 23;
  private static final int REPEATS = 3;
  private static final double NANOS = 1e9;

  /**
   * Looks.
   *
   * @param seconds how long the measurements may take, about
   */
  public static BackendCheck of(TensorBackend backend, double seconds) {
    Optional<String> wrong = wrong(backend);
    int size = SMALLEST;
    double rate;
    double spent = 0;
    while (true) {
      double took = gemmSeconds(backend, size);
      spent += took * REPEATS;
      rate = 2.0 * size * size * size / took / NANOS;
      // The next one takes eight times as long.
      boolean fits = backend.room() / 3 > 4L * size * size;
      if (size == LARGEST || !fits || spent + 8 * took * REPEATS > seconds / 2) {
        break;
      }
      size *= 2;
    }
    return new BackendCheck(
        backend.dataType(),
        backend.description(),
        wrong,
        rate,
        size,
        bandwidth(backend, LONG_VECTOR));
  }

  private static double gemmSeconds(TensorBackend backend, int size) {
    Tensor a = backend.zeros(size, size);
    Tensor b = backend.zeros(size, size);
    Tensor c = backend.zeros(size, size);
    backend.fill(a, 0.5);
    backend.fill(b, 0.25);
    return best(backend, () -> backend.kernels().products().gemm(false, false, 1, a, b, 0, c));
  }

  /** The rate of {@code y ← y + αx} in 10⁹ bytes a second: two vectors read, one written. */
  public static double bandwidth(TensorBackend backend, int size) {
    Tensor x = backend.zeros(size);
    Tensor y = backend.zeros(size);
    double took = best(backend, () -> backend.axpy(0.5, x, y));
    return 3.0 * size * backend.dataType().bytes() / took / NANOS;
  }

  private static double best(TensorBackend backend, Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      backend.synchronize();
      long start = System.nanoTime();
      work.run();
      backend.synchronize();
      best = Math.min(best, (System.nanoTime() - start) / NANOS);
    }
    return best;
  }

  private static Optional<String> wrong(TensorBackend backend) {
    TensorBackend plain = new HeapBackend(backend.dataType());
    double[] a = random(ROWS * INNER, 1);
    double[] b = random(INNER * COLUMNS, 2);
    for (boolean transposed : new boolean[] {false, true}) {
      Optional<String> found =
          compare(
              "a matrix product",
              product(backend, transposed, a, b),
              product(plain, transposed, a, b),
              TOLERANCE * Math.sqrt(INNER) * backend.dataType().epsilon());
      if (found.isPresent()) {
        return found;
      }
    }
    double square = dot(plain, a);
    Optional<String> found =
        compare(
            "a scalar product",
            new double[] {dot(backend, a)},
            new double[] {square},
            TOLERANCE * Math.sqrt(a.length) * square * backend.dataType().epsilon());
    if (found.isPresent()) {
      return found;
    }
    return compare(
        "an activation",
        activation(backend, a),
        activation(plain, a),
        TOLERANCE * backend.dataType().epsilon());
  }

  private static double[] product(
      TensorBackend backend, boolean transposed, double[] a, double[] b) {
    Tensor left = transposed ? backend.of(a, INNER, ROWS) : backend.of(a, ROWS, INNER);
    Tensor right = transposed ? backend.of(b, COLUMNS, INNER) : backend.of(b, INNER, COLUMNS);
    Tensor result = backend.zeros(ROWS, COLUMNS);
    backend.kernels().products().gemm(transposed, transposed, 1, left, right, 0, result);
    return read(result);
  }

  private static double dot(TensorBackend backend, double[] x) {
    Tensor vector = backend.of(x, x.length);
    return backend.dot(vector, vector);
  }

  private static double[] activation(TensorBackend backend, double[] x) {
    Tensor z = backend.of(x, x.length);
    Tensor slope = backend.zeros(x.length);
    backend.kernels().elementwise().activate(StandardActivation.TANH, z, z, slope);
    double[] both = Arrays.copyOf(read(z), 2 * x.length);
    System.arraycopy(read(slope), 0, both, x.length, x.length);
    return both;
  }

  private static Optional<String> compare(
      String what, double[] found, double[] expected, double tolerance) {
    for (int i = 0; i < found.length; i++) {
      if (!(Math.abs(found[i] - expected[i]) <= tolerance)) {
        return Optional.of(what + " gives " + found[i] + ", expected " + expected[i]);
      }
    }
    return Optional.empty();
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  private static double[] random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[size];
    Arrays.setAll(values, i -> (float) random.nextDouble(-1, 1));
    return values;
  }
}
