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
 * instructions, then of the library's products.
 */
public final class ProductRates {
  private static final int SIZE = 384;
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
      line.append(told(rate(blas, dataType)));
    }
    System.out.println(line.toString().strip());
  }

  private static String told(double rate) {
    return String.format(Locale.ROOT, "%.2f ", rate);
  }

  /** The best of a fifth of a second. */
  private static double rate(Blas blas, DataType dataType) {
    HeapBackend heap = new HeapBackend(dataType);
    Matrix[] matrices = new Matrix[3];
    for (int i = 0; i < matrices.length; i++) {
      HeapTensor tensor = (HeapTensor) heap.zeros(SIZE, SIZE);
      heap.fill(tensor, 0.5);
      matrices[i] = Matrix.of(tensor, SIZE, SIZE, false);
    }
    double best = Double.POSITIVE_INFINITY;
    long began = System.nanoTime();
    while (System.nanoTime() - began < SECONDS * NANOS) {
      long start = System.nanoTime();
      blas.multiplyAlone(matrices[0], matrices[1], matrices[2]);
      best = Math.min(best, System.nanoTime() - start);
    }
    return 2.0 * SIZE * SIZE * SIZE / best;
  }
}
