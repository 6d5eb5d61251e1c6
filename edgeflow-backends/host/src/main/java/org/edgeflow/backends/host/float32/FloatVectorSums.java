package org.edgeflow.backends.host.float32;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums over float32, taken in float64: each vector becomes two of twice the width. */
final class FloatVectorSums {
  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> NARROW = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = WIDE.length();

  private FloatVectorSums() {}

  /** {@code Σ xᵢ yᵢ}. */
  static double dot(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector b = FloatVector.fromArray(NARROW, y, yAt + i);
      first =
          ((DoubleVector) a.convertShape(F2D, WIDE, 0))
              .fma(((DoubleVector) b.convertShape(F2D, WIDE, 0)), first);
      second =
          ((DoubleVector) a.convertShape(F2D, WIDE, 1))
              .fma(((DoubleVector) b.convertShape(F2D, WIDE, 1)), second);
      a = FloatVector.fromArray(NARROW, x, xAt + i + 2 * LANES);
      b = FloatVector.fromArray(NARROW, y, yAt + i + 2 * LANES);
      third =
          ((DoubleVector) a.convertShape(F2D, WIDE, 0))
              .fma(((DoubleVector) b.convertShape(F2D, WIDE, 0)), third);
      fourth =
          ((DoubleVector) a.convertShape(F2D, WIDE, 1))
              .fma(((DoubleVector) b.convertShape(F2D, WIDE, 1)), fourth);
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
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      first = first.add(((DoubleVector) a.convertShape(F2D, WIDE, 0)));
      second = second.add(((DoubleVector) a.convertShape(F2D, WIDE, 1)));
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
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector b = FloatVector.fromArray(NARROW, y, yAt + i);
      DoubleVector low =
          ((DoubleVector) a.convertShape(F2D, WIDE, 0))
              .sub(((DoubleVector) b.convertShape(F2D, WIDE, 0)));
      DoubleVector high =
          ((DoubleVector) a.convertShape(F2D, WIDE, 1))
              .sub(((DoubleVector) b.convertShape(F2D, WIDE, 1)));
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
