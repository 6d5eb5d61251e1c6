package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.StandardActivation;

/** One number after the other: for a JVM without the module of the Vector API. */
final class PlainFunctions implements Functions {

  @Override
  public String description() {
    return "no vector instructions";
  }

  @Override
  public double dot(double[] x, int xAt, double[] y, int yAt, int size) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i < size - 1; i += 2) {
      even += x[xAt + i] * y[yAt + i];
      odd += x[xAt + i + 1] * y[yAt + i + 1];
    }
    return i < size ? even + odd + x[xAt + i] * y[yAt + i] : even + odd;
  }

  @Override
  public double sum(double[] x, int xAt, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  @Override
  public double squaredDistance(double[] x, int xAt, double[] y, int yAt, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double difference = x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void exp(double[] x, int xAt, int size, double[] room) {
    for (int i = 0; i < size; i++) {
      x[xAt + i] = Math.exp(x[xAt + i]);
    }
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
    for (int i = 0; i < size; i++) {
      double point = z[zAt + i];
      value[valueAt + i] = f.value(point);
      slope[slopeAt + i] = f.slope(point);
      if (bend != null) {
        bend[bendAt + i] = f.bend(point);
      }
    }
  }

  @Override
  public double dot(float[] x, int xAt, float[] y, int yAt, int size) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i < size - 1; i += 2) {
      even += (double) x[xAt + i] * y[yAt + i];
      odd += (double) x[xAt + i + 1] * y[yAt + i + 1];
    }
    return i < size ? even + odd + (double) x[xAt + i] * y[yAt + i] : even + odd;
  }

  @Override
  public double sum(float[] x, int xAt, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  @Override
  public double squaredDistance(float[] x, int xAt, float[] y, int yAt, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double difference = (double) x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void exp(float[] x, int xAt, int size, float[] room) {
    for (int i = 0; i < size; i++) {
      x[xAt + i] = (float) Math.exp(x[xAt + i]);
    }
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
    for (int i = 0; i < size; i++) {
      double point = z[zAt + i];
      value[valueAt + i] = (float) f.value(point);
      slope[slopeAt + i] = (float) f.slope(point);
      if (bend != null) {
        bend[bendAt + i] = (float) f.bend(point);
      }
    }
  }
}
