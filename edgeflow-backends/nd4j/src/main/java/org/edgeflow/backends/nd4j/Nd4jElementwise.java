package org.edgeflow.backends.nd4j;

import org.edgeflow.backends.nd4j.operations.Elements;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products and activations; those that are no standard ones go through Java arrays. */
final class Nd4jElementwise implements Kernels.Elementwise {
  private final Nd4jBackend backend;
  private final Nd4jRuntime runtime;
  private final Elements elements;
  private final Scratch scratch;
  private final ActivationKernels activations;
  private final Kernels.Elementwise others;

  /**
   * On the tensors of one backend.
   *
   * @param others has the activations that ND4J has not
   */
  Nd4jElementwise(
      Nd4jBackend backend, Elements elements, Scratch scratch, Kernels.Elementwise others) {
    this.backend = backend;
    this.runtime = backend.runtime();
    this.elements = elements;
    this.scratch = scratch;
    this.activations = new ActivationKernels(runtime, elements, scratch);
    this.others = others;
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
      others.activate(f, z, value, slope);
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
      others.activateTangent(f, z, zTangent, value, valueTangent, slope, swing);
    }
  }

  private Nd4jTensor own(Tensor x) {
    return backend.own(x);
  }

  private Nd4jTensor own(Tensor x, Tensor asLongAs) {
    return backend.own(x, asLongAs);
  }
}
