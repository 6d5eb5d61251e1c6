package org.edgeflow.backends.cuda;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.code.Launcher;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;

/** Products and activations; those that have no kernel on the card go through Java arrays. */
final class CudaElementwise implements Kernels.Elementwise {
  private final CudaBackend backend;
  private final Launcher launcher;
  private final Kernels.Elementwise others;
  private final CUfunc_st multiply;
  private final CUfunc_st multiplyAdd;
  private final Map<StandardActivation, CUfunc_st> activate =
      new EnumMap<>(StandardActivation.class);
  private final Map<StandardActivation, CUfunc_st> activateTangent =
      new EnumMap<>(StandardActivation.class);

  /**
   * On the tensors of one backend.
   *
   * @param others has the activations that there is no kernel for
   */
  CudaElementwise(CudaBackend backend, Kernels.Elementwise others) {
    this.backend = backend;
    this.launcher = backend.launcher();
    this.others = others;
    this.multiply = backend.kernel("multiply");
    this.multiplyAdd = backend.kernel("multiplyAdd");
    for (StandardActivation f : StandardActivation.values()) {
      activate.put(f, backend.kernel("activate_" + f.name()));
      activateTangent.put(f, backend.kernel("activateTangent_" + f.name()));
    }
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
      others.activate(f, z, value, slope);
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
      others.activateTangent(f, z, zTangent, value, valueTangent, slope, swing);
    }
  }

  private void elementwise(Tensor... tensors) {
    for (Tensor x : tensors) {
      launcher.address(backend.own(x).address());
      Shapes.requireSameSize(tensors[0], x);
    }
    launcher.over(tensors[0].size());
  }
}
