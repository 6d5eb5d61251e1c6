package org.edgeflow.backends.cuda;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.device.Launcher;
import org.edgeflow.backends.cuda.device.Products;
import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.StandardActivation;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;

/** The operations that networks need, on a CUDA card. */
final class CudaKernels implements Kernels {
  private static final int TILE = 32;
  private static final int BANDS_OF_ALL_COLUMNS = 2048;

  private final CudaBackend backend;
  private final Launcher launcher;
  private final RowKernels rows;
  private final WindowKernels windows;
  private final HostActivations onHost;
  private final CUfunc_st addToRows;
  private final CUfunc_st columnPartials;
  private final CUfunc_st columnTotals;
  private final CUfunc_st multiply;
  private final CUfunc_st multiplyAdd;
  private final Map<StandardActivation, CUfunc_st> activate =
      new EnumMap<>(StandardActivation.class);
  private final Map<StandardActivation, CUfunc_st> activateTangent =
      new EnumMap<>(StandardActivation.class);

  CudaKernels(CudaBackend backend) {
    this.backend = backend;
    this.launcher = backend.launcher();
    this.rows = new RowKernels(backend);
    this.windows = new WindowKernels(backend);
    this.onHost = new HostActivations(backend);
    this.addToRows = backend.kernel("addToRows");
    this.columnPartials = backend.kernel("columnPartials");
    this.columnTotals = backend.kernel("columnTotals");
    this.multiply = backend.kernel("multiply");
    this.multiplyAdd = backend.kernel("multiplyAdd");
    for (StandardActivation f : StandardActivation.values()) {
      activate.put(f, backend.kernel("activate_" + f.name()));
      activateTangent.put(f, backend.kernel("activateTangent_" + f.name()));
    }
  }

  @Override
  public void addToRows(Tensor row, Tensor matrix) {
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
  public void sumRows(Tensor matrix, double beta, Tensor row) {
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
    long partials = backend.partials((long) bands * width);
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
  public void multiply(Tensor x, Tensor y, Tensor out) {
    CudaTensor left = backend.own(x);
    CudaTensor right = backend.own(y);
    CudaTensor target = backend.own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    launcher
        .of(multiply)
        .address(left.address())
        .address(right.address())
        .address(target.address())
        .over(target.size());
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
    launcher.of(multiplyAdd);
    elementwise(x, y, u, v, out);
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
    CudaTensor at = backend.own(z);
    CudaTensor values = backend.own(value);
    CudaTensor slopes = slope == null ? null : backend.own(slope);
    Shapes.requireSameSize(z, value);
    if (slope != null) {
      Shapes.requireSameSize(z, slope);
    }
    if (!(f instanceof StandardActivation standard)) {
      onHost.activate(f, at, values, slopes);
      return;
    }
    launcher
        .of(activate.get(standard))
        .address(at.address())
        .address(values.address())
        .address(slopes == null ? 0 : slopes.address())
        .over(at.size());
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
    if (f instanceof StandardActivation standard) {
      launcher.of(activateTangent.get(standard));
      elementwise(z, zTangent, value, valueTangent, slope, swing);
    } else {
      onHost.activateTangent(f, z, zTangent, value, valueTangent, slope, swing);
    }
  }

  private void elementwise(Tensor... tensors) {
    for (Tensor x : tensors) {
      launcher.address(backend.own(x).address());
      Shapes.requireSameSize(tensors[0], x);
    }
    launcher.over(tensors[0].size());
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    rows.softmaxCrossEntropy(logits, targets, delta, backend.context().scalarAddress());
    return backend.context().scalar();
  }

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor targets, Tensor delta, Scalars loss, int slot) {
    rows.softmaxCrossEntropy(logits, targets, delta, backend.own(loss).address(slot));
  }

  @Override
  public void softmaxRows(Tensor x, Tensor out) {
    rows.softmax(x, out);
  }

  @Override
  public void softmaxRowsDerivative(Tensor p, Tensor v, Tensor out) {
    rows.softmaxDerivative(p, v, out);
  }

  @Override
  public void softmaxRowsDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    rows.softmaxDerivativeTangent(p, pTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRows(Tensor x, double epsilon, Tensor out, Tensor scale) {
    rows.normalize(x, epsilon, out, scale);
  }

  @Override
  public void normalizeRowsDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    rows.normalizeDerivative(y, scale, v, out);
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
    rows.normalizeDerivativeTangent(y, yTangent, scale, scaleTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRowsScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    rows.normalizeScaleTangent(y, scale, xTangent, out);
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    windows.gatherPatches(window, images, patches);
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    windows.scatterPatches(window, patches, images);
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    windows.poolAverage(window, images, out);
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    windows.spreadAverage(window, out, images);
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    windows.poolMax(window, images, out, index);
  }

  @Override
  public void gather(Tensor x, int[] index, Tensor out) {
    windows.gather(x, index, out);
  }

  @Override
  public void scatterAdd(Tensor x, int[] index, Tensor out) {
    windows.scatterAdd(x, index, out);
  }

  @Override
  public Index index(int... places) {
    return windows.index(places);
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, Index index) {
    windows.poolMax(window, images, out, CudaIndex.own(backend, index, out));
  }

  @Override
  public void gather(Tensor x, Index index, Tensor out) {
    windows.gather(x, CudaIndex.own(backend, index, out), out);
  }

  @Override
  public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
    windows.spreadMaximum(window, out, CudaIndex.own(backend, index, out), images);
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
    CudaTensor left = backend.own(a);
    CudaTensor right = backend.own(b);
    CudaTensor target = backend.own(c);
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    int m = target.extent(1);
    int n = target.extent(2);
    int k = left.extent(transposeA ? 1 : 2);
    backend.product(
        transposeA,
        transposeB,
        m,
        n,
        k,
        alpha,
        left,
        right,
        beta,
        target,
        new Products.Batch(target.extent(0), (long) m * k, (long) k * n, (long) m * n));
  }
}
