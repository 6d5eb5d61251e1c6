package org.edgeflow.bench.tally;

import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;

/** The kernels of a {@link Tally}: what each reads, and what it writes. */
final class TallyKernels implements Kernels {
  private final Tally tally;

  TallyKernels(Tally tally) {
    this.tally = tally;
  }

  @Override
  public void addToRows(Tensor row, Tensor matrix) {
    tally.move(row, matrix, matrix);
  }

  @Override
  public void sumRows(Tensor matrix, double beta, Tensor row) {
    if (beta == 0) {
      tally.move(matrix, row);
    } else {
      tally.move(matrix, row, row);
    }
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    tally.move(x, y, out);
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
    tally.move(x, y, u, v, out);
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
    if (slope == null) {
      tally.move(z, value);
    } else {
      tally.move(z, value, slope);
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
    tally.move(z, zTangent, value, valueTangent, slope, swing);
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    tally.move(logits, targets, delta);
    return 1;
  }

  @Override
  public void softmaxRows(Tensor x, Tensor out) {
    tally.move(x, out);
  }

  @Override
  public void softmaxRowsDerivative(Tensor p, Tensor v, Tensor out) {
    tally.move(p, v, out);
  }

  @Override
  public void softmaxRowsDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    tally.move(p, pTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRows(Tensor x, double epsilon, Tensor out, Tensor scale) {
    tally.move(x, out, scale);
  }

  @Override
  public void normalizeRowsDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    tally.move(y, scale, v, out);
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
    tally.move(y, yTangent, scale, scaleTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRowsScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    tally.move(y, scale, xTangent, out);
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    tally.move(images, patches);
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    tally.move(patches, images);
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    tally.move(images, out);
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    tally.move(out, images);
  }

  @Override
  public void spreadAverageTimes(Window window, Tensor out, Tensor slope, Tensor images) {
    tally.move(out, slope, images);
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
    tally.move(out, outTangent, slope, swing, images, imagesTangent);
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    tally.move(images, out);
    places(index.length);
  }

  @Override
  public void gather(Tensor x, int[] index, Tensor out) {
    // As many elements of x as places, not all of x.
    tally.move(out, out);
    places(index.length);
  }

  @Override
  public void scatterAdd(Tensor x, int[] index, Tensor out) {
    tally.move(x, out);
    places(index.length);
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, Index index) {
    tally.move(images, out);
    places(index.size());
  }

  @Override
  public void gather(Tensor x, Index index, Tensor out) {
    tally.move(out, out);
    places(index.size());
  }

  @Override
  public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
    tally.move(out, images);
    places(index.size());
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
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    tally.product(a, b, beta, c, a.extent(transposeA ? 1 : 2));
  }

  private void places(int count) {
    tally.moveBytes((double) count * Integer.BYTES);
  }
}
