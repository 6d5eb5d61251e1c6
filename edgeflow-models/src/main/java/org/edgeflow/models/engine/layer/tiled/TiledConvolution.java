package org.edgeflow.models.engine.layer.tiled;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Tiling;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * A 3 × 3 convolution at work by tiles: with {@code V = B a Bᵀ} of the input, {@code U = G w Gᵀ} of
 * the weights and sixteen products, {@code Z = A (V U) Aᵀ}. Every step is linear, so tangents and
 * deltas go the same ways: with {@code D = Aᵀ δ A},
 *
 * <pre>
 *   Ż = A (V̇ U + V U̇) Aᵀ
 *   ∂U = Vᵀ D,                ∂V = D Uᵀ
 *   ∂U̇ = Vᵀ Ḋ + V̇ᵀ D,        ∂V̇ = Ḋ Uᵀ + D U̇ᵀ
 * </pre>
 *
 * <p>V is made once and serves forwards and the gradient, D the gradient and backwards.
 */
public final class TiledConvolution implements Stage {
  /** Channels from which on sixteen products of them cost less than patches of nine pixels. */
  private static final int LEAST_CHANNELS = 8;

  private final Kernels kernels;
  private final Tiling tiling;
  private final Signal in;
  private final Signal out;
  private final Tensor split;
  private final Tensor splitTangent;
  private final Tensor products;
  private final Tensor productsTangent;
  private final Tensor middle;
  private final Tensor middleTangent;
  private final TiledWeights weights;
  private final TiledWeights direction;
  private final Tensor matricesGradient;
  private final Tensor matricesGradientTangent;
  private final Tensor gradient;
  private final Tensor gradientTangent;
  private final BiasRow bias;

  /** The place whose product reaches all four outputs of its tile, each once. */
  private static final int MIDDLE = 5;

  /** Whether a convolution is better done so, on a backend. */
  public static boolean pays(Kernels kernels, Window window, int outputs) {
    return kernels.tiles() != null
        && Tiling.fits(window)
        && Math.min(window.channels(), outputs) >= LEAST_CHANNELS;
  }

  /**
   * The convolution.
   *
   * @param window for which it {@link #pays}
   * @param out the signal that it produces
   * @param withBias whether a bias follows the weights, which are {@code outputs × 9 · channels}
   */
  public TiledConvolution(Wiring wiring, Window window, Signal out, boolean withBias) {
    this.kernels = wiring.kernels();
    this.tiling = new Tiling(window);
    this.in = wiring.input();
    this.out = out;
    int inputs = window.channels();
    int outputs = out.extents().channels();
    int tiles = tiling.count(in.examples());
    split = wiring.buffer(Tiling.PRODUCTS, tiles, inputs);
    splitTangent = wiring.tangentBuffer(Tiling.PRODUCTS, tiles, inputs);
    products = wiring.buffer(Tiling.PRODUCTS, tiles, outputs);
    productsTangent = wiring.tangentBuffer(Tiling.PRODUCTS, tiles, outputs);
    middle = plane(products);
    middleTangent = plane(productsTangent);
    weights = TiledWeights.of(wiring, inputs, outputs);
    direction = TiledWeights.alongDirection(wiring, inputs, outputs);
    int after = outputs * window.patchSize();
    gradient = weights.shaped(wiring.gradient(0, after));
    gradientTangent = weights.shaped(wiring.gradientTangent(0, after));
    // They grow from block to block: other tapes must not write over them.
    matricesGradient =
        gradient == null ? null : wiring.backend().zeros(Tiling.PRODUCTS, inputs, outputs);
    matricesGradientTangent =
        gradientTangent == null ? null : wiring.backend().zeros(Tiling.PRODUCTS, inputs, outputs);
    bias = new BiasRow(wiring, after, outputs, withBias);
  }

  private static Tensor plane(Tensor products) {
    if (products == null) {
      return null;
    }
    int tiles = products.extent(1);
    int outputs = products.extent(2);
    return products.backend().view(products, MIDDLE * tiles * outputs, tiles, outputs);
  }

  @Override
  public Signal output() {
    return out;
  }

  @Override
  public void prepare() {
    weights.refresh();
    if (direction != null) {
      direction.refresh();
    }
    clear(matricesGradient);
    clear(matricesGradientTangent);
  }

  private void clear(Tensor sum) {
    if (sum != null) {
      sum.backend().fill(sum, 0);
    }
  }

  @Override
  public void finish() {
    if (gradient != null) {
      weights.addGradient(matricesGradient, gradient);
    }
    if (gradientTangent != null) {
      weights.addGradient(matricesGradientTangent, gradientTangent);
    }
  }

  @Override
  public void forward() {
    kernels.tiles().split(tiling, in.value(), split);
    multiply(split, weights, 0, products);
    bias.add(middle);
    kernels.tiles().join(tiling, products, out.value());
  }

  @Override
  public void forwardTangent() {
    forward();
    kernels.tiles().split(tiling, in.tangent(), splitTangent);
    multiply(splitTangent, weights, 0, productsTangent);
    multiply(split, direction, 1, productsTangent);
    bias.addTangent(middleTangent);
    kernels.tiles().join(tiling, productsTangent, out.tangent());
  }

  @Override
  public void backward() {
    kernels.tiles().joinAdjoint(tiling, out.delta(), products);
    backwardFromProducts();
  }

  private void backwardFromProducts() {
    if (gradient != null) {
      addProduct(split, products, matricesGradient);
    }
    bias.gradient(middle);
    // What the input was split to is not needed any more.
    multiplyBack(products, weights, 0, split);
    kernels.tiles().splitAdjoint(tiling, split, in.delta());
  }

  @Override
  public void backwardTangent() {
    kernels.tiles().joinAdjoint(tiling, out.delta(), products);
    kernels.tiles().joinAdjoint(tiling, out.deltaTangent(), productsTangent);
    addProduct(split, productsTangent, matricesGradientTangent);
    addProduct(splitTangent, products, matricesGradientTangent);
    bias.gradientTangent(middleTangent);
    multiplyBack(productsTangent, weights, 0, splitTangent);
    multiplyBack(products, direction, 1, splitTangent);
    kernels.tiles().splitAdjoint(tiling, splitTangent, in.deltaTangent());
    backwardFromProducts();
  }

  private void multiply(Tensor a, TiledWeights by, double beta, Tensor result) {
    kernels.products().batchedGemm(false, false, 1, a, by.matrices(), beta, result);
  }

  private void multiplyBack(Tensor a, TiledWeights by, double beta, Tensor result) {
    kernels.products().batchedGemm(false, false, 1, a, by.transposed(), beta, result);
  }

  private void addProduct(Tensor a, Tensor b, Tensor sum) {
    kernels.products().batchedGemm(true, false, 1, a, b, 1, sum);
  }
}
