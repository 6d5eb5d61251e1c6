package org.edgeflow.models.engine.algebra;

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
 * {@code yᵢ = x_{places(i)}} within each example, 0 where the place is −1: permutations, slices,
 * repetitions, padding. Backwards each input gets the sum over the outputs that took it.
 *
 * @param places for each output, row-major, its input's place in the example, or −1; not modified
 * @param to the output's extents
 */
public record Rearrangement(int[] places, Extents to) implements Layer {
  /** Room for what flows back to inputs that several outputs took, in numbers of one example. */
  private static final long LARGEST_ADJOINT = 1L << 26;

  @Override
  public Extents output(List<Extents> inputs) {
    Extents input = Layer.single(inputs);
    if (places.length != to.size()) {
      throw new IllegalArgumentException("got " + places.length + " places, expected " + to.size());
    }
    for (int place : places) {
      if (place < -1 || place >= input.size()) {
        throw new IllegalArgumentException(
            "got the place " + place + ", expected one within the input's " + input);
      }
    }
    long copies = copies(input.size());
    if (copies * input.size() > LARGEST_ADJOINT) {
      throw new IllegalArgumentException(
          "it repeats one of " + input.size() + " numbers " + copies + " times, which is too much");
    }
    return to;
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(this, wiring);
  }

  /** How many outputs take the input that most take; at least 1. */
  private int copies(int inputs) {
    int[] taken = new int[inputs];
    int most = 1;
    for (int place : places) {
      if (place >= 0) {
        most = Math.max(most, ++taken[place]);
      }
    }
    return most;
  }

  private int[] forwards(int examples, int inputs) {
    int[] index = new int[examples * places.length];
    for (int i = 0; i < index.length; i++) {
      int place = places[i % places.length];
      index[i] = place < 0 ? -1 : i / places.length * inputs + place;
    }
    return index;
  }

  /** For the first, second, … copy of all examples' inputs, the output that took it, or −1. */
  private int[] backwards(int examples, int inputs, int copies) {
    int[] index = new int[copies * examples * inputs];
    java.util.Arrays.fill(index, -1);
    int[] taken = new int[inputs];
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      if (place < 0) {
        continue;
      }
      int copy = taken[place]++;
      for (int example = 0; example < examples; example++) {
        index[(copy * examples + example) * inputs + place] = example * places.length + i;
      }
    }
    return index;
  }

  private static final class AtWork implements Stage {
    private final Kernels kernels;
    private final Signal in;
    private final Signal out;
    private final Index index;
    private final Index inverse;
    private final Tensor copies;

    AtWork(Rearrangement layer, Wiring wiring) {
      kernels = wiring.kernels();
      in = wiring.input();
      out = wiring.signal(layer.to());
      int inputs = in.extents().size();
      int repeated = layer.copies(inputs);
      index = kernels.places().index(layer.forwards(in.examples(), inputs));
      inverse = kernels.places().index(layer.backwards(in.examples(), inputs, repeated));
      copies = repeated == 1 ? null : wiring.buffer(repeated, in.examples() * inputs);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      kernels.places().gather(in.value(), index, out.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.places().gather(in.tangent(), index, out.tangent());
    }

    @Override
    public void backward() {
      spread(out.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      backward();
      spread(out.deltaTangent(), in.deltaTangent());
    }

    private void spread(Tensor from, Tensor to) {
      if (copies == null) {
        kernels.places().gather(from, inverse, to);
      } else {
        kernels.places().gather(from, inverse, copies);
        kernels.rows().sum(copies, 0, to.backend().view(to, 0, to.size()));
      }
    }
  }
}
