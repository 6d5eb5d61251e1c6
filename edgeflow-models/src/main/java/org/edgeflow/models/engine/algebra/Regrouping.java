package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * The same numbers in the same order, as other positions and channels.
 *
 * @param to as many numbers
 */
public record Regrouping(Extents to) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    Extents input = Layer.single(inputs);
    if (input.size() != to.size()) {
      throw new IllegalArgumentException("got " + input + ", expected as many numbers as " + to);
    }
    return to;
  }

  @Override
  public Stage stage(Wiring wiring) {
    Signal in = wiring.input();
    int rows = in.examples() * to.positions();
    int channels = to.channels();
    return new AtWork(
        new Signal(
            to,
            in.examples(),
            wiring.view(in.value(), rows, channels),
            wiring.view(in.tangent(), rows, channels),
            wiring.view(in.delta(), rows, channels),
            wiring.view(in.deltaTangent(), rows, channels),
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
