package org.edgeflow.models.engine.signal;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What a stage is connected to while it is built: its inputs, its slice of the parameters, of their
 * direction and of the gradient, and storage.
 *
 * @param backend where everything lives
 * @param storage for the stage's buffers
 * @param examples in the block
 * @param tangents whether the pass carries tangents
 * @param inputs the signals that the stage consumes
 * @param parameters all parameters in the engine's order
 * @param direction their tangent; null where there are no tangents
 * @param gradient all parameters' gradient, to which the stage adds; null where it is not wanted
 * @param gradientTangent the same for the gradient's tangent; null where there are no tangents
 * @param offset where the layer's parameters start
 */
public record Wiring(
    TensorBackend backend,
    Storage storage,
    int examples,
    boolean tangents,
    List<Signal> inputs,
    Tensor parameters,
    Tensor direction,
    Tensor gradient,
    Tensor gradientTangent,
    int offset) {

  /** The same pass for a stage with other inputs and parameters. */
  public Wiring to(List<Signal> others, int start) {
    return new Wiring(
        backend,
        storage,
        examples,
        tangents,
        others,
        parameters,
        direction,
        gradient,
        gradientTangent,
        start);
  }

  /** The backend's kernels. */
  public Kernels kernels() {
    return backend.kernels();
  }

  /** The only input. */
  public Signal input() {
    return inputs.get(0);
  }

  /** A buffer. */
  public Tensor buffer(int... shape) {
    return storage.take(shape);
  }

  /** A buffer where the pass carries tangents, else null. */
  public Tensor tangentBuffer(int... shape) {
    return tangents ? storage.take(shape) : null;
  }

  /** A new signal. */
  public Signal signal(Extents extents) {
    int rows = examples * extents.positions();
    int channels = extents.channels();
    return new Signal(
        extents,
        examples,
        buffer(rows, channels),
        tangentBuffer(rows, channels),
        buffer(rows, channels),
        tangentBuffer(rows, channels),
        true);
  }

  /** A signal's numbers as images {@code [examples, height, width, channels]}. */
  public Shaped images(Signal signal) {
    Extents extents = signal.extents();
    return shaped(signal, examples, extents.height(), extents.width(), extents.channels());
  }

  /** A signal's numbers in another shape. */
  public Shaped shaped(Signal signal, int... shape) {
    return new Shaped(
        view(signal.value(), shape),
        view(signal.tangent(), shape),
        view(signal.delta(), shape),
        view(signal.deltaTangent(), shape));
  }

  /** A tensor's numbers in another shape; null stays null. */
  public Tensor view(Tensor x, int... shape) {
    return x == null ? null : backend.view(x, 0, shape);
  }

  /** Part of the layer's parameters. */
  public Tensor parameter(int from, int... shape) {
    return backend.view(parameters, offset + from, shape);
  }

  /** The same part's direction, null where there are no tangents. */
  public Tensor direction(int from, int... shape) {
    return tangents ? backend.view(direction, offset + from, shape) : null;
  }

  /** The same part's gradient, null where it is not wanted. */
  public Tensor gradient(int from, int... shape) {
    return gradient == null ? null : backend.view(gradient, offset + from, shape);
  }

  /** The tangent of the same part's gradient, null where there are no tangents. */
  public Tensor gradientTangent(int from, int... shape) {
    return tangents ? backend.view(gradientTangent, offset + from, shape) : null;
  }
}
