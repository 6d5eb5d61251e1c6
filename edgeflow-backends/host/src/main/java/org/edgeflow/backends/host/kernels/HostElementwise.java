package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Kernels of which each element depends on the same element of others. */
final class HostElementwise implements Kernels.Elementwise {
  private final Owner owner;
  private final Loops loops;

  HostElementwise(Owner owner, Loops loops) {
    this.owner = owner;
    this.loops = loops;
  }

  @Override
  public void multiply(Tensor x, Tensor y, Tensor out) {
    HeapTensor target = owner.own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    loops.elements().multiply(owner.own(x), owner.own(y), target, 0, target.size());
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
    HeapTensor target = owner.own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, u);
    Shapes.requireSameSize(x, v);
    Shapes.requireSameSize(x, out);
    loops
        .elements()
        .multiplyAdd(
            owner.own(x), owner.own(y), owner.own(u), owner.own(v), target, 0, target.size());
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
    Shapes.requireSameSize(z, value);
    HeapTensor slopes = null;
    if (slope != null) {
      Shapes.requireSameSize(z, slope);
      slopes = owner.own(slope);
    }
    loops.activations().activate(f, owner.own(z), owner.own(value), slopes);
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
    Shapes.requireSameSize(z, zTangent);
    Shapes.requireSameSize(z, value);
    Shapes.requireSameSize(z, valueTangent);
    Shapes.requireSameSize(z, slope);
    Shapes.requireSameSize(z, swing);
    Dual from = new Dual(owner.own(z), owner.own(zTangent));
    Dual to = new Dual(owner.own(value), owner.own(valueTangent));
    loops.activations().activateTangent(f, from, to, owner.own(slope), owner.own(swing));
  }
}
