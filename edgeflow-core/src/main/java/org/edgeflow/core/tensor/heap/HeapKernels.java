package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Window;

/**
 * The reference kernels on {@link HeapTensor}s: one plain loop an operation, arithmetic in float64
 * whatever the format, rounded once when stored. What goes along rows is in {@link HeapRowKernels},
 * what goes over windows in {@link HeapWindowKernels}.
 */
public final class HeapKernels implements Kernels {
  private final TensorBackend owner;
  private final HeapRowKernels rowKernels;
  private final HeapWindowKernels windowKernels;

  /** Kernels on the tensors of one backend. */
  public HeapKernels(TensorBackend owner) {
    this.owner = owner;
    this.rowKernels = new HeapRowKernels(owner);
    this.windowKernels = new HeapWindowKernels(owner);
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
    return rowKernels.softmaxCrossEntropy(logits, targets, delta);
  }

  @Override
  public void softmaxRows(Tensor x, Tensor out) {
    rowKernels.softmaxRows(x, out);
  }

  @Override
  public void softmaxRowsDerivative(Tensor p, Tensor v, Tensor out) {
    rowKernels.softmaxRowsDerivative(p, v, out);
  }

  @Override
  public void softmaxRowsDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    rowKernels.softmaxRowsDerivativeTangent(p, pTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRows(Tensor x, double epsilon, Tensor out, Tensor scale) {
    rowKernels.normalizeRows(x, epsilon, out, scale);
  }

  @Override
  public void normalizeRowsDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    rowKernels.normalizeRowsDerivative(y, scale, v, out);
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
    rowKernels.normalizeRowsDerivativeTangent(y, yTangent, scale, scaleTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRowsScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    rowKernels.normalizeRowsScaleTangent(y, scale, xTangent, out);
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    windowKernels.gatherPatches(window, images, patches);
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    windowKernels.scatterPatches(window, patches, images);
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    windowKernels.poolAverage(window, images, out);
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    windowKernels.spreadAverage(window, out, images);
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    windowKernels.poolMax(window, images, out, index);
  }

  @Override
  public void gather(Tensor x, int[] index, Tensor out) {
    windowKernels.gather(x, index, out);
  }

  @Override
  public void scatterAdd(Tensor x, int[] index, Tensor out) {
    windowKernels.scatterAdd(x, index, out);
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
    return HeapTensor.of(owner, x);
  }
}
