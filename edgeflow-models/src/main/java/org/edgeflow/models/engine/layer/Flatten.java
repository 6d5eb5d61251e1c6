package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.models.engine.algebra.Regrouping;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** One example's positions and channels as one vector, channels innermost: the same numbers. */
public record Flatten() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Extents.vector(Layer.single(inputs).size());
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new Regrouping(Extents.vector(wiring.input().extents().size())).stage(wiring);
  }
}
