package org.edgeflow.backends.host.float32;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over float32, taken in float64: of each vector the lower half, which fills one of float64.
 *
 * <p>The upper half would have to be moved down first, which the JIT compiler does not always make
 * one instruction, so it is read again as a lower half, together with as much that follows. Reading
 * vectors of half the width instead would make two widths of float32 in the process, and the
 * compiler objects of vectors elsewhere: convolutions take 1.5 times as long.
 */
final class FloatVectorSums {
  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> NARROW = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = WIDE.length();

  private FloatVectorSums() {}

  /** {@code LANES} elements, of which as many again that follow are read, too. */
  private static DoubleVector wide(float[] x, int at) {
    return (DoubleVector) FloatVector.fromArray(NARROW, x, at).convertShape(F2D, WIDE, 0);
  }

  /** Some elements at the end of an array, where nothing may be read that follows. */
  private static double[] last(float[] x, int at, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = x[at + i];
    }
    return values;
  }

  private static DoubleVector of(double[] values, int at) {
    return DoubleVector.fromArray(WIDE, values, at);
  }

  /** How many elements can be taken with as many as a vector of float64 has behind them. */
  private static int inside(float[] x, int at, int size) {
    return Math.min(size, x.length - at - LANES);
  }

  /** {@code Σ xᵢ yᵢ}. */
  static double dot(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int inside = Math.min(inside(x, xAt, size), inside(y, yAt, size));
    int i = 0;
    for (; i <= inside - 4 * LANES; i += 4 * LANES) {
      int a = xAt + i;
      int b = yAt + i;
      first = wide(x, a).fma(wide(y, b), first);
      second = wide(x, a + LANES).fma(wide(y, b + LANES), second);
      third = wide(x, a + 2 * LANES).fma(wide(y, b + 2 * LANES), third);
      fourth = wide(x, a + 3 * LANES).fma(wide(y, b + 3 * LANES), fourth);
    }
    if (i <= size - 4 * LANES) {
      double[] a = last(x, xAt + i, 4 * LANES);
      double[] b = last(y, yAt + i, 4 * LANES);
      first = of(a, 0).fma(of(b, 0), first);
      second = of(a, LANES).fma(of(b, LANES), second);
      third = of(a, 2 * LANES).fma(of(b, 2 * LANES), third);
      fourth = of(a, 3 * LANES).fma(of(b, 3 * LANES), fourth);
      i += 4 * LANES;
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(ADD);
    for (; i < size; i++) {
      sum += (double) x[xAt + i] * y[yAt + i];
    }
    return sum;
  }

  /** {@code Σ xᵢ}. */
  static double sum(float[] x, int at, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int inside = inside(x, at, size);
    int i = 0;
    for (; i <= inside - 2 * LANES; i += 2 * LANES) {
      first = first.add(wide(x, at + i));
      second = second.add(wide(x, at + i + LANES));
    }
    if (i <= size - 2 * LANES) {
      double[] a = last(x, at + i, 2 * LANES);
      first = first.add(of(a, 0));
      second = second.add(of(a, LANES));
      i += 2 * LANES;
    }
    double sum = first.add(second).reduceLanes(ADD);
    for (; i < size; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  /** {@code Σ (xᵢ − yᵢ)²}. */
  static double squaredDistance(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int inside = Math.min(inside(x, xAt, size), inside(y, yAt, size));
    int i = 0;
    for (; i <= inside - 2 * LANES; i += 2 * LANES) {
      DoubleVector low = wide(x, xAt + i).sub(wide(y, yAt + i));
      DoubleVector high = wide(x, xAt + i + LANES).sub(wide(y, yAt + i + LANES));
      first = low.fma(low, first);
      second = high.fma(high, second);
    }
    if (i <= size - 2 * LANES) {
      double[] a = last(x, xAt + i, 2 * LANES);
      double[] b = last(y, yAt + i, 2 * LANES);
      DoubleVector low = of(a, 0).sub(of(b, 0));
      DoubleVector high = of(a, LANES).sub(of(b, LANES));
      first = low.fma(low, first);
      second = high.fma(high, second);
      i += 2 * LANES;
    }
    double sum = first.add(second).reduceLanes(ADD);
    for (; i < size; i++) {
      double difference = (double) x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }
}
