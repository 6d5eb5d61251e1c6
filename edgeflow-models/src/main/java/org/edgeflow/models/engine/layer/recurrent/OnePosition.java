package org.edgeflow.models.engine.layer.recurrent;

import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** The channels of one position alone: what a recurrent layer knows at its end. */
public enum OnePosition implements Layer {
  /** Of the last position. */
  LAST,
  /** Of the first position. */
  FIRST,
  /**
   * The first half of the channels of the last position, the other half of the first position: what
   * two layers know at their ends that go {@link BothWays}.
   */
  ENDS;

  private int position(int positions, int channel, int channels) {
    boolean last = this == LAST || (this == ENDS && channel < channels / 2);
    return last ? positions - 1 : 0;
  }

  @Override
  public Extents output(List<Extents> inputs) {
    return Extents.vector(Layer.single(inputs).channels());
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(this, wiring);
  }

  private static final class AtWork implements Stage {
    private final Kernels.Places places;
    private final Signal in;
    private final Signal out;
    private final Index taken;
    private final Index put;

    AtWork(OnePosition which, Wiring wiring) {
      places = wiring.kernels().places();
      in = wiring.input();
      Extents read = in.extents();
      out = wiring.signal(Extents.vector(read.channels()));
      int channels = read.channels();
      int[] from = new int[in.examples() * channels];
      int[] back = new int[in.examples() * read.size()];
      Arrays.fill(back, -1);
      for (int i = 0; i < from.length; i++) {
        int channel = i % channels;
        int position = which.position(read.positions(), channel, channels);
        from[i] = (i / channels * read.positions() + position) * channels + channel;
        back[from[i]] = i;
      }
      taken = places.index(from);
      put = places.index(back);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      places.gather(in.value(), taken, out.value());
    }

    @Override
    public void backward() {
      spread(out.delta(), in.delta());
    }

    @Override
    public void forwardTangent() {
      forward();
      places.gather(in.tangent(), taken, out.tangent());
    }

    @Override
    public void backwardTangent() {
      backward();
      spread(out.deltaTangent(), in.deltaTangent());
    }

    private void spread(Tensor from, Tensor to) {
      places.gather(from, put, to);
    }
  }
}
