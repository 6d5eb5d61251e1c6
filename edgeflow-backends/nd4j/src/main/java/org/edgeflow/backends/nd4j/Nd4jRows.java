package org.edgeflow.backends.nd4j;

import org.edgeflow.backends.nd4j.operations.Elements;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;

/** What {@link RowKernels} computes, of tensors that are checked here. */
final class Nd4jRows implements Kernels.Rows {
  private final Nd4jBackend backend;
  private final RowKernels rows;

  /** On the tensors of one backend. */
  Nd4jRows(Nd4jBackend backend, Elements elements, Scratch scratch) {
    this.backend = backend;
    this.rows = new RowKernels(backend, elements, scratch);
  }

  @Override
  public void add(Tensor row, Tensor matrix) {
    Nd4jTensor bias = own(row);
    Nd4jTensor target = own(matrix);
    if (Shapes.rows(row, matrix) > 0) {
      rows.addToRows(bias, target);
    }
  }

  @Override
  public void sum(Tensor matrix, double beta, Tensor row) {
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
  public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
    Nd4jTensor x = own(logits);
    Nd4jTensor y = own(targets, logits);
    Nd4jTensor out = own(delta, logits);
    Shapes.lastExtent(logits);
    return x.size() == 0 ? 0 : rows.softmaxCrossEntropy(x, y, out);
  }

  @Override
  public void softmax(Tensor x, Tensor out) {
    Nd4jTensor from = own(x);
    Nd4jTensor to = own(out, x);
    Shapes.lastExtent(x);
    if (from.size() > 0) {
      rows.softmax(from, to);
    }
  }

  @Override
  public void softmaxDerivative(Tensor p, Tensor v, Tensor out) {
    Nd4jTensor probability = own(p);
    Nd4jTensor vector = own(v, p);
    Nd4jTensor target = own(out, p);
    Shapes.lastExtent(p);
    if (target.size() > 0) {
      rows.softmaxDerivative(probability, vector, target);
    }
  }

  @Override
  public void softmaxDerivativeTangent(
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
  public void normalize(Tensor x, double epsilon, Tensor out, Tensor scale) {
    Nd4jTensor from = own(x);
    Nd4jTensor to = own(out, x);
    Nd4jTensor scales = own(scale);
    Shapes.requireOnePerRow(scale, x);
    if (from.size() > 0) {
      rows.normalize(from, epsilon, to, scales);
    }
  }

  @Override
  public void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
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
  public void normalizeDerivativeTangent(
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
  public void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
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

  private Nd4jTensor own(Tensor x) {
    return backend.own(x);
  }

  private Nd4jTensor own(Tensor x, Tensor asLongAs) {
    return backend.own(x, asLongAs);
  }
}
