package org.edgeflow.models.host;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.core.tensor.StandardActivation;

/** With the JDK's Vector API. Loaded by name, since a JVM may lack its module. */
final class VectorFunctions implements Functions {
  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> NARROW =
      VectorSpecies.of(float.class, VectorShape.forBitSize(WIDE.vectorBitSize() / 2));
  private static final int LANES = WIDE.length();

  @Override
  public String description() {
    return "Vector API " + WIDE.vectorBitSize() + " bit";
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(WIDE, x, at);
  }

  private static DoubleVector load(float[] x, int at) {
    return (DoubleVector)
        FloatVector.fromArray(NARROW, x, at).convertShape(VectorOperators.F2D, WIDE, 0);
  }

  @Override
  public double dot(double[] x, int xAt, double[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      first = load(x, xAt + i).fma(load(y, yAt + i), first);
      second = load(x, xAt + i + LANES).fma(load(y, yAt + i + LANES), second);
      third = load(x, xAt + i + 2 * LANES).fma(load(y, yAt + i + 2 * LANES), third);
      fourth = load(x, xAt + i + 3 * LANES).fma(load(y, yAt + i + 3 * LANES), fourth);
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += x[xAt + i] * y[yAt + i];
    }
    return sum;
  }

  @Override
  public double sum(double[] x, int xAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      first = first.add(load(x, xAt + i));
      second = second.add(load(x, xAt + i + LANES));
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  @Override
  public double squaredDistance(double[] x, int xAt, double[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      DoubleVector even = load(x, xAt + i).sub(load(y, yAt + i));
      DoubleVector odd = load(x, xAt + i + LANES).sub(load(y, yAt + i + LANES));
      first = even.fma(even, first);
      second = odd.fma(odd, second);
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      double difference = x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double dot(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      first = load(x, xAt + i).fma(load(y, yAt + i), first);
      second = load(x, xAt + i + LANES).fma(load(y, yAt + i + LANES), second);
      third = load(x, xAt + i + 2 * LANES).fma(load(y, yAt + i + 2 * LANES), third);
      fourth = load(x, xAt + i + 3 * LANES).fma(load(y, yAt + i + 3 * LANES), fourth);
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += (double) x[xAt + i] * y[yAt + i];
    }
    return sum;
  }

  @Override
  public double sum(float[] x, int xAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      first = first.add(load(x, xAt + i));
      second = second.add(load(x, xAt + i + LANES));
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  @Override
  public double squaredDistance(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      DoubleVector even = load(x, xAt + i).sub(load(y, yAt + i));
      DoubleVector odd = load(x, xAt + i + LANES).sub(load(y, yAt + i + LANES));
      first = even.fma(even, first);
      second = odd.fma(odd, second);
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      double difference = (double) x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void exp(double[] x, int xAt, int size, double[] padding) {
    DoubleFunctions.exp(x, xAt, size, padding);
  }

  @Override
  public void activate(
      StandardActivation f,
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] padding) {
    DoubleFunctions.evaluate(
        f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, padding);
  }

  @Override
  public void exp(float[] x, int xAt, int size, float[] padding) {
    FloatFunctions.exp(x, xAt, size, padding);
  }

  @Override
  public void activate(
      StandardActivation f,
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] padding) {
    FloatFunctions.evaluate(f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, padding);
  }
}
