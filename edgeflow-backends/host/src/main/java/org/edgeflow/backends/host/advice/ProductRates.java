package org.edgeflow.backends.host.advice;

import java.util.Locale;
import org.edgeflow.backends.host.blas.Blas;
import org.edgeflow.backends.host.blas.Matrix;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * A process of its own that measures one library, for a process takes one: {@code main} prints the
 * rates of one thread in 10⁹ operations a second, float32 and float64: of the processor's vector
 * instructions, of the library's products of large matrices, and of those that narrow layers take.
 */
public final class ProductRates {
  /** Rows and columns of large matrices. */
  private static final int SIZE = 384;

  /** Rows of a narrow matrix; few enough for OpenBLAS to multiply it in place where it can. */
  private static final int ROWS = 640;

  /** Columns of a narrow one. */
  static final int NARROW = 32;

  private static final double NANOS = 1e9;
  private static final double SECONDS = 0.2;

  private ProductRates() {}

  /**
   * Measures.
   *
   * @param arguments {@code mkl}, or nothing for OpenBLAS
   */
  public static void main(String[] arguments) {
    Blas blas = arguments.length == 0 ? Blas.openBlas() : Blas.mkl();
    StringBuilder line = new StringBuilder();
    for (DataType dataType : DataType.values()) {
      line.append(told(VectorPeak.rate(dataType)));
    }
    for (DataType dataType : DataType.values()) {
      line.append(told(rate(blas, dataType, SIZE, SIZE)));
    }
    for (DataType dataType : DataType.values()) {
      line.append(told(rate(blas, dataType, ROWS, NARROW)));
    }
    System.out.println(line.toString().strip());
  }

  private static String told(double rate) {
    return String.format(Locale.ROOT, "%.2f ", rate);
  }

  /** The best of a fifth of a second. */
  private static double rate(Blas blas, DataType dataType, int rows, int columns) {
    HeapBackend heap = new HeapBackend(dataType);
    Matrix left = filled(heap, rows, columns);
    Matrix right = filled(heap, columns, columns);
    Matrix result = filled(heap, rows, columns);
    double best = Double.POSITIVE_INFINITY;
    long began = System.nanoTime();
    while (System.nanoTime() - began < SECONDS * NANOS) {
      long start = System.nanoTime();
      blas.multiplyAlone(left, right, result);
      best = Math.min(best, System.nanoTime() - start);
    }
    return 2.0 * rows * columns * columns / best;
  }

  private static Matrix filled(HeapBackend heap, int rows, int columns) {
    HeapTensor tensor = (HeapTensor) heap.zeros(rows, columns);
    heap.fill(tensor, 0.5);
    return Matrix.of(tensor, rows, columns, false);
  }
}
