package org.edgeflow.backends.host;

import java.util.Arrays;
import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** The kernels of {@link HostBackend}: rows of {@link Loops}, on the calling thread. */
final class HostKernels implements Kernels {
  /** Elements of rows that are exponentiated together. */
  private static final int BLOCK = 1024;

  private static final int ROWS_OF_A_SUM = 33;

  private final HostBackend backend;
  private final Loops loops;
  private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

  HostKernels(HostBackend backend, Loops loops) {
    this.backend = backend;
    this.loops = loops;
  }

  /** What one thread needs for intermediate results. */
  private final class Room {
    private final double[] numbers = new double[6];
    private HeapTensor rows = HeapTensor.zeros(backend, BLOCK);

    /** Room for at least {@code size} elements. */
    HeapTensor rows(int size) {
      if (rows.size() < size) {
        rows = HeapTensor.zeros(backend, size);
      }
      return rows;
    }
  }

  private HeapTensor own(Tensor x) {
    return backend.own(x);
  }

  private static int width(HeapTensor x) {
    if (x.rank() == 0) {
      return Shapes.lastExtent(x);
    }
    return x.extent(x.rank() - 1);
  }

  @Override
  public void addToRows(Tensor row, Tensor matrix) {
    HeapTensor bias = own(row);
    HeapTensor rows = own(matrix);
    int width = bias.size();
    int count = rows(bias, rows);
    for (int i = 0; i < count; i++) {
      loops.add(bias, 0, rows, i * width, width);
    }
  }

  @Override
  public void sumRows(Tensor matrix, double beta, Tensor row) {
    HeapTensor rows = own(matrix);
    HeapTensor sums = own(row);
    int width = sums.size();
    int count = rows(sums, rows);
    if (beta == 0) {
      backend.fill(sums, 0);
    } else if (beta != 1) {
      loops.scale(beta, sums, 0, width);
    }
    // In two stages: one long chain of additions loses digits with its length.
    HeapTensor part = rooms.get().rows(width);
    for (int from = 0; from < count; from += ROWS_OF_A_SUM) {
      int to = Math.min(from + ROWS_OF_A_SUM, count);
      Loops.copy(rows, from * width, part, 0, width);
      int i = from + 1;
      for (; i < to - 3; i += 4) {
        loops.addFourRows(rows, i * width, part, 0, width);
      }
      for (; i < to; i++) {
        loops.add(rows, i * width, part, 0, width);
      }
      loops.add(part, 0, sums, 0, width);
    }
  }

  private static int rows(HeapTensor row, HeapTensor matrix) {
    if (matrix.rank() == 0 || width(matrix) != row.size()) {
      return Shapes.rows(row, matrix);
    }
    return row.size() == 0 ? 0 : matrix.size() / row.size();
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    loops.multiply(left, 0, right, 0, target, 0, target.size());
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
    loops.multiplyAdd(a, b, c, d, target, 0, target.size());
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
    loops.activate(f, at, values, slopes);
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
    Shapes.requireSameSize(z, zTangent);
    Shapes.requireSameSize(z, value);
    Shapes.requireSameSize(z, valueTangent);
    Shapes.requireSameSize(z, slope);
    Shapes.requireSameSize(z, swing);
    loops.activateTangent(
        f, own(z), own(zTangent), own(value), own(valueTangent), own(slope), own(swing));
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    HeapTensor x = own(logits);
    HeapTensor y = own(targets);
    HeapTensor out = own(delta);
    Shapes.requireSameSize(logits, targets);
    Shapes.requireSameSize(logits, delta);
    int width = width(x);
    int block = blockOf(width);
    HeapTensor e = rooms.get().rows(block);
    double total = 0;
    for (int from = 0; from < x.size(); from += block) {
      int size = Math.min(block, x.size() - from);
      for (int at = 0; at < size; at += width) {
        loops.shiftAndScale(-loops.largest(x, from + at, width), 1, x, from + at, e, at, width);
      }
      loops.exp(e, 0, size);
      for (int at = 0; at < size; at += width) {
        double sum = loops.sum(e, at, width);
        double offset = loops.largest(x, from + at, width) + Math.log(sum);
        for (int j = 0; j < width; j++) {
          double target = loops.get(y, from + at + j);
          double logProbability = loops.get(x, from + at + j) - offset;
          // 0 · ln 0 is 0: a class that is no target costs nothing, however unlikely.
          if (target != 0 || Double.isNaN(logProbability)) {
            total -= target * logProbability;
          }
        }
        loops.combine(1 / sum, e, at, -1, y, from + at, out, from + at, width);
      }
    }
    return total;
  }

  private static int blockOf(int width) {
    return width == 0 ? 1 : Math.max(1, BLOCK / width) * width;
  }

  @Override
  public void softmaxRows(Tensor x, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireSameSize(x, out);
    int width = width(from);
    int block = blockOf(width);
    for (int start = 0; start < from.size(); start += block) {
      int end = Math.min(start + block, from.size());
      for (int at = start; at < end; at += width) {
        loops.shiftAndScale(-loops.largest(from, at, width), 1, from, at, to, at, width);
      }
      loops.exp(to, start, end - start);
      for (int at = start; at < end; at += width) {
        loops.scale(1 / loops.sum(to, at, width), to, at, width);
      }
    }
  }

  @Override
  public void softmaxRowsDerivative(Tensor p, Tensor v, Tensor out) {
    HeapTensor probability = own(p);
    HeapTensor vector = own(v);
    HeapTensor target = own(out);
    Shapes.requireSameSize(p, v);
    Shapes.requireSameSize(p, out);
    int width = width(probability);
    for (int at = 0; at < probability.size(); at += width) {
      double s = loops.dot(probability, at, vector, at, width);
      loops.softmaxDerivative(probability, vector, s, target, at, width);
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
    int width = width(probability);
    for (int at = 0; at < probability.size(); at += width) {
      double s = loops.dot(probability, at, vector, at, width);
      double sTangent =
          loops.dot(probabilityTangent, at, vector, at, width)
              + loops.dot(probability, at, vectorTangent, at, width);
      loops.softmaxDerivativeTangent(
          probability, probabilityTangent, vector, vectorTangent, s, sTangent, target, at, width);
    }
  }

  @Override
  public void normalizeRows(Tensor x, double epsilon, Tensor out, Tensor scale) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    HeapTensor scales = own(scale);
    Shapes.requireSameSize(x, out);
    Shapes.requireOnePerRow(scale, x);
    int width = width(from);
    for (int row = 0; row < scales.size(); row++) {
      int at = row * width;
      double mean = loops.sum(from, at, width) / width;
      loops.shiftAndScale(-mean, 1, from, at, to, at, width);
      double factor = 1 / Math.sqrt(loops.dot(to, at, to, at, width) / width + epsilon);
      loops.scale(factor, to, at, width);
      loops.set(scales, row, factor);
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
    int width = width(normal);
    for (int row = 0; row < scales.size(); row++) {
      int at = row * width;
      double mean = loops.sum(vector, at, width) / width;
      double along = loops.dot(normal, at, vector, at, width) / width;
      loops.normalizeDerivative(
          loops.get(scales, row), vector, mean, along, normal, target, at, width);
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
    int width = width(normal);
    double[] numbers = rooms.get().numbers;
    for (int row = 0; row < scales.size(); row++) {
      int at = row * width;
      numbers[0] = loops.get(scales, row);
      numbers[1] = loops.get(scaleTangents, row);
      numbers[2] = loops.sum(vector, at, width) / width;
      numbers[3] = loops.sum(vectorTangent, at, width) / width;
      numbers[4] = loops.dot(normal, at, vector, at, width) / width;
      numbers[5] =
          (loops.dot(normalTangent, at, vector, at, width)
                  + loops.dot(normal, at, vectorTangent, at, width))
              / width;
      loops.normalizeDerivativeTangent(
          numbers, vector, vectorTangent, normal, normalTangent, target, at, width);
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
    int width = width(normal);
    for (int row = 0; row < scales.size(); row++) {
      double factor = loops.get(scales, row);
      double mean = loops.dot(normal, row * width, tangent, row * width, width) / width;
      loops.set(target, row, -factor * factor * mean);
    }
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    HeapTensor from = own(images);
    HeapTensor to = own(patches);
    int examples = window.examples(images, patches, window.patchSize());
    WindowLoops.GATHER.run(window, examples, from, to, null, loops);
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    HeapTensor from = own(patches);
    HeapTensor to = own(images);
    int examples = window.examples(images, patches, window.patchSize());
    if (window.strideY() == 1 && window.strideX() == 1) {
      WindowLoops.scatterSingly(window, examples, to, from, loops);
      return;
    }
    backend.fill(images, 0);
    WindowLoops.SCATTER.run(window, examples, to, from, null, loops);
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    HeapTensor from = own(images);
    HeapTensor to = own(out);
    int examples = window.examples(images, out, window.channels());
    if (WindowLoops.quads(window)) {
      WindowLoops.averageQuads(window, examples, from, to, loops);
      return;
    }
    backend.fill(out, 0);
    WindowLoops.AVERAGE.run(window, examples, from, to, null, loops);
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    HeapTensor from = own(out);
    HeapTensor to = own(images);
    int examples = window.examples(images, out, window.channels());
    if (WindowLoops.quads(window)) {
      if (!WindowLoops.covers(window)) {
        backend.fill(images, 0);
      }
      WindowLoops.spreadQuads(window, examples, to, from, loops);
      return;
    }
    backend.fill(images, 0);
    WindowLoops.SPREAD.run(window, examples, to, from, null, loops);
  }

  @Override
  public void spreadAverageTimes(Window window, Tensor out, Tensor slope, Tensor images) {
    int examples = window.examples(images, out, window.channels());
    Shapes.requireSameSize(slope, images);
    if (WindowLoops.quads(window) && WindowLoops.covers(window)) {
      WindowLoops.multiplyQuads(window, examples, own(out), own(slope), own(images), loops);
    } else {
      Kernels.super.spreadAverageTimes(window, out, slope, images);
    }
  }

  @Override
  public void spreadAverageTimesTangent(
      Window window,
      Tensor out,
      Tensor outTangent,
      Tensor slope,
      Tensor swing,
      Tensor images,
      Tensor imagesTangent) {
    int examples = window.examples(images, out, window.channels());
    Shapes.requireSameSize(out, outTangent);
    Shapes.requireSameSize(slope, images);
    Shapes.requireSameSize(swing, images);
    Shapes.requireSameSize(images, imagesTangent);
    if (WindowLoops.quads(window) && WindowLoops.covers(window)) {
      WindowLoops.multiplyQuadsTangent(
          window,
          examples,
          own(out),
          own(outTangent),
          own(slope),
          own(swing),
          own(images),
          own(imagesTangent),
          loops);
    } else {
      Kernels.super.spreadAverageTimesTangent(
          window, out, outTangent, slope, swing, images, imagesTangent);
    }
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    HeapTensor from = own(images);
    HeapTensor to = own(out);
    int examples = window.examples(images, out, window.channels());
    Shapes.requireLength(out, index.length);
    backend.fill(out, 0);
    Arrays.fill(index, -1);
    WindowLoops.LARGEST.run(window, examples, from, to, index, loops);
  }

  @Override
  public void gather(Tensor x, int[] index, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireLength(out, index.length);
    for (int i = 0; i < index.length; i++) {
      loops.set(to, i, index[i] < 0 ? 0 : loops.get(from, index[i]));
    }
  }

  @Override
  public void scatterAdd(Tensor x, int[] index, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireLength(x, index.length);
    backend.fill(out, 0);
    for (int i = 0; i < index.length; i++) {
      if (index[i] >= 0) {
        loops.set(to, index[i], loops.get(to, index[i]) + loops.get(from, i));
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
    int m = target.extent(1);
    int n = target.extent(2);
    int k = left.extent(transposeA ? 1 : 2);
    if (target.size() == 0 || k == 0) {
      backend.scaleOrClear(beta, target);
      return;
    }
    backend.prepareProducts();
    for (int i = 0; i < target.extent(0); i++) {
      loops.gemm(
          transposeA,
          transposeB,
          m,
          n,
          k,
          alpha,
          left,
          i * m * k,
          transposeA ? m : k,
          right,
          i * k * n,
          transposeB ? k : n,
          beta,
          target,
          i * m * n,
          n);
    }
  }
}
