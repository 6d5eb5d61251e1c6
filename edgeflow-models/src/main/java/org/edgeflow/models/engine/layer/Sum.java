package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.models.engine.algebra.Combination;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** The element-wise sum of two equal signals: a residual connection. */
public record Sum() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("got " + inputs.size() + " inputs, expected two");
    }
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException(
          "got " + inputs.get(0) + " and " + inputs.get(1) + ", expected two of the same");
    }
    return inputs.get(0);
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new Combination(1, 1).stage(wiring);
  }
}
