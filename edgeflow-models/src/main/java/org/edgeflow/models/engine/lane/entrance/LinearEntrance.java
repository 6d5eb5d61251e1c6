package org.edgeflow.models.engine.lane.entrance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.TransposedWeights;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * The linear layer that reads the data: {@code Z = A Wᵀ + 1 bᵀ}, {@code Ż = A Ẇᵀ + 1 ḃᵀ}, {@code ∂W
 * = δᵀA}, {@code ∂Ẇ = δ̇ᵀA}.
 *
 * <p>With inputs in their row space the weights are stored transposed, input by input, so that a
 * block whose last columns are all zero can leave the last rows of them alone.
 */
public final class LinearEntrance implements Entrance {
  private final Kernels kernels;
  private final IntFunction<Tensor> data;
  private final boolean transposed;
  private final Signal out;
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> weightsDirection = new ArrayList<>();
  private final List<Tensor> weightsGradient = new ArrayList<>();
  private final List<Tensor> weightsGradientTangent = new ArrayList<>();
  private final TransposedWeights transposedWeights;
  private final TransposedWeights transposedDirection;
  private final PairedProducts pair;
  private final Tensor wholeWeights;
  private final Tensor wholeDirection;
  private final Tensor wholeGradient;
  private final Tensor wholeGradientTangent;
  private final BiasRow bias;

  /**
   * The layer at work.
   *
   * @param wiring without inputs
   * @param extents of the network's input as the layer reads it
   * @param data A for each block
   * @param columns of A for each block
   * @param transposed whether the weights are stored input by input
   * @param pair what computes values and tangents at once, and what goes back to both; null where
   *     there are no tangents, or it does not pay
   */
  public LinearEntrance(
      Linear layer,
      Wiring wiring,
      Extents extents,
      IntFunction<Tensor> data,
      int[] columns,
      boolean transposed,
      PairedProducts pair) {
    this.kernels = wiring.kernels();
    this.data = data;
    this.transposed = transposed;
    this.pair = pair;
    this.out = wiring.signal(layer.output(List.of(extents)));
    int outputs = layer.outputs();
    for (int block = 0; block < columns.length; block++) {
      int used = columns[block];
      if (block > 0 && used == columns[block - 1]) {
        weights.add(weights.get(block - 1));
        weightsDirection.add(weightsDirection.get(block - 1));
        weightsGradient.add(weightsGradient.get(block - 1));
        weightsGradientTangent.add(weightsGradientTangent.get(block - 1));
        continue;
      }
      int[] shape = transposed ? new int[] {used, outputs} : new int[] {outputs, used};
      weights.add(wiring.parameter(0, shape));
      weightsDirection.add(wiring.direction(0, shape));
      weightsGradient.add(wiring.gradient(0, shape));
      weightsGradientTangent.add(wiring.gradientTangent(0, shape));
    }
    int after = outputs * layer.columns(extents);
    wholeWeights = wiring.parameter(0, after);
    wholeDirection = wiring.direction(0, after);
    wholeGradient = wiring.gradient(0, after);
    wholeGradientTangent = wiring.gradientTangent(0, after);
    boolean copied = pair == null && !transposed && TransposedWeights.pay(layer, columns[0]);
    transposedWeights = copied ? new TransposedWeights(wiring, weights.get(0)) : null;
    transposedDirection =
        copied && wiring.tangents() ? new TransposedWeights(wiring, weightsDirection.get(0)) : null;
    bias = new BiasRow(wiring, after, outputs, layer.bias());
  }

  @Override
  public Signal output() {
    return out;
  }

  @Override
  public void prepare() {
    if (pair != null) {
      pair.begin(wholeWeights, wholeDirection);
    }
    if (transposedWeights != null) {
      transposedWeights.refresh();
    }
    if (transposedDirection != null) {
      transposedDirection.refresh();
    }
  }

  @Override
  public void forward(int block) {
    apply(block, weights, transposedWeights, out.value());
    bias.add(out.value());
  }

  @Override
  public void forwardTangent(int block) {
    if (pair == null) {
      apply(block, weights, transposedWeights, out.value());
      apply(block, weightsDirection, transposedDirection, out.tangent());
    } else {
      pair.forward(block, out.value(), out.tangent());
    }
    bias.add(out.value());
    bias.addTangent(out.tangent());
  }

  @Override
  public void backward(int block) {
    if (weightsGradient.get(block) != null) {
      accumulate(block, out.delta(), weightsGradient.get(block));
      bias.gradient(out.delta());
    }
  }

  @Override
  public void backwardTangent(int block) {
    bias.gradientTangent(out.deltaTangent());
    if (pair != null && wholeGradient != null) {
      pair.backward(block, out.delta(), out.deltaTangent());
      bias.gradient(out.delta());
    } else {
      accumulate(block, out.deltaTangent(), weightsGradientTangent.get(block));
      backward(block);
    }
  }

  @Override
  public void finish() {
    if (pair != null && wholeGradient != null) {
      pair.finish(wholeGradient, wholeGradientTangent);
    }
  }

  /** Its weights' gradient, one number after the other; null where it is not wanted. */
  Tensor gradient() {
    return wholeGradient;
  }

  BiasRow bias() {
    return bias;
  }

  private void apply(int block, List<Tensor> matrices, TransposedWeights copy, Tensor result) {
    if (copy == null) {
      kernels
          .products()
          .gemm(false, !transposed, 1, data.apply(block), matrices.get(block), 0, result);
    } else {
      kernels.products().gemm(false, false, 1, data.apply(block), copy.matrix(), 0, result);
    }
  }

  private void accumulate(int block, Tensor delta, Tensor gradient) {
    Tensor a = data.apply(block);
    if (transposed) {
      kernels.products().gemm(true, false, 1, a, delta, 1, gradient);
    } else {
      kernels.products().gemm(true, false, 1, delta, a, 1, gradient);
    }
  }
}
