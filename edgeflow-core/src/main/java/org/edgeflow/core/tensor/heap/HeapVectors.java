package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** The level-1 operations of {@link HeapBackend}: one loop for each format, sums in float64. */
record HeapVectors(TensorBackend owner, DataType dataType) {
  void scale(double alpha, Tensor x) {
    HeapTensor target = own(x);
    int from = target.offset();
    int to = from + target.size();
    if (dataType == DataType.FLOAT64) {
      double[] values = target.doubles();
      for (int i = from; i < to; i++) {
        values[i] *= alpha;
      }
    } else {
      float[] values = target.floats();
      float factor = (float) alpha;
      for (int i = from; i < to; i++) {
        values[i] *= factor;
      }
    }
  }

  void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    int l = left.offset();
    int r = right.offset();
    int t = target.offset();
    int size = target.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = left.doubles();
      double[] b = right.doubles();
      double[] result = target.doubles();
      for (int i = 0; i < size; i++) {
        result[t + i] = alpha * a[l + i] + beta * b[r + i];
      }
    } else {
      float[] a = left.floats();
      float[] b = right.floats();
      float[] result = target.floats();
      float first = (float) alpha;
      float second = (float) beta;
      for (int i = 0; i < size; i++) {
        result[t + i] = first * a[l + i] + second * b[r + i];
      }
    }
  }

  void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    HeapTensor from = own(x);
    HeapTensor to = own(y);
    Shapes.requireSameSize(x, y);
    int f = from.offset();
    int t = to.offset();
    int size = to.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = from.doubles();
      double[] b = to.doubles();
      for (int i = 0; i < size; i++) {
        b[t + i] = beta * b[t + i] + alpha * (a[f + i] * a[f + i]);
      }
    } else {
      float[] a = from.floats();
      float[] b = to.floats();
      float first = (float) alpha;
      float second = (float) beta;
      for (int i = 0; i < size; i++) {
        b[t + i] = second * b[t + i] + first * (a[f + i] * a[f + i]);
      }
    }
  }

  void root(double alpha, Tensor x, double epsilon, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireSameSize(x, out);
    int f = from.offset();
    int t = to.offset();
    int size = to.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = from.doubles();
      double[] b = to.doubles();
      for (int i = 0; i < size; i++) {
        b[t + i] = Math.sqrt(alpha * a[f + i]) + epsilon;
      }
    } else {
      float[] a = from.floats();
      float[] b = to.floats();
      float factor = (float) alpha;
      float shift = (float) epsilon;
      for (int i = 0; i < size; i++) {
        b[t + i] = (float) Math.sqrt(factor * a[f + i]) + shift;
      }
    }
  }

  void divide(Tensor x, Tensor y, Tensor out) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    int l = left.offset();
    int r = right.offset();
    int t = target.offset();
    int size = target.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = left.doubles();
      double[] b = right.doubles();
      double[] result = target.doubles();
      for (int i = 0; i < size; i++) {
        result[t + i] = a[l + i] / b[r + i];
      }
    } else {
      float[] a = left.floats();
      float[] b = right.floats();
      float[] result = target.floats();
      for (int i = 0; i < size; i++) {
        result[t + i] = a[l + i] / b[r + i];
      }
    }
  }

  double dot(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    return dataType == DataType.FLOAT64
        ? dot(left.doubles(), left.offset(), right.doubles(), right.offset(), left.size())
        : dot(left.floats(), left.offset(), right.floats(), right.offset(), left.size());
  }

  // Four partial sums: without them the additions wait for one another.
  private static double dot(double[] x, int l, double[] y, int r, int size) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      a += x[l + i] * y[r + i];
      b += x[l + i + 1] * y[r + i + 1];
      c += x[l + i + 2] * y[r + i + 2];
      d += x[l + i + 3] * y[r + i + 3];
    }
    for (; i < size; i++) {
      a += x[l + i] * y[r + i];
    }
    return (a + b) + (c + d);
  }

  private static double dot(float[] x, int l, float[] y, int r, int size) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      a += (double) x[l + i] * y[r + i];
      b += (double) x[l + i + 1] * y[r + i + 1];
      c += (double) x[l + i + 2] * y[r + i + 2];
      d += (double) x[l + i + 3] * y[r + i + 3];
    }
    for (; i < size; i++) {
      a += (double) x[l + i] * y[r + i];
    }
    return (a + b) + (c + d);
  }

  double distance(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    int l = left.offset();
    int r = right.offset();
    int size = left.size();
    double sum = 0;
    if (dataType == DataType.FLOAT64) {
      double[] a = left.doubles();
      double[] b = right.doubles();
      for (int i = 0; i < size; i++) {
        double difference = a[l + i] - b[r + i];
        sum += difference * difference;
      }
    } else {
      float[] a = left.floats();
      float[] b = right.floats();
      for (int i = 0; i < size; i++) {
        double difference = (double) a[l + i] - b[r + i];
        sum += difference * difference;
      }
    }
    return Math.sqrt(sum);
  }

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }
}
