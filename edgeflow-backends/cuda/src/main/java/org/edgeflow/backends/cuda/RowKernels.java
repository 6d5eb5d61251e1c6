package org.edgeflow.backends.cuda;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.device.Launcher;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;

/** Softmax, cross-entropy and normalization of rows: a row of threads takes a row. */
final class RowKernels {
  private final CudaBackend backend;
  private final Launcher launcher;
  private final CUfunc_st softmax;
  private final CUfunc_st crossEntropy;
  private final CUfunc_st softmaxDerivative;
  private final CUfunc_st softmaxDerivativeTangent;
  private final CUfunc_st normalize;
  private final CUfunc_st normalizeDerivative;
  private final CUfunc_st normalizeDerivativeTangent;
  private final CUfunc_st normalizeScaleTangent;

  RowKernels(CudaBackend backend) {
    this.backend = backend;
    this.launcher = backend.launcher();
    this.softmax = backend.kernel("softmaxRows");
    this.crossEntropy = backend.kernel("softmaxCrossEntropy");
    this.softmaxDerivative = backend.kernel("softmaxRowsDerivative");
    this.softmaxDerivativeTangent = backend.kernel("softmaxRowsDerivativeTangent");
    this.normalize = backend.kernel("normalizeRows");
    this.normalizeDerivative = backend.kernel("normalizeRowsDerivative");
    this.normalizeDerivativeTangent = backend.kernel("normalizeRowsDerivativeTangent");
    this.normalizeScaleTangent = backend.kernel("normalizeRowsScaleTangent");
  }

  /** Leaves the loss at an address. */
  void softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta, long loss) {
    CudaTensor x = backend.own(logits);
    CudaTensor y = backend.own(targets);
    CudaTensor out = backend.own(delta);
    Shapes.requireSameSize(logits, targets);
    Shapes.requireSameSize(logits, delta);
    int width = Shapes.lastExtent(logits);
    if (x.size() == 0) {
      backend.leave(0, loss);
      return;
    }
    int rows = x.size() / width;
    int lanes = Launcher.lanes(width);
    int blocks = Launcher.blocksOfRows(rows, lanes);
    long partials = backend.partials(blocks);
    launcher
        .of(crossEntropy)
        .address(x.address())
        .address(y.address())
        .address(out.address())
        .address(partials)
        .count(rows)
        .count(width)
        .rows(rows, lanes);
    backend.total(blocks, loss);
  }

  void softmax(Tensor x, Tensor out) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(out);
    Shapes.requireSameSize(x, out);
    launcher.of(softmax).address(from.address()).address(to.address());
    alongRows(x);
  }

  void softmaxDerivative(Tensor p, Tensor v, Tensor out) {
    launcher.of(softmaxDerivative);
    addresses(p, v, out);
    alongRows(p);
  }

  void softmaxDerivativeTangent(Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    launcher.of(softmaxDerivativeTangent);
    addresses(p, pTangent, v, vTangent, out);
    alongRows(p);
  }

  void normalize(Tensor x, double epsilon, Tensor out, Tensor scale) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(out);
    CudaTensor scales = backend.own(scale);
    Shapes.requireSameSize(x, out);
    Shapes.requireOnePerRow(scale, x);
    launcher
        .of(normalize)
        .address(from.address())
        .number(epsilon)
        .address(to.address())
        .address(scales.address());
    alongRows(x);
  }

  void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    CudaTensor normal = backend.own(y);
    CudaTensor scales = backend.own(scale);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireSameSize(y, v);
    launcher.of(normalizeDerivative).address(normal.address()).address(scales.address());
    addresses(v, out);
    alongRows(y);
  }

  void normalizeDerivativeTangent(
      Tensor y,
      Tensor yTangent,
      Tensor scale,
      Tensor scaleTangent,
      Tensor v,
      Tensor vTangent,
      Tensor out) {
    CudaTensor scales = backend.own(scale);
    CudaTensor scaleTangents = backend.own(scaleTangent);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(scaleTangent, y);
    Shapes.requireSameSize(y, v);
    launcher.of(normalizeDerivativeTangent);
    addresses(y, yTangent);
    launcher.address(scales.address()).address(scaleTangents.address());
    addresses(v, vTangent, out);
    alongRows(y);
  }

  void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    CudaTensor normal = backend.own(y);
    CudaTensor scales = backend.own(scale);
    CudaTensor tangent = backend.own(xTangent);
    CudaTensor target = backend.own(out);
    Shapes.requireSameSize(y, xTangent);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(out, y);
    launcher
        .of(normalizeScaleTangent)
        .address(normal.address())
        .address(scales.address())
        .address(tangent.address())
        .address(target.address());
    alongRows(y);
  }

  // Equally long tensors, as the kernel's next arguments.
  private void addresses(Tensor... tensors) {
    for (Tensor x : tensors) {
      launcher.address(backend.own(x).address());
      Shapes.requireSameSize(tensors[0], x);
    }
  }

  // The kernel's last arguments, and its start, one row of threads for each row of x.
  private void alongRows(Tensor x) {
    int width = Shapes.lastExtent(x);
    if (x.size() > 0) {
      int rows = x.size() / width;
      launcher.count(rows).count(width).rows(rows, Launcher.lanes(width));
    }
  }
}
