package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.loops.Moments;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Kernels that work on rows: sums, biases, softmax, normalization. */
final class HostRows implements Kernels.Rows {
  /** Elements of rows that are exponentiated together. */
  private static final int BLOCK = 1024;

  private static final int ROWS_OF_A_SUM = 33;

  private final Owner owner;
  private final Loops loops;
  private final Elements elements;
  private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

  HostRows(Owner owner, Loops loops) {
    this.owner = owner;
    this.loops = loops;
    this.elements = loops.elements();
  }

  /** What one thread needs for intermediate results. */
  private final class Room {
    private final Moments moments = new Moments();
    private final double[] largest = new double[BLOCK];
    private HeapTensor rows = HeapTensor.zeros(owner.backend(), BLOCK);

    /** Room for at least {@code size} elements. */
    HeapTensor rows(int size) {
      if (rows.size() < size) {
        rows = HeapTensor.zeros(owner.backend(), size);
      }
      return rows;
    }
  }

  @Override
  public void add(Tensor row, Tensor matrix) {
    HeapTensor bias = owner.own(row);
    HeapTensor rows = owner.own(matrix);
    int width = bias.size();
    int count = rows(bias, rows);
    for (int i = 0; i < count; i++) {
      elements.add(bias, 0, rows, i * width, width);
    }
  }

  @Override
  public void sum(Tensor matrix, double beta, Tensor row) {
    HeapTensor rows = owner.own(matrix);
    HeapTensor sums = owner.own(row);
    int width = sums.size();
    int count = rows(sums, rows);
    if (beta == 0) {
      Elements.clear(sums, 0, width);
    } else if (beta != 1) {
      elements.scale(beta, sums, 0, width);
    }
    // In two stages: one long chain of additions loses digits with its length.
    HeapTensor part = rooms.get().rows(width);
    for (int from = 0; from < count; from += ROWS_OF_A_SUM) {
      int to = Math.min(from + ROWS_OF_A_SUM, count);
      Elements.copy(rows, from * width, part, 0, width);
      int i = from + 1;
      for (; i < to - 3; i += 4) {
        elements.addFourRows(rows, i * width, width, part, 0, width);
      }
      for (; i < to; i++) {
        elements.add(rows, i * width, part, 0, width);
      }
      elements.add(part, 0, sums, 0, width);
    }
  }

  private static int rows(HeapTensor row, HeapTensor matrix) {
    if (matrix.rank() == 0 || Owner.width(matrix) != row.size()) {
      return Shapes.rows(row, matrix);
    }
    return row.size() == 0 ? 0 : matrix.size() / row.size();
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    HeapTensor x = owner.own(logits);
    HeapTensor y = owner.own(targets);
    HeapTensor out = owner.own(delta);
    Shapes.requireSameSize(logits, targets);
    Shapes.requireSameSize(logits, delta);
    int width = Owner.width(x);
    int block = blockOf(width);
    HeapTensor e = rooms.get().rows(block);
    double total = 0;
    for (int from = 0; from < x.size(); from += block) {
      int size = Math.min(block, x.size() - from);
      shiftRows(x, from, e, 0, size);
      loops.activations().decay(e, 0, size);
      total = subtractRows(total, x, y, out, from, size);
    }
    return total;
  }

  /**
   * What remains of the cross-entropy of some rows whose maxima and exponentials stand in the room.
   * A method of its own: together with the exponentials the compiler has more than it inlines, and
   * calls what is here for each number, or not, as it happens to begin.
   *
   * @return {@code total − Σ y ln p}
   */
  private double subtractRows(
      double total, HeapTensor x, HeapTensor y, HeapTensor out, int from, int size) {
    int width = Owner.width(x);
    Room room = rooms.get();
    double result = total;
    int row = 0;
    for (int at = 0; at < size; at += width) {
      double sum = elements.sum(room.rows, at, width);
      double offset = room.largest[row++] + Math.log(sum);
      for (int j = from + at; j < from + at + width; j++) {
        double target = elements.get(y, j);
        double logProbability = elements.get(x, j) - offset;
        // 0 · ln 0 is 0: a class that is no target costs nothing, however unlikely.
        if (target != 0 || Double.isNaN(logProbability)) {
          result -= target * logProbability;
        }
      }
      elements.scaleAndSubtract(1 / sum, room.rows, at, y, out, from + at, width);
    }
    return result;
  }

  /** Subtracts from each of some rows its maximum, which stays in the room. */
  private void shiftRows(HeapTensor x, int xAt, HeapTensor out, int outAt, int size) {
    int width = Owner.width(x);
    double[] largest = rooms.get().largest;
    int row = 0;
    for (int at = 0; at < size; at += width) {
      double most = elements.largest(x, xAt + at, width);
      largest[row++] = most;
      elements.shiftAndScale(-most, 1, x, xAt + at, out, outAt + at, width);
    }
  }

  private static int blockOf(int width) {
    return width == 0 ? 1 : Math.max(1, BLOCK / width) * width;
  }

  @Override
  public void softmax(Tensor x, Tensor out) {
    HeapTensor from = owner.own(x);
    HeapTensor to = owner.own(out);
    Shapes.requireSameSize(x, out);
    int width = Owner.width(from);
    int block = blockOf(width);
    for (int start = 0; start < from.size(); start += block) {
      int size = Math.min(block, from.size() - start);
      shiftRows(from, start, to, start, size);
      loops.activations().decay(to, start, size);
      for (int at = start; at < start + size; at += width) {
        elements.scale(1 / elements.sum(to, at, width), to, at, width);
      }
    }
  }

  @Override
  public void softmaxDerivative(Tensor p, Tensor v, Tensor out) {
    HeapTensor probability = owner.own(p);
    HeapTensor vector = owner.own(v);
    HeapTensor target = owner.own(out);
    Shapes.requireSameSize(p, v);
    Shapes.requireSameSize(p, out);
    int width = Owner.width(probability);
    for (int at = 0; at < probability.size(); at += width) {
      double s = elements.dot(probability, at, vector, at, width);
      elements.softmaxDerivative(probability, vector, s, target, at, width);
    }
  }

  @Override
  public void softmaxDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    Dual probability = dual(p, pTangent, p);
    Dual vector = dual(v, vTangent, p);
    HeapTensor target = owner.own(out);
    Shapes.requireSameSize(p, out);
    int width = Owner.width(probability.value());
    for (int at = 0; at < target.size(); at += width) {
      double s = elements.dot(probability.value(), at, vector.value(), at, width);
      double sTangent = dotTangent(probability, vector, at, width);
      elements.softmaxDerivativeTangent(probability, vector, s, sTangent, target, at, width);
    }
  }

  private Dual dual(Tensor value, Tensor tangent, Tensor like) {
    Shapes.requireSameSize(like, value);
    Shapes.requireSameSize(like, tangent);
    return new Dual(owner.own(value), owner.own(tangent));
  }

  private double dotTangent(Dual x, Dual y, int at, int width) {
    return elements.dot(x.tangent(), at, y.value(), at, width)
        + elements.dot(x.value(), at, y.tangent(), at, width);
  }

  @Override
  public void normalize(Tensor x, double epsilon, Tensor out, Tensor scale) {
    HeapTensor from = owner.own(x);
    HeapTensor to = owner.own(out);
    HeapTensor scales = owner.own(scale);
    Shapes.requireSameSize(x, out);
    Shapes.requireOnePerRow(scale, x);
    int width = Owner.width(from);
    for (int row = 0; row < scales.size(); row++) {
      int at = row * width;
      double mean = elements.sum(from, at, width) / width;
      elements.shiftAndScale(-mean, 1, from, at, to, at, width);
      double factor = 1 / Math.sqrt(elements.dot(to, at, to, at, width) / width + epsilon);
      elements.scale(factor, to, at, width);
      elements.set(scales, row, factor);
    }
  }

  @Override
  public void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    HeapTensor normal = owner.own(y);
    HeapTensor scales = owner.own(scale);
    HeapTensor vector = owner.own(v);
    HeapTensor target = owner.own(out);
    Shapes.requireSameSize(y, v);
    Shapes.requireSameSize(y, out);
    Shapes.requireOnePerRow(scale, y);
    int width = Owner.width(normal);
    Moments moments = rooms.get().moments;
    for (int row = 0; row < scales.size(); row++) {
      int at = row * width;
      moments.scale = elements.get(scales, row);
      moments.mean = elements.sum(vector, at, width) / width;
      moments.along = elements.dot(normal, at, vector, at, width) / width;
      elements.normalizeDerivative(moments, vector, normal, target, at, width);
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
    Dual normal = dual(y, yTangent, y);
    Dual vector = dual(v, vTangent, y);
    HeapTensor scales = owner.own(scale);
    HeapTensor scaleTangents = owner.own(scaleTangent);
    HeapTensor target = owner.own(out);
    Shapes.requireSameSize(y, out);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(scaleTangent, y);
    int width = Owner.width(normal.value());
    Moments moments = rooms.get().moments;
    for (int row = 0; row < scales.size(); row++) {
      int at = row * width;
      moments.scale = elements.get(scales, row);
      moments.scaleTangent = elements.get(scaleTangents, row);
      moments.mean = elements.sum(vector.value(), at, width) / width;
      moments.meanTangent = elements.sum(vector.tangent(), at, width) / width;
      moments.along = elements.dot(normal.value(), at, vector.value(), at, width) / width;
      moments.alongTangent = dotTangent(normal, vector, at, width) / width;
      elements.normalizeDerivativeTangent(moments, vector, normal, target, at, width);
    }
  }

  @Override
  public void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    HeapTensor normal = owner.own(y);
    HeapTensor scales = owner.own(scale);
    HeapTensor tangent = owner.own(xTangent);
    HeapTensor target = owner.own(out);
    Shapes.requireSameSize(y, xTangent);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(out, y);
    int width = Owner.width(normal);
    for (int row = 0; row < scales.size(); row++) {
      int at = row * width;
      double factor = elements.get(scales, row);
      double mean = elements.dot(normal, at, tangent, at, width) / width;
      elements.set(target, row, -factor * factor * mean);
    }
  }
}
