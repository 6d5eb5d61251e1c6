package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.Activation;

/** Products and activations, element by element. */
record HeapElementwise(TensorBackend owner) implements Kernels.Elementwise {
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

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }
}
