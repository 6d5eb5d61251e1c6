package org.edgeflow.models.host;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.edgeflow.core.tensor.StandardActivation;

/** With the JDK's Vector API. Loaded by name, since a JVM may lack its module. */
final class VectorFunctions extends VectorElements implements Functions {
  private static final int LANES = WIDE.length();

  @Override
  public String description() {
    return "Vector API " + WIDE.vectorBitSize() + " bit";
  }

  @Override
  public double dot(double[] x, int xAt, double[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      first =
          DoubleVector.fromArray(WIDE, x, xAt + i)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i), first);
      second =
          DoubleVector.fromArray(WIDE, x, xAt + i + LANES)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i + LANES), second);
      third =
          DoubleVector.fromArray(WIDE, x, xAt + i + 2 * LANES)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i + 2 * LANES), third);
      fourth =
          DoubleVector.fromArray(WIDE, x, xAt + i + 3 * LANES)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i + 3 * LANES), fourth);
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
      first = first.add(DoubleVector.fromArray(WIDE, x, xAt + i));
      second = second.add(DoubleVector.fromArray(WIDE, x, xAt + i + LANES));
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
      DoubleVector even =
          DoubleVector.fromArray(WIDE, x, xAt + i).sub(DoubleVector.fromArray(WIDE, y, yAt + i));
      DoubleVector odd =
          DoubleVector.fromArray(WIDE, x, xAt + i + LANES)
              .sub(DoubleVector.fromArray(WIDE, y, yAt + i + LANES));
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
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector b = FloatVector.fromArray(NARROW, y, yAt + i);
      first =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 0)), first);
      second =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 1)), second);
      a = FloatVector.fromArray(NARROW, x, xAt + i + 2 * LANES);
      b = FloatVector.fromArray(NARROW, y, yAt + i + 2 * LANES);
      third =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 0)), third);
      fourth =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 1)), fourth);
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
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      first = first.add(((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0)));
      second = second.add(((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1)));
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
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector b = FloatVector.fromArray(NARROW, y, yAt + i);
      DoubleVector low =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0))
              .sub(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 0)));
      DoubleVector high =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1))
              .sub(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 1)));
      first = low.fma(low, first);
      second = high.fma(high, second);
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      double difference = (double) x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void exp(double[] x, int xAt, int size, double[] room) {
    DoubleFunctions.exp(x, xAt, size, room);
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
      double[] room) {
    DoubleFunctions.evaluate(f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
  }

  @Override
  public void exp(float[] x, int xAt, int size, float[] room) {
    FloatFunctions.exp(x, xAt, size, room);
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
      float[] room) {
    FloatFunctions.evaluate(f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
  }
}
