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

/**
 * Two recurrent layers of one kind side by side (Schuster and Paliwal 1997): the first reads the
 * first half of the channels from the first position on, the second the other half from the last
 * position on; their outputs are the halves of the channels that it gives. Parameters: those of the
 * first, then those of the second.
 *
 * @param forwards the first
 * @param backwards the second, which takes and gives as many channels
 */
public record BothWays(Layer forwards, Layer backwards) implements Layer {

  /** Two layers of long short-term memory. */
  public static BothWays lstm(int units) {
    return new BothWays(Lstm.of(units, false), Lstm.of(units, true));
  }

  /** Two layers of gated recurrent units. */
  public static BothWays gru(int units) {
    return new BothWays(Gru.of(units, false), Gru.of(units, true));
  }

  @Override
  public Extents output(List<Extents> inputs) {
    List<Extents> half = List.of(half(inputs));
    Extents output = forwards.output(half);
    if (!backwards.output(half).equals(output)) {
      throw new IllegalArgumentException(
          "got " + output + " and " + backwards.output(half) + ", expected two of the same");
    }
    return output.withChannels(2 * output.channels());
  }

  @Override
  public int parameters(List<Extents> inputs) {
    List<Extents> half = List.of(half(inputs));
    return Math.addExact(forwards.parameters(half), backwards.parameters(half));
  }

  private static Extents half(List<Extents> inputs) {
    Extents whole = Layer.single(inputs);
    if (whole.channels() % 2 != 0) {
      throw new IllegalArgumentException("got " + whole + ", expected two halves of channels");
    }
    return whole.withChannels(whole.channels() / 2);
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(this, wiring);
  }

  /** Halves of the channels, into a signal each and out again. */
  private static final class Halves {
    private final Kernels.Places places;
    private final Index[] split = new Index[2];
    private final Index[] join = new Index[2];
    private final Tensor first;
    private final Tensor second;

    Halves(Wiring wiring, Signal whole) {
      places = wiring.kernels().places();
      int channels = whole.extents().channels();
      int half = channels / 2;
      int rows = whole.rows();
      for (int side = 0; side < 2; side++) {
        int[] from = new int[rows * half];
        int[] back = new int[rows * channels];
        Arrays.fill(back, -1);
        for (int i = 0; i < from.length; i++) {
          from[i] = i / half * channels + side * half + i % half;
          back[from[i]] = i;
        }
        split[side] = places.index(from);
        join[side] = places.index(back);
      }
      first = wiring.buffer(rows, channels);
      second = wiring.buffer(rows, channels);
    }

    void split(Tensor whole, Tensor left, Tensor right) {
      places.gather(whole, split[0], left);
      places.gather(whole, split[1], right);
    }

    void join(Tensor left, Tensor right, Tensor whole) {
      places.gather(left, join[0], first);
      places.gather(right, join[1], second);
      whole.backend().combine(1, first, 1, second, whole);
    }
  }

  private static final class AtWork implements Stage {
    private final Signal in;
    private final Signal out;
    private final Signal left;
    private final Signal right;
    private final Stage forwards;
    private final Stage backwards;
    private final Halves read;
    private final Halves written;

    AtWork(BothWays layer, Wiring wiring) {
      in = wiring.input();
      List<Extents> half = List.of(half(List.of(in.extents())));
      left = wiring.signal(half.get(0));
      right = wiring.signal(half.get(0));
      forwards = layer.forwards().stage(wiring.to(List.of(left), wiring.offset()));
      backwards =
          layer
              .backwards()
              .stage(
                  wiring.to(List.of(right), wiring.offset() + layer.forwards().parameters(half)));
      out = wiring.signal(layer.output(List.of(in.extents())));
      read = new Halves(wiring, in);
      written = new Halves(wiring, out);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void prepare() {
      forwards.prepare();
      backwards.prepare();
    }

    @Override
    public void finish() {
      forwards.finish();
      backwards.finish();
    }

    @Override
    public void forward() {
      read.split(in.value(), left.value(), right.value());
      forwards.forward();
      backwards.forward();
      written.join(forwards.output().value(), backwards.output().value(), out.value());
    }

    @Override
    public void forwardTangent() {
      read.split(in.value(), left.value(), right.value());
      read.split(in.tangent(), left.tangent(), right.tangent());
      forwards.forwardTangent();
      backwards.forwardTangent();
      written.join(forwards.output().value(), backwards.output().value(), out.value());
      written.join(forwards.output().tangent(), backwards.output().tangent(), out.tangent());
    }

    @Override
    public void backward() {
      written.split(out.delta(), forwards.output().delta(), backwards.output().delta());
      forwards.backward();
      backwards.backward();
      read.join(left.delta(), right.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      written.split(out.delta(), forwards.output().delta(), backwards.output().delta());
      written.split(
          out.deltaTangent(), forwards.output().deltaTangent(), backwards.output().deltaTangent());
      forwards.backwardTangent();
      backwards.backwardTangent();
      read.join(left.delta(), right.delta(), in.delta());
      read.join(left.deltaTangent(), right.deltaTangent(), in.deltaTangent());
    }
  }
}
