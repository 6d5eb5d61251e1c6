package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Rows by plain loops; the equations are with {@link Kernels.Rows}. */
record HeapRows(TensorBackend owner) implements Kernels.Rows {
  @Override
  public void add(Tensor row, Tensor matrix) {
    HeapTensor bias = own(row);
    HeapTensor rows = own(matrix);
    int width = bias.size();
    int count = Shapes.rows(row, matrix);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < width; j++) {
        rows.set(i * width + j, rows.get(i * width + j) + bias.get(j));
      }
    }
  }

  @Override
  public void sum(Tensor matrix, double beta, Tensor row) {
    HeapTensor rows = own(matrix);
    HeapTensor sums = own(row);
    int width = sums.size();
    int count = Shapes.rows(row, matrix);
    for (int j = 0; j < width; j++) {
      double total = 0;
      for (int i = 0; i < count; i++) {
        total += rows.get(i * width + j);
      }
      sums.set(j, beta == 0 ? total : beta * sums.get(j) + total);
    }
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    HeapTensor x = own(logits);
    HeapTensor y = own(targets);
    HeapTensor out = own(delta);
    Shapes.requireSameSize(logits, targets);
    Shapes.requireSameSize(logits, delta);
    int width = Shapes.lastExtent(logits);
    double total = 0;
    for (int start = 0; start < x.size(); start += width) {
      double top = largest(x, start, width);
      double sum = 0;
      for (int j = start; j < start + width; j++) {
        sum += Math.exp(x.get(j) - top);
      }
      double logSum = Math.log(sum);
      for (int j = start; j < start + width; j++) {
        double logProbability = x.get(j) - top - logSum;
        double target = y.get(j);
        // 0 · ln 0 is 0: a class that is no target costs nothing, however unlikely.
        if (target != 0 || Double.isNaN(logProbability)) {
          total -= target * logProbability;
        }
        out.set(j, Math.exp(x.get(j) - top) / sum - target);
      }
    }
    return total;
  }

  @Override
  public void softmax(Tensor x, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireSameSize(x, out);
    int width = Shapes.lastExtent(x);
    for (int start = 0; start < from.size(); start += width) {
      double top = largest(from, start, width);
      double sum = 0;
      for (int j = start; j < start + width; j++) {
        sum += Math.exp(from.get(j) - top);
      }
      for (int j = start; j < start + width; j++) {
        to.set(j, Math.exp(from.get(j) - top) / sum);
      }
    }
  }

  private static double largest(HeapTensor x, int start, int width) {
    double top = Double.NEGATIVE_INFINITY;
    for (int j = start; j < start + width; j++) {
      top = Math.max(top, x.get(j));
    }
    return top;
  }

  @Override
  public void softmaxDerivative(Tensor p, Tensor v, Tensor out) {
    HeapTensor probability = own(p);
    HeapTensor vector = own(v);
    HeapTensor target = own(out);
    Shapes.requireSameSize(p, v);
    Shapes.requireSameSize(p, out);
    int width = Shapes.lastExtent(p);
    for (int start = 0; start < probability.size(); start += width) {
      double s = dot(probability, vector, start, width);
      for (int j = start; j < start + width; j++) {
        target.set(j, probability.get(j) * (vector.get(j) - s));
      }
    }
  }

  @Override
  public void softmaxDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    HeapTensor probability = own(p);
    HeapTensor probabilityTangent = own(pTangent);
    HeapTensor vector = own(v);
    HeapTensor vectorTangent = own(vTangent);
    HeapTensor target = own(out);
    Shapes.requireSameSize(p, pTangent);
    Shapes.requireSameSize(p, v);
    Shapes.requireSameSize(p, vTangent);
    Shapes.requireSameSize(p, out);
    int width = Shapes.lastExtent(p);
    for (int start = 0; start < probability.size(); start += width) {
      double s = dot(probability, vector, start, width);
      double sTangent =
          dot(probabilityTangent, vector, start, width)
              + dot(probability, vectorTangent, start, width);
      for (int j = start; j < start + width; j++) {
        target.set(
            j,
            probabilityTangent.get(j) * (vector.get(j) - s)
                + probability.get(j) * (vectorTangent.get(j) - sTangent));
      }
    }
  }

  private static double dot(HeapTensor x, HeapTensor y, int start, int width) {
    double sum = 0;
    for (int j = start; j < start + width; j++) {
      sum += x.get(j) * y.get(j);
    }
    return sum;
  }

  private static double sum(HeapTensor x, int start, int width) {
    double sum = 0;
    for (int j = start; j < start + width; j++) {
      sum += x.get(j);
    }
    return sum;
  }

  @Override
  public void normalize(Tensor x, double epsilon, Tensor out, Tensor scale) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    HeapTensor scales = own(scale);
    Shapes.requireSameSize(x, out);
    int width = Shapes.lastExtent(x);
    Shapes.requireOnePerRow(scale, x);
    for (int row = 0; row < scales.size(); row++) {
      int start = row * width;
      double mean = sum(from, start, width) / width;
      double variance = 0;
      for (int j = start; j < start + width; j++) {
        double deviation = from.get(j) - mean;
        variance += deviation * deviation;
      }
      double factor = 1 / Math.sqrt(variance / width + epsilon);
      scales.set(row, factor);
      for (int j = start; j < start + width; j++) {
        to.set(j, (from.get(j) - mean) * factor);
      }
    }
  }

  @Override
  public void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    HeapTensor normal = own(y);
    HeapTensor scales = own(scale);
    HeapTensor vector = own(v);
    HeapTensor target = own(out);
    Shapes.requireSameSize(y, v);
    Shapes.requireSameSize(y, out);
    Shapes.requireOnePerRow(scale, y);
    int width = Shapes.lastExtent(y);
    for (int row = 0; row < scales.size(); row++) {
      int start = row * width;
      double mean = sum(vector, start, width) / width;
      double along = dot(normal, vector, start, width) / width;
      double factor = scales.get(row);
      for (int j = start; j < start + width; j++) {
        target.set(j, factor * (vector.get(j) - mean - normal.get(j) * along));
      }
    }
  }

  @Override
  public void normalizeDerivativeTangent(
      Tensor y,
      Tensor yTangent,
      Tensor scale,
      Tensor scaleTangent,
      Tensor v,
      Tensor vTangent,
      Tensor out) {
    HeapTensor normal = own(y);
    HeapTensor normalTangent = own(yTangent);
    HeapTensor scales = own(scale);
    HeapTensor scaleTangents = own(scaleTangent);
    HeapTensor vector = own(v);
    HeapTensor vectorTangent = own(vTangent);
    HeapTensor target = own(out);
    Shapes.requireSameSize(y, yTangent);
    Shapes.requireSameSize(y, v);
    Shapes.requireSameSize(y, vTangent);
    Shapes.requireSameSize(y, out);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(scaleTangent, y);
    int width = Shapes.lastExtent(y);
    for (int row = 0; row < scales.size(); row++) {
      int start = row * width;
      double mean = sum(vector, start, width) / width;
      double meanTangent = sum(vectorTangent, start, width) / width;
      double along = dot(normal, vector, start, width) / width;
      double alongTangent =
          (dot(normalTangent, vector, start, width) + dot(normal, vectorTangent, start, width))
              / width;
      double factor = scales.get(row);
      double factorTangent = scaleTangents.get(row);
      for (int j = start; j < start + width; j++) {
        double n = normal.get(j);
        target.set(
            j,
            factorTangent * (vector.get(j) - mean - n * along)
                + factor
                    * (vectorTangent.get(j)
                        - meanTangent
                        - normalTangent.get(j) * along
                        - n * alongTangent));
      }
    }
  }

  @Override
  public void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    HeapTensor normal = own(y);
    HeapTensor scales = own(scale);
    HeapTensor tangent = own(xTangent);
    HeapTensor target = own(out);
    Shapes.requireSameSize(y, xTangent);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(out, y);
    int width = Shapes.lastExtent(y);
    for (int row = 0; row < scales.size(); row++) {
      double factor = scales.get(row);
      target.set(row, -factor * factor * dot(normal, tangent, row * width, width) / width);
    }
  }

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }
}
