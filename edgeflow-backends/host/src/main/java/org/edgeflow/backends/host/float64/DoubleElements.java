package org.edgeflow.backends.host.float64;

import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.loops.Moments;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Plain loops on float64: for a JVM without the Vector API, and for the tails of its vectors. */
public class DoubleElements implements Elements {

  @Override
  public double get(HeapTensor x, int at) {
    return x.doubles()[x.offset() + at];
  }

  @Override
  public void set(HeapTensor x, int at, double value) {
    x.doubles()[x.offset() + at] = (double) value;
  }

  @Override
  public double dot(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    int l = x.offset() + xAt;
    int r = y.offset() + yAt;
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i < size - 1; i += 2) {
      even += product(left[l + i], right[r + i]);
      odd += product(left[l + i + 1], right[r + i + 1]);
    }
    return i < size ? even + odd + product(left[l + i], right[r + i]) : even + odd;
  }

  /** In float64, in which products of float32 are exact. */
  private static double product(double x, double y) {
    return x * y;
  }

  @Override
  public double sum(HeapTensor x, int at, int size) {
    double[] values = x.doubles();
    int from = x.offset() + at;
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Override
  public double squaredDistance(HeapTensor x, HeapTensor y, int at, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    int l = x.offset() + at;
    int r = y.offset() + at;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double difference = left[l + i];
      difference -= right[r + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double largest(HeapTensor x, int at, int size) {
    double[] values = x.doubles();
    int from = x.offset() + at;
    var largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + size; i++) {
      largest = Math.max(largest, values[i]);
    }
    return largest;
  }

  @Override
  public void scale(double alpha, HeapTensor x, int at, int size) {
    double[] values = x.doubles();
    int from = x.offset() + at;
    var factor = (double) alpha;
    for (int i = from; i < from + size; i++) {
      values[i] *= factor;
    }
  }

  @Override
  public void combine(
      double alpha, HeapTensor x, double beta, HeapTensor y, HeapTensor out, int at, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + at;
    int r = y.offset() + at;
    int o = out.offset() + at;
    var first = (double) alpha;
    var second = (double) beta;
    for (int i = 0; i < size; i++) {
      result[o + i] = first * left[l + i] + second * right[r + i];
    }
  }

  @Override
  public void scaleAndSubtract(
      double alpha, HeapTensor x, int xAt, HeapTensor y, HeapTensor out, int at, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + xAt;
    int r = y.offset() + at;
    int o = out.offset() + at;
    var factor = (double) alpha;
    for (int i = 0; i < size; i++) {
      result[o + i] = factor * left[l + i] - right[r + i];
    }
  }

  @Override
  public void add(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    for (int i = 0; i < size; i++) {
      to[t + i] += from[f + i];
    }
  }

  @Override
  public void addScaled(double alpha, HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    var factor = (double) alpha;
    for (int i = 0; i < size; i++) {
      to[t + i] += factor * from[f + i];
    }
  }

  @Override
  public void addFourRows(HeapTensor x, int xAt, int row, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int first = x.offset() + xAt;
    int second = first + row;
    int third = second + row;
    int fourth = third + row;
    int t = y.offset() + yAt;
    for (int i = 0; i < size; i++) {
      to[t + i] += (from[first + i] + from[second + i]) + (from[third + i] + from[fourth + i]);
    }
  }

  @Override
  public void shiftAndScale(
      double shift, double alpha, HeapTensor x, int xAt, HeapTensor out, int outAt, int size) {
    double[] from = x.doubles();
    double[] to = out.doubles();
    int f = x.offset() + xAt;
    int t = out.offset() + outAt;
    var addend = (double) shift;
    var factor = (double) alpha;
    for (int i = 0; i < size; i++) {
      to[t + i] = factor * (from[f + i] + addend);
    }
  }

  @Override
  public void multiply(HeapTensor x, HeapTensor y, HeapTensor out, int at, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + at;
    int r = y.offset() + at;
    int o = out.offset() + at;
    for (int i = 0; i < size; i++) {
      result[o + i] = left[l + i] * right[r + i];
    }
  }

  @Override
  public void multiplyAdd(
      HeapTensor x, HeapTensor y, HeapTensor u, HeapTensor v, HeapTensor out, int at, int size) {
    double[] a = x.doubles();
    double[] b = y.doubles();
    double[] c = u.doubles();
    double[] d = v.doubles();
    double[] result = out.doubles();
    int aAt = x.offset() + at;
    int bAt = y.offset() + at;
    int cAt = u.offset() + at;
    int dAt = v.offset() + at;
    int o = out.offset() + at;
    for (int i = 0; i < size; i++) {
      result[o + i] = a[aAt + i] * b[bAt + i] + c[cAt + i] * d[dAt + i];
    }
  }

  @Override
  public void softmaxDerivative(
      HeapTensor p, HeapTensor v, double s, HeapTensor out, int at, int size) {
    double[] probability = p.doubles();
    double[] vector = v.doubles();
    double[] result = out.doubles();
    int pAt = p.offset() + at;
    int vAt = v.offset() + at;
    int o = out.offset() + at;
    var shift = (double) s;
    for (int i = 0; i < size; i++) {
      result[o + i] = probability[pAt + i] * (vector[vAt + i] - shift);
    }
  }

  @Override
  public void softmaxDerivativeTangent(
      Dual p, Dual v, double s, double sTangent, HeapTensor out, int at, int size) {
    double[] value = p.value().doubles();
    double[] tangent = p.tangent().doubles();
    double[] vector = v.value().doubles();
    double[] vectorTangent = v.tangent().doubles();
    double[] result = out.doubles();
    int pAt = p.value().offset() + at;
    int ptAt = p.tangent().offset() + at;
    int vAt = v.value().offset() + at;
    int vtAt = v.tangent().offset() + at;
    int o = out.offset() + at;
    var shift = (double) s;
    var shiftTangent = (double) sTangent;
    for (int i = 0; i < size; i++) {
      result[o + i] =
          tangent[ptAt + i] * (vector[vAt + i] - shift)
              + value[pAt + i] * (vectorTangent[vtAt + i] - shiftTangent);
    }
  }

  @Override
  public void normalizeDerivative(
      Moments row, HeapTensor v, HeapTensor y, HeapTensor out, int at, int size) {
    double[] vector = v.doubles();
    double[] normal = y.doubles();
    double[] result = out.doubles();
    int vAt = v.offset() + at;
    int yAt = y.offset() + at;
    int o = out.offset() + at;
    var factor = (double) row.scale;
    var shift = (double) row.mean;
    var part = (double) row.along;
    for (int i = 0; i < size; i++) {
      result[o + i] = factor * (vector[vAt + i] - shift - part * normal[yAt + i]);
    }
  }

  @Override
  public void normalizeDerivativeTangent(
      Moments row, Dual v, Dual y, HeapTensor out, int at, int size) {
    double[] vector = v.value().doubles();
    double[] vectorTangent = v.tangent().doubles();
    double[] normal = y.value().doubles();
    double[] normalTangent = y.tangent().doubles();
    double[] result = out.doubles();
    int vAt = v.value().offset() + at;
    int vtAt = v.tangent().offset() + at;
    int yAt = y.value().offset() + at;
    int ytAt = y.tangent().offset() + at;
    int o = out.offset() + at;
    var factor = (double) row.scale;
    var factorTangent = (double) row.scaleTangent;
    var shift = (double) row.mean;
    var shiftTangent = (double) row.meanTangent;
    var part = (double) row.along;
    var partTangent = (double) row.alongTangent;
    for (int i = 0; i < size; i++) {
      var n = normal[yAt + i];
      var fixed = vector[vAt + i] - shift - part * n;
      var moving = vectorTangent[vtAt + i] - shiftTangent - part * normalTangent[ytAt + i];
      result[o + i] = factorTangent * fixed + factor * (moving - partTangent * n);
    }
  }

  @Override
  public void takeLarger(
      HeapTensor x, int xAt, HeapTensor largest, int largestAt, int[] index, int size) {
    double[] values = x.doubles();
    double[] tops = largest.doubles();
    int from = x.offset() + xAt;
    int to = largest.offset() + largestAt;
    for (int i = 0; i < size; i++) {
      var value = values[from + i];
      var top = tops[to + i];
      if (index[largestAt + i] < 0 || value > top || (Double.isNaN(value) && !Double.isNaN(top))) {
        tops[to + i] = value;
        index[largestAt + i] = xAt + i;
      }
    }
  }
}
