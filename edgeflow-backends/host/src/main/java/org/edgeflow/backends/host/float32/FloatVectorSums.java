package org.edgeflow.backends.host.float32;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over float32, taken in float64: vectors of half the width, each of which fills one of full
 * width. (Halves of a whole vector would have to be moved to its beginning first, which the JIT
 * compiler does not always make one instruction.)
 */
final class FloatVectorSums {
  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> NARROW =
      VectorSpecies.of(float.class, VectorShape.forBitSize(WIDE.vectorBitSize() / 2));
  private static final int LANES = WIDE.length();

  private FloatVectorSums() {}

  private static DoubleVector widened(float[] x, int at) {
    return (DoubleVector) FloatVector.fromArray(NARROW, x, at).convertShape(F2D, WIDE, 0);
  }

  /** {@code Σ xᵢ yᵢ}. */
  static double dot(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      int a = xAt + i;
      int b = yAt + i;
      first = widened(x, a).fma(widened(y, b), first);
      second = widened(x, a + LANES).fma(widened(y, b + LANES), second);
      third = widened(x, a + 2 * LANES).fma(widened(y, b + 2 * LANES), third);
      fourth = widened(x, a + 3 * LANES).fma(widened(y, b + 3 * LANES), fourth);
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(ADD);
    for (; i < size; i++) {
      sum += (double) x[xAt + i] * y[yAt + i];
    }
    return sum;
  }

  /** {@code Σ xᵢ}. */
  static double sum(float[] x, int xAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      first = first.add(widened(x, xAt + i));
      second = second.add(widened(x, xAt + i + LANES));
    }
    double sum = first.add(second).reduceLanes(ADD);
    for (; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  /** {@code Σ (xᵢ − yᵢ)²}. */
  static double squaredDistance(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      DoubleVector low = widened(x, xAt + i).sub(widened(y, yAt + i));
      DoubleVector high = widened(x, xAt + i + LANES).sub(widened(y, yAt + i + LANES));
      first = low.fma(low, first);
      second = high.fma(high, second);
    }
    double sum = first.add(second).reduceLanes(ADD);
    for (; i < size; i++) {
      double difference = (double) x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }
}
