package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Shaped;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * Parameters as a signal, the same for all examples: for those that take part in something else
 * than a layer of their own, or in several places.
 *
 * @param extents of the signal
 */
public record FreeParameters(Extents extents) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    if (!inputs.isEmpty()) {
      throw new IllegalArgumentException("got " + inputs.size() + " inputs, expected none");
    }
    return extents;
  }

  @Override
  public int parameters(List<Extents> inputs) {
    return extents.size();
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(wiring, wiring.signal(extents));
  }

  private static final class AtWork implements Stage {
    private final TensorBackend backend;
    private final Signal output;
    private final BiasRow parameters;
    private final Shaped examples;

    AtWork(Wiring wiring, Signal output) {
      backend = wiring.backend();
      this.output = output;
      int size = output.extents().size();
      parameters = new BiasRow(wiring, 0, size, true);
      examples = wiring.shaped(output, wiring.examples(), size);
    }

    @Override
    public Signal output() {
      return output;
    }

    @Override
    public void forward() {
      backend.fill(examples.value(), 0);
      parameters.add(examples.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      backend.fill(examples.tangent(), 0);
      parameters.addTangent(examples.tangent());
    }

    @Override
    public void backward() {
      parameters.gradient(examples.delta());
    }

    @Override
    public void backwardTangent() {
      parameters.gradientTangent(examples.deltaTangent());
      backward();
    }
  }
}
