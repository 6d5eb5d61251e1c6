package org.edgeflow.backends.host.float64;

import static jdk.incubator.vector.VectorOperators.ADD;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums over float64 with the JDK's Vector API, several at a time. */
final class DoubleVectorSums {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private DoubleVectorSums() {}

  /** {@code Σ xᵢ yᵢ}. */
  static double dot(double[] x, int xAt, double[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(SPECIES);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      first =
          DoubleVector.fromArray(SPECIES, x, xAt + i)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i), first);
      second =
          DoubleVector.fromArray(SPECIES, x, xAt + i + LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i + LANES), second);
      third =
          DoubleVector.fromArray(SPECIES, x, xAt + i + 2 * LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i + 2 * LANES), third);
      fourth =
          DoubleVector.fromArray(SPECIES, x, xAt + i + 3 * LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i + 3 * LANES), fourth);
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(ADD);
    for (; i < size; i++) {
      sum += x[xAt + i] * y[yAt + i];
    }
    return sum;
  }

  /** {@code Σ xᵢ}. */
  static double sum(double[] x, int xAt, int size) {
    DoubleVector first = DoubleVector.zero(SPECIES);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      first = first.add(DoubleVector.fromArray(SPECIES, x, xAt + i));
      second = second.add(DoubleVector.fromArray(SPECIES, x, xAt + i + LANES));
    }
    double sum = first.add(second).reduceLanes(ADD);
    for (; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  /** {@code Σ (xᵢ − yᵢ)²}. */
  static double squaredDistance(double[] x, int xAt, double[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(SPECIES);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      DoubleVector even =
          DoubleVector.fromArray(SPECIES, x, xAt + i)
              .sub(DoubleVector.fromArray(SPECIES, y, yAt + i));
      DoubleVector odd =
          DoubleVector.fromArray(SPECIES, x, xAt + i + LANES)
              .sub(DoubleVector.fromArray(SPECIES, y, yAt + i + LANES));
      first = even.fma(even, first);
      second = odd.fma(odd, second);
    }
    double sum = first.add(second).reduceLanes(ADD);
    for (; i < size; i++) {
      double difference = x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }
}
