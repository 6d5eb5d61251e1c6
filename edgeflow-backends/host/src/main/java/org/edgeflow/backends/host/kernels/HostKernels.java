package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.blas.Products;
import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Window;

/** The kernels of the backend {@code host}, group by group. */
public final class HostKernels implements Kernels {
  private final HostElementwise elementwise;
  private final HostRows rows;
  private final HostWindows windows;
  private final HostPlaces places;
  private final HostProducts products;

  /**
   * On the tensors of a backend.
   *
   * @param backend whose tensors they are
   * @param loops of the backend's format
   * @param products of matrices in that format
   */
  public HostKernels(TensorBackend backend, Loops loops, Products products) {
    Owner owner = new Owner(backend);
    this.elementwise = new HostElementwise(owner, loops);
    this.rows = new HostRows(owner, loops);
    this.windows = new HostWindows(owner, loops, elementwise);
    this.places = new HostPlaces(owner, loops.elements());
    this.products = new HostProducts(owner, products);
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    elementwise.multiply(x, y, out);
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
    elementwise.multiplyAdd(x, y, u, v, out);
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
    elementwise.activate(f, z, value, slope);
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
    elementwise.activateTangent(f, z, zTangent, value, valueTangent, slope, swing);
  }

  @Override
  public void addToRows(Tensor row, Tensor matrix) {
    rows.addToRows(row, matrix);
  }

  @Override
  public void sumRows(Tensor matrix, double beta, Tensor row) {
    rows.sumRows(matrix, beta, row);
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    return rows.softmaxCrossEntropy(logits, targets, delta);
  }

  @Override
  public void softmaxRows(Tensor x, Tensor out) {
    rows.softmaxRows(x, out);
  }

  @Override
  public void softmaxRowsDerivative(Tensor p, Tensor v, Tensor out) {
    rows.softmaxRowsDerivative(p, v, out);
  }

  @Override
  public void softmaxRowsDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    rows.softmaxRowsDerivativeTangent(p, pTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRows(Tensor x, double epsilon, Tensor out, Tensor scale) {
    rows.normalizeRows(x, epsilon, out, scale);
  }

  @Override
  public void normalizeRowsDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    rows.normalizeRowsDerivative(y, scale, v, out);
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
    rows.normalizeRowsDerivativeTangent(y, yTangent, scale, scaleTangent, v, vTangent, out);
  }

  @Override
  public void normalizeRowsScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    rows.normalizeRowsScaleTangent(y, scale, xTangent, out);
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
  public void spreadAverageTimes(Window window, Tensor out, Tensor slope, Tensor images) {
    windows.spreadAverageTimes(window, out, slope, images);
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
    windows.spreadAverageTimesTangent(window, out, outTangent, slope, swing, images, imagesTangent);
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    windows.poolMax(window, images, out, index);
  }

  @Override
  public void gather(Tensor x, int[] index, Tensor out) {
    places.gather(x, index, out);
  }

  @Override
  public void scatterAdd(Tensor x, int[] index, Tensor out) {
    places.scatterAdd(x, index, out);
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
    products.batchedGemm(transposeA, transposeB, alpha, a, b, beta, c);
  }
}
