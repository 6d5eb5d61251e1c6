package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * Numbers that never change as a signal, the same for all examples.
 *
 * @param values one example's, row-major; not modified
 * @param extents of the signal
 */
public record FixedNumbers(double[] values, Extents extents) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    if (!inputs.isEmpty() || values.length != extents.size()) {
      throw new IllegalArgumentException(
          "got "
              + inputs.size()
              + " inputs and "
              + values.length
              + " numbers, expected none and "
              + extents.size());
    }
    return extents;
  }

  @Override
  public Stage stage(Wiring wiring) {
    Signal output = wiring.signal(extents);
    TensorBackend backend = wiring.backend();
    return new AtWork(
        backend,
        wiring.kernels().rows(),
        backend.of(values, values.length),
        wiring.view(output.value(), wiring.examples(), values.length),
        output);
  }

  private record AtWork(
      TensorBackend backend, Kernels.Rows rows, Tensor row, Tensor matrix, Signal output)
      implements Stage {
    @Override
    public void forward() {
      backend.fill(matrix, 0);
      rows.add(row, matrix);
    }

    @Override
    public void forwardTangent() {
      forward();
      backend.fill(output.tangent(), 0);
    }

    @Override
    public void backward() {}

    @Override
    public void backwardTangent() {}
  }
}
