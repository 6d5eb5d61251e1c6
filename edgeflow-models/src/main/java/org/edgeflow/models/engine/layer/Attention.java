package org.edgeflow.models.engine.layer;

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
 * Scaled dot-product attention with several heads, between the projections: in each head, of k
 * channels, {@code O = P V}, {@code P = softmax(Q Kᵀ / √k)} row by row (Vaswani et al., arXiv
 * 1706.03762). Inputs: queries, keys, values, over the same positions; outputs: the heads' channels
 * side by side.
 *
 * @param heads into which the channels are divided
 */
public record Attention(int heads) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    if (inputs.size() != 3) {
      throw new IllegalArgumentException(
          "got " + inputs.size() + " inputs, expected queries, keys and values");
    }
    Extents queries = inputs.get(0);
    if (!queries.equals(inputs.get(1)) || !queries.equals(inputs.get(2))) {
      throw new IllegalArgumentException("got " + inputs + ", expected three of the same");
    }
    if (heads < 1 || queries.channels() % heads != 0) {
      throw new IllegalArgumentException(
          "got "
              + queries.channels()
              + " channels, expected a multiple of the "
              + heads
              + " heads");
    }
    return queries;
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(heads, wiring);
  }

  /** A signal divided into heads: {@code [examples · heads, positions, k]}. */
  private static final class Heads {
    private final Kernels kernels;
    private final Signal whole;
    private final Index split;
    private final Index join;
    private final Tensor value;
    private final Tensor tangent;
    private final Tensor delta;
    private final Tensor deltaTangent;

    Heads(Wiring wiring, Signal whole, int heads, Index split, Index join) {
      this.kernels = wiring.kernels();
      this.whole = whole;
      this.split = split;
      this.join = join;
      int batch = whole.examples() * heads;
      int positions = whole.extents().positions();
      int width = whole.extents().channels() / heads;
      value = wiring.buffer(batch, positions, width);
      tangent = wiring.tangentBuffer(batch, positions, width);
      delta = wiring.buffer(batch, positions, width);
      deltaTangent = wiring.tangentBuffer(batch, positions, width);
    }

    void splitValue() {
      kernels.places().gather(whole.value(), split, value);
    }

    void splitTangent() {
      kernels.places().gather(whole.tangent(), split, tangent);
    }

    void splitDelta() {
      kernels.places().gather(whole.delta(), split, delta);
    }

    void splitDeltaTangent() {
      kernels.places().gather(whole.deltaTangent(), split, deltaTangent);
    }

    void joinValue() {
      kernels.places().gather(value, join, whole.value());
    }

    void joinTangent() {
      kernels.places().gather(tangent, join, whole.tangent());
    }

    void joinDelta() {
      kernels.places().gather(delta, join, whole.delta());
    }

    void joinDeltaTangent() {
      kernels.places().gather(deltaTangent, join, whole.deltaTangent());
    }
  }

  private static final class AtWork implements Stage {
    private final Kernels kernels;
    private final double scale;
    private final Heads queries;
    private final Heads keys;
    private final Heads values;
    private final Heads out;
    private final Tensor weights;
    private final Tensor weightsTangent;
    private final Tensor scores;
    private final Tensor weightsDelta;
    private final Tensor weightsDeltaTangent;

    AtWork(int heads, Wiring wiring) {
      kernels = wiring.kernels();
      Signal first = wiring.input();
      Extents extents = first.extents();
      int width = extents.channels() / heads;
      scale = 1 / Math.sqrt(width);
      int[] order = split(first.examples(), extents.positions(), heads, width);
      int[] inverse = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        inverse[order[i]] = i;
      }
      Index split = wiring.kernels().places().index(order);
      Index join = wiring.kernels().places().index(inverse);
      queries = new Heads(wiring, first, heads, split, join);
      keys = new Heads(wiring, wiring.inputs().get(1), heads, split, join);
      values = new Heads(wiring, wiring.inputs().get(2), heads, split, join);
      out = new Heads(wiring, wiring.signal(extents), heads, split, join);
      int[] square = {first.examples() * heads, extents.positions(), extents.positions()};
      weights = wiring.buffer(square);
      weightsTangent = wiring.tangentBuffer(square);
      scores = wiring.buffer(square);
      weightsDelta = wiring.buffer(square);
      weightsDeltaTangent = wiring.tangentBuffer(square);
    }

    private static int[] split(int examples, int positions, int heads, int width) {
      int[] split = new int[examples * positions * heads * width];
      int next = 0;
      for (int example = 0; example < examples; example++) {
        for (int head = 0; head < heads; head++) {
          for (int position = 0; position < positions; position++) {
            for (int k = 0; k < width; k++) {
              split[next++] = ((example * positions + position) * heads + head) * width + k;
            }
          }
        }
      }
      return split;
    }

    @Override
    public Signal output() {
      return out.whole;
    }

    @Override
    public void forward() {
      values();
      out.joinValue();
    }

    private void values() {
      queries.splitValue();
      keys.splitValue();
      values.splitValue();
      kernels.products().batchedGemm(false, true, scale, queries.value, keys.value, 0, scores);
      kernels.rows().softmax(scores, weights);
      kernels.products().batchedGemm(false, false, 1, weights, values.value, 0, out.value);
    }

    @Override
    public void forwardTangent() {
      values();
      out.joinValue();
      queries.splitTangent();
      keys.splitTangent();
      values.splitTangent();
      kernels.products().batchedGemm(false, true, scale, queries.tangent, keys.value, 0, scores);
      kernels.products().batchedGemm(false, true, scale, queries.value, keys.tangent, 1, scores);
      kernels.rows().softmaxDerivative(weights, scores, weightsTangent);
      kernels.products().batchedGemm(false, false, 1, weightsTangent, values.value, 0, out.tangent);
      kernels.products().batchedGemm(false, false, 1, weights, values.tangent, 1, out.tangent);
      out.joinTangent();
    }

    @Override
    public void backward() {
      out.splitDelta();
      kernels.products().batchedGemm(false, true, 1, out.delta, values.value, 0, weightsDelta);
      kernels.products().batchedGemm(true, false, 1, weights, out.delta, 0, values.delta);
      kernels.rows().softmaxDerivative(weights, weightsDelta, scores);
      queriesAndKeys();
    }

    // From the scores' delta, which is in place.
    private void queriesAndKeys() {
      kernels.products().batchedGemm(false, false, scale, scores, keys.value, 0, queries.delta);
      kernels.products().batchedGemm(true, false, scale, scores, queries.value, 0, keys.delta);
      queries.joinDelta();
      keys.joinDelta();
      values.joinDelta();
    }

    @Override
    public void backwardTangent() {
      out.splitDelta();
      out.splitDeltaTangent();
      kernels.products().batchedGemm(false, true, 1, out.delta, values.value, 0, weightsDelta);
      kernels
          .products()
          .batchedGemm(false, true, 1, out.deltaTangent, values.value, 0, weightsDeltaTangent);
      kernels
          .products()
          .batchedGemm(false, true, 1, out.delta, values.tangent, 1, weightsDeltaTangent);
      kernels.products().batchedGemm(true, false, 1, weights, out.delta, 0, values.delta);
      kernels
          .products()
          .batchedGemm(true, false, 1, weights, out.deltaTangent, 0, values.deltaTangent);
      kernels
          .products()
          .batchedGemm(true, false, 1, weightsTangent, out.delta, 1, values.deltaTangent);
      kernels
          .rows()
          .softmaxDerivativeTangent(
              weights, weightsTangent, weightsDelta, weightsDeltaTangent, scores);
      kernels
          .products()
          .batchedGemm(false, false, scale, scores, keys.value, 0, queries.deltaTangent);
      kernels
          .products()
          .batchedGemm(true, false, scale, scores, queries.value, 0, keys.deltaTangent);
      kernels.rows().softmaxDerivative(weights, weightsDelta, scores);
      kernels
          .products()
          .batchedGemm(false, false, scale, scores, keys.tangent, 1, queries.deltaTangent);
      kernels
          .products()
          .batchedGemm(true, false, scale, scores, queries.tangent, 1, keys.deltaTangent);
      queriesAndKeys();
      queries.joinDeltaTangent();
      keys.joinDeltaTangent();
      values.joinDeltaTangent();
    }
  }
}
