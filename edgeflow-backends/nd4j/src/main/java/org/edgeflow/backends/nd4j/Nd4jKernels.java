package org.edgeflow.backends.nd4j;

import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.StandardActivation;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernels of {@link Nd4jBackend}, the same on a processor and on a CUDA device: composed of
 * ND4J's elementwise operations and of BLAS, with room for intermediate results that is kept. What
 * takes a way through Java arrays is listed at {@link HostRoute}.
 *
 * <p>Errors are a few ε_mach in the size of what is added up; see {@link ActivationKernels}.
 */
final class Nd4jKernels implements Kernels {
  private final Nd4jBackend backend;
  private final Nd4jRuntime runtime;
  private final Elements elements;
  private final Scratch scratch;
  private final ActivationKernels activations;
  private final RowKernels rows;
  private final WindowKernels windows;
  private final HostRoute host;
  private final Products products;

  Nd4jKernels(Nd4jBackend backend) {
    this.backend = backend;
    this.runtime = backend.runtime();
    this.elements = new Elements(runtime.zeros(backend.dataType(), 1));
    this.scratch = new Scratch(backend);
    this.activations = new ActivationKernels(runtime, elements, scratch);
    this.rows = new RowKernels(backend, elements, scratch);
    this.windows = new WindowKernels(backend, elements, scratch);
    this.host = new HostRoute(runtime, backend.dataType());
    this.products = new Products(backend);
  }

  private Nd4jTensor own(Tensor x) {
    return backend.own(x);
  }

  private Nd4jTensor own(Tensor x, Tensor asLongAs) {
    Nd4jTensor own = backend.own(x);
    Shapes.requireSameSize(asLongAs, x);
    return own;
  }

  @Override
  public void addToRows(Tensor row, Tensor matrix) {
    Nd4jTensor bias = own(row);
    Nd4jTensor target = own(matrix);
    if (Shapes.rows(row, matrix) > 0) {
      rows.addToRows(bias, target);
    }
  }

  @Override
  public void sumRows(Tensor matrix, double beta, Tensor row) {
    Nd4jTensor terms = own(matrix);
    Nd4jTensor target = own(row);
    if (Shapes.rows(row, matrix) > 0) {
      rows.sumRows(terms, beta, target);
    } else if (beta == 0) {
      backend.fill(row, 0);
    } else {
      backend.scale(beta, row);
    }
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    Nd4jTensor left = own(x);
    Nd4jTensor right = own(y, x);
    Nd4jTensor target = own(out, x);
    if (target.size() > 0) {
      elements.multiply(left.flat(), right.flat(), target.flat());
    }
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
    Nd4jTensor a = own(x);
    Nd4jTensor b = own(y, x);
    Nd4jTensor c = own(u, x);
    Nd4jTensor d = own(v, x);
    Nd4jTensor target = own(out, x);
    if (target.size() > 0) {
      INDArray first = scratch.vector(0, target.size()).flat();
      elements.multiply(a.flat(), b.flat(), first);
      elements.multiply(c.flat(), d.flat(), target.flat());
      runtime.axpy(1, first, target.flat());
    }
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
    Nd4jTensor at = own(z);
    Nd4jTensor values = own(value, z);
    Nd4jTensor slopes = slope == null ? null : own(slope, z);
    if (at.size() == 0) {
      return;
    }
    if (f instanceof StandardActivation standard) {
      activations.activate(standard, at, values, slopes);
    } else {
      host.activate(f, at, values, slopes);
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
    Nd4jTensor at = own(z);
    Nd4jTensor along = own(zTangent, z);
    Nd4jTensor values = own(value, z);
    Nd4jTensor tangents = own(valueTangent, z);
    Nd4jTensor slopes = own(slope, z);
    Nd4jTensor swings = own(swing, z);
    if (at.size() == 0) {
      return;
    }
    if (f instanceof StandardActivation standard) {
      activations.activateTangent(standard, at, along, values, tangents, slopes, swings);
    } else {
      host.activateTangent(f, at, along, values, tangents, slopes, swings);
    }
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    Nd4jTensor x = own(logits);
    Nd4jTensor y = own(targets, logits);
    Nd4jTensor out = own(delta, logits);
    Shapes.lastExtent(logits);
    return x.size() == 0 ? 0 : rows.softmaxCrossEntropy(x, y, out);
  }

  @Override
  public void softmaxRows(Tensor x, Tensor out) {
    Nd4jTensor from = own(x);
    Nd4jTensor to = own(out, x);
    Shapes.lastExtent(x);
    if (from.size() > 0) {
      rows.softmax(from, to);
    }
  }

  @Override
  public void softmaxRowsDerivative(Tensor p, Tensor v, Tensor out) {
    Nd4jTensor probability = own(p);
    Nd4jTensor vector = own(v, p);
    Nd4jTensor target = own(out, p);
    Shapes.lastExtent(p);
    if (target.size() > 0) {
      rows.softmaxDerivative(probability, vector, target);
    }
  }

  @Override
  public void softmaxRowsDerivativeTangent(
      Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
    Nd4jTensor probability = own(p);
    Nd4jTensor probabilityTangent = own(pTangent, p);
    Nd4jTensor vector = own(v, p);
    Nd4jTensor vectorTangent = own(vTangent, p);
    Nd4jTensor target = own(out, p);
    Shapes.lastExtent(p);
    if (target.size() > 0) {
      rows.softmaxDerivativeTangent(probability, probabilityTangent, vector, vectorTangent, target);
    }
  }

  @Override
  public void normalizeRows(Tensor x, double epsilon, Tensor out, Tensor scale) {
    Nd4jTensor from = own(x);
    Nd4jTensor to = own(out, x);
    Nd4jTensor scales = own(scale);
    Shapes.requireOnePerRow(scale, x);
    if (from.size() > 0) {
      rows.normalize(from, epsilon, to, scales);
    }
  }

  @Override
  public void normalizeRowsDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
    Nd4jTensor normal = own(y);
    Nd4jTensor scales = own(scale);
    Nd4jTensor vector = own(v, y);
    Nd4jTensor target = own(out, y);
    Shapes.requireOnePerRow(scale, y);
    if (target.size() > 0) {
      rows.normalizeDerivative(normal, scales, vector, target);
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
    Nd4jTensor normal = own(y);
    Nd4jTensor normalTangent = own(yTangent, y);
    Nd4jTensor scales = own(scale);
    Nd4jTensor scaleTangents = own(scaleTangent);
    Nd4jTensor vector = own(v, y);
    Nd4jTensor vectorTangent = own(vTangent, y);
    Nd4jTensor target = own(out, y);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(scaleTangent, y);
    if (target.size() > 0) {
      rows.normalizeDerivativeTangent(
          normal, normalTangent, scales, scaleTangents, vector, vectorTangent, target);
    }
  }

  @Override
  public void normalizeRowsScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
    Nd4jTensor normal = own(y);
    Nd4jTensor scales = own(scale);
    Nd4jTensor tangent = own(xTangent, y);
    Nd4jTensor target = own(out);
    Shapes.requireOnePerRow(scale, y);
    Shapes.requireOnePerRow(out, y);
    if (normal.size() > 0) {
      rows.normalizeScaleTangent(normal, scales, tangent, target);
    }
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    Nd4jTensor from = own(images);
    Nd4jTensor to = own(patches);
    if (window.examples(images, patches, window.patchSize()) > 0 && to.size() > 0) {
      windows.gather(window, from, to);
    }
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    Nd4jTensor from = own(patches);
    Nd4jTensor to = own(images);
    if (window.examples(images, patches, window.patchSize()) > 0) {
      windows.scatter(window, from, to);
    }
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    Nd4jTensor from = own(images);
    Nd4jTensor to = own(out);
    if (window.examples(images, out, window.channels()) > 0) {
      windows.average(window, from, to);
    }
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    Nd4jTensor from = own(out);
    Nd4jTensor to = own(images);
    if (window.examples(images, out, window.channels()) > 0) {
      windows.spreadAverage(window, from, to);
    }
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    host.poolMax(window, own(images), own(out), index);
  }

  @Override
  public void gather(Tensor x, int[] index, Tensor out) {
    host.gather(own(x), index, own(out));
  }

  @Override
  public void scatterAdd(Tensor x, int[] index, Tensor out) {
    host.scatterAdd(own(x), index, own(out));
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
    Nd4jTensor left = own(a);
    Nd4jTensor right = own(b);
    Nd4jTensor target = own(c);
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    products.batchedGemm(transposeA, transposeB, alpha, left, right, beta, target);
  }
}
