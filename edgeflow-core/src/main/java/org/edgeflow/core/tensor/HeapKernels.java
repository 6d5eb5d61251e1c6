package org.edgeflow.core.tensor;

/**
 * The reference kernels on {@link HeapTensor}s: one plain loop an operation, arithmetic in float64
 * whatever the format, rounded once when stored.
 */
public final class HeapKernels implements Kernels {
  private final TensorBackend owner;

  /** Kernels on the tensors of one backend. */
  public HeapKernels(TensorBackend owner) {
    this.owner = owner;
  }

  @Override
  public void addToRows(Tensor row, Tensor matrix) {
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
  public void sumRows(Tensor matrix, double beta, Tensor row) {
    HeapTensor rows = own(matrix);
    HeapTensor sums = own(row);
    int width = sums.size();
    int count = Shapes.rows(row, matrix);
    for (int j = 0; j < width; j++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += rows.get(i * width + j);
      }
      sums.set(j, beta == 0 ? sum : beta * sums.get(j) + sum);
    }
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    for (int i = 0; i < target.size(); i++) {
      target.set(i, left.get(i) * right.get(i));
    }
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
    HeapTensor a = own(x);
    HeapTensor b = own(y);
    HeapTensor c = own(u);
    HeapTensor d = own(v);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, u);
    Shapes.requireSameSize(x, v);
    Shapes.requireSameSize(x, out);
    for (int i = 0; i < target.size(); i++) {
      target.set(i, a.get(i) * b.get(i) + c.get(i) * d.get(i));
    }
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
    HeapTensor at = own(z);
    HeapTensor values = own(value);
    HeapTensor slopes = slope == null ? null : own(slope);
    Shapes.requireSameSize(z, value);
    if (slope != null) {
      Shapes.requireSameSize(z, slope);
    }
    for (int i = 0; i < at.size(); i++) {
      double point = at.get(i);
      values.set(i, f.value(point));
      if (slopes != null) {
        slopes.set(i, f.slope(point));
      }
    }
  }

  @Override
  public void activateTangent(
      Activation f,
      Tensor z,
      Tensor zTangent,
      Tensor value,
      Tensor valueTangent,
      Tensor slope,
      Tensor swing) {
    HeapTensor at = own(z);
    HeapTensor direction = own(zTangent);
    HeapTensor values = own(value);
    HeapTensor tangents = own(valueTangent);
    HeapTensor slopes = own(slope);
    HeapTensor swings = own(swing);
    Shapes.requireSameSize(z, zTangent);
    Shapes.requireSameSize(z, value);
    Shapes.requireSameSize(z, valueTangent);
    Shapes.requireSameSize(z, slope);
    Shapes.requireSameSize(z, swing);
    for (int i = 0; i < at.size(); i++) {
      double point = at.get(i);
      double along = direction.get(i);
      double derivative = f.slope(point);
      values.set(i, f.value(point));
      tangents.set(i, derivative * along);
      slopes.set(i, derivative);
      swings.set(i, f.bend(point) * along);
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
  public void softmaxRows(Tensor x, Tensor out) {
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
  public void softmaxRowsDerivative(Tensor p, Tensor v, Tensor out) {
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
  public void softmaxRowsDerivativeTangent(
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
  public void normalizeRows(Tensor x, double epsilon, Tensor out, Tensor scale) {
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
  public void normalizeRowsDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
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
  public void normalizeRowsDerivativeTangent(
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
  public void normalizeRowsScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
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

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    HeapTensor from = own(images);
    HeapTensor to = own(patches);
    int examples = window.examples(images, patches, window.patchSize());
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int column = 0; column < window.patchSize(); column++) {
        int pixel = window.pixel(patch, column / window.channels());
        double value =
            pixel < 0 ? 0 : from.get(pixel * window.channels() + column % window.channels());
        to.set(patch * window.patchSize() + column, value);
      }
    }
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    HeapTensor from = own(patches);
    HeapTensor to = own(images);
    int examples = window.examples(images, patches, window.patchSize());
    owner.fill(images, 0);
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int column = 0; column < window.patchSize(); column++) {
        int pixel = window.pixel(patch, column / window.channels());
        if (pixel >= 0) {
          int index = pixel * window.channels() + column % window.channels();
          to.set(index, to.get(index) + from.get(patch * window.patchSize() + column));
        }
      }
    }
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    HeapTensor from = own(images);
    HeapTensor to = own(out);
    int examples = window.examples(images, out, window.channels());
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int channel = 0; channel < window.channels(); channel++) {
        double sum = 0;
        int inside = 0;
        for (int place = 0; place < window.area(); place++) {
          int pixel = window.pixel(patch, place);
          if (pixel >= 0) {
            sum += from.get(pixel * window.channels() + channel);
            inside++;
          }
        }
        to.set(patch * window.channels() + channel, inside == 0 ? 0 : sum / inside);
      }
    }
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    HeapTensor from = own(out);
    HeapTensor to = own(images);
    int examples = window.examples(images, out, window.channels());
    owner.fill(images, 0);
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      int inside = 0;
      for (int place = 0; place < window.area(); place++) {
        inside += window.pixel(patch, place) >= 0 ? 1 : 0;
      }
      for (int place = 0; place < window.area(); place++) {
        int pixel = window.pixel(patch, place);
        for (int channel = 0; pixel >= 0 && channel < window.channels(); channel++) {
          int index = pixel * window.channels() + channel;
          double share = from.get(patch * window.channels() + channel) / inside;
          to.set(index, to.get(index) + share);
        }
      }
    }
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    HeapTensor from = own(images);
    HeapTensor to = own(out);
    int examples = window.examples(images, out, window.channels());
    Shapes.requireLength(out, index.length);
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int channel = 0; channel < window.channels(); channel++) {
        double top = 0;
        int where = -1;
        for (int place = 0; place < window.area(); place++) {
          int pixel = window.pixel(patch, place);
          if (pixel >= 0) {
            double value = from.get(pixel * window.channels() + channel);
            if (where < 0 || value > top || (Double.isNaN(value) && !Double.isNaN(top))) {
              top = value;
              where = pixel * window.channels() + channel;
            }
          }
        }
        to.set(patch * window.channels() + channel, top);
        index[patch * window.channels() + channel] = where;
      }
    }
  }

  @Override
  public void gather(Tensor x, int[] index, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireLength(out, index.length);
    for (int i = 0; i < index.length; i++) {
      to.set(i, index[i] < 0 ? 0 : from.get(index[i]));
    }
  }

  @Override
  public void scatterAdd(Tensor x, int[] index, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireLength(x, index.length);
    owner.fill(out, 0);
    for (int i = 0; i < index.length; i++) {
      if (index[i] >= 0) {
        to.set(index[i], to.get(index[i]) + from.get(i));
      }
    }
  }

  @Override
  public void batchedGemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c) {
    HeapTensor left = own(a);
    HeapTensor right = own(b);
    HeapTensor target = own(c);
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    int rows = target.extent(1);
    int columns = target.extent(2);
    int inner = left.extent(transposeA ? 1 : 2);
    for (int i = 0; i < target.extent(0); i++) {
      HeapBackend.product(
          transposeA,
          transposeB,
          alpha,
          left,
          i * rows * inner,
          right,
          i * inner * columns,
          beta,
          target,
          i * rows * columns,
          rows,
          inner,
          columns);
    }
  }

  private HeapTensor own(Tensor x) {
    Shapes.requireOwner(owner, x);
    return (HeapTensor) x;
  }
}
