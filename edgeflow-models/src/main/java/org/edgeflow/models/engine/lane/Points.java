package org.edgeflow.models.engine.lane;

import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Where the network is evaluated, all in the engine's order.
 *
 * @param magnitude one number: by how much of the direction the endpoints differ from the centre
 */
public record Points(
    Tensor plus, Tensor minus, Tensor centre, Tensor direction, Scalars magnitude) {

  /** The same without the first parameters. */
  public Points from(TensorBackend backend, int first) {
    return new Points(
        rest(backend, plus, first),
        rest(backend, minus, first),
        rest(backend, centre, first),
        rest(backend, direction, first),
        magnitude);
  }

  private static Tensor rest(TensorBackend backend, Tensor x, int first) {
    return backend.view(x, first, x.size() - first);
  }
}
