package org.edgeflow.backends.cuda;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.code.Launcher;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;

/** Biases and sums of columns, and what goes along rows, for which a row of threads takes a row. */
final class CudaRows implements Kernels.Rows {
  private static final int TILE = 32;
  private static final int BANDS_OF_ALL_COLUMNS = 2048;

  private final CudaBackend backend;
  private final Launcher launcher;
  private final CUfunc_st addToRows;
  private final CUfunc_st columnPartials;
  private final CUfunc_st columnTotals;
  private final CUfunc_st softmax;
  private final CUfunc_st crossEntropy;
  private final CUfunc_st softmaxDerivative;
  private final CUfunc_st softmaxDerivativeTangent;
  private final CUfunc_st normalize;
  private final CUfunc_st normalizeDerivative;
  private final CUfunc_st normalizeDerivativeTangent;
  private final CUfunc_st normalizeScaleTangent;

  CudaRows(CudaBackend backend) {
    this.backend = backend;
    this.launcher = backend.launcher();
    this.addToRows = backend.kernel("addToRows");
    this.columnPartials = backend.kernel("columnPartials");
    this.columnTotals = backend.kernel("columnTotals");
    this.softmax = backend.kernel("softmaxRows");
    this.crossEntropy = backend.kernel("softmaxCrossEntropy");
    this.softmaxDerivative = backend.kernel("softmaxRowsDerivative");
    this.softmaxDerivativeTangent = backend.kernel("softmaxRowsDerivativeTangent");
    this.normalize = backend.kernel("normalizeRows");
    this.normalizeDerivative = backend.kernel("normalizeRowsDerivative");
    this.normalizeDerivativeTangent = backend.kernel("normalizeRowsDerivativeTangent");
    this.normalizeScaleTangent = backend.kernel("normalizeRowsScaleTangent");
  }

  @Override
  public void add(Tensor row, Tensor matrix) {
    CudaTensor bias = backend.own(row);
    CudaTensor target = backend.own(matrix);
    Shapes.rows(row, matrix);
    launcher
        .of(addToRows)
        .address(bias.address())
        .address(target.address())
        .count(bias.size())
        .over(target.size());
  }

  @Override
  public void sum(Tensor matrix, double beta, Tensor row) {
    CudaTensor from = backend.own(matrix);
    CudaTensor sums = backend.own(row);
    int count = Shapes.rows(row, matrix);
    int width = sums.size();
    if (width == 0) {
      return;
    }
    // As many bands as keep a card busy, but depending on the shape alone.
    int tiles = (width - 1) / TILE + 1;
    int most = Math.max(1, BANDS_OF_ALL_COLUMNS / tiles);
    int band = Math.max(TILE, (count + most - 1) / most);
    int bands = count == 0 ? 0 : (count - 1) / band + 1;
    long partials = backend.vectors().partials((long) bands * width);
    if (bands > 0) {
      launcher
          .of(columnPartials)
          .address(from.address())
          .address(partials)
          .count(count)
          .count(width)
          .count(band)
          .start(tiles, bands, TILE, Launcher.THREADS / TILE);
    }
    launcher
        .of(columnTotals)
        .address(partials)
        .count(bands)
        .number(beta)
        .address(sums.address())
        .over(width);
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    softmaxCrossEntropy(logits, targets, delta, backend.context().scalarAddress());
    return backend.context().scalar();
  }

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor targets, Tensor delta, Scalars loss, int slot) {
    softmaxCrossEntropy(logits, targets, delta, backend.own(loss).address(slot));
  }

  /** Leaves the loss at an address. */
  private void softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta, long loss) {
    CudaTensor x = backend.own(logits);
    CudaTensor y = backend.own(targets);
    CudaTensor out = backend.own(delta);
    Shapes.requireSameSize(logits, targets);
    Shapes.requireSameSize(logits, delta);
    int width = Shapes.lastExtent(logits);
    if (x.size() == 0) {
      backend.vectors().set(loss, 0);
      return;
    }
    int rows = x.size() / width;
    int lanes = Launcher.lanes(width);
    int blocks = Launcher.blocksOfRows(rows, lanes);
    long partials = backend.vectors().partials(blocks);
    launcher
        .of(crossEntropy)
        .address(x.address())
        .address(y.address())
        .address(out.address())
        .address(partials)
        .count(rows)
        .count(width)
        .rows(rows, lanes);
    backend.vectors().total(blocks, loss);
  }

  @Override
  public void softmax(Tensor x, Tensor out) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(out);
    Shapes.requireSameSize(x, out);
    launcher.of(softmax).address(from.address()).address(to.address());
    alongRows(x);
  }

  @Override
  public void softmaxDerivative(Tensor p, Tensor v, Tensor out) {
    launcher.of(softmaxDerivative);
    addresses(p, v, out);
    alongRows(p);
  }

  @Override
  public void softmaxDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    launcher.of(softmaxDerivativeTangent);
    addresses(p, pTangent, v, vTangent, out);
    alongRows(p);
  }

  @Override
  public void normalize(Tensor x, double epsilon, Tensor out, Tensor scale) {
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

  @Override
  public void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    CudaTensor normal = backend.own(y);
    CudaTensor scales = backend.own(scale);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireSameSize(y, v);
    launcher.of(normalizeDerivative).address(normal.address()).address(scales.address());
    addresses(v, out);
    alongRows(y);
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

  @Override
  public void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
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
