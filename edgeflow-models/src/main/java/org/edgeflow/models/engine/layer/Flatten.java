package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** One example's positions and channels as one vector, channels innermost: the same numbers. */
public record Flatten() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Extents.vector(Layer.single(inputs).size());
  }

  @Override
  public int parameters(List<Extents> inputs) {
    return 0;
  }

  @Override
  public Stage stage(Wiring wiring) {
    Signal in = wiring.input();
    int size = in.extents().size();
    return new AtWork(
        new Signal(
            Extents.vector(size),
            in.examples(),
            wiring.view(in.value(), in.examples(), size),
            wiring.view(in.tangent(), in.examples(), size),
            wiring.view(in.delta(), in.examples(), size),
            wiring.view(in.deltaTangent(), in.examples(), size),
            in.exclusive()));
  }

  private record AtWork(Signal output) implements Stage {
    @Override
    public void forward() {}

    @Override
    public void backward() {}

    @Override
    public void forwardTangent() {}

    @Override
    public void backwardTangent() {}
  }
}
