package org.edgeflow.models.engine.layer.tiled;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Tiling;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * What becomes of a convolution's weights, {@code U = G w Gᵀ} for each pair of channels, as sixteen
 * matrices {@code inputs × outputs}; and back, {@code ∂w ← ∂w + Gᵀ ∂U G}.
 *
 * <p>Tapes that take their weights from the same place, whatever the size of their blocks, have
 * them once: each refreshes them before its first block, and finds what they are already.
 */
final class TiledWeights {
  private final Kernels kernels;
  private final Layout layout;
  private final Tensor weights;
  private final Tensor matrices;
  private final Tensor transposed;

  private record Channels(int inputs, int outputs) {}

  private record Place(Tensor of, int offset) {}

  /** What the weights of a layer are transformed to. */
  static TiledWeights of(Wiring wiring, int inputs, int outputs) {
    return at(new Place(wiring.parameters(), wiring.offset()), wiring, inputs, outputs);
  }

  /** The same for the direction that they move in; null where there are no tangents. */
  static TiledWeights alongDirection(Wiring wiring, int inputs, int outputs) {
    return wiring.tangents()
        ? at(new Place(wiring.direction(), wiring.offset()), wiring, inputs, outputs)
        : null;
  }

  private static TiledWeights at(Place place, Wiring wiring, int inputs, int outputs) {
    return wiring
        .storage()
        .shared(
            place,
            TiledWeights.class,
            () ->
                new TiledWeights(
                    wiring,
                    layout(wiring, inputs, outputs),
                    wiring
                        .backend()
                        .view(place.of(), place.offset(), outputs, Layout.AREA, inputs)));
  }

  private static Layout layout(Wiring wiring, int inputs, int outputs) {
    return wiring
        .storage()
        .shared(
            new Channels(inputs, outputs),
            Layout.class,
            () -> Layout.of(wiring.backend(), inputs, outputs));
  }

  private TiledWeights(Wiring wiring, Layout layout, Tensor weights) {
    this.kernels = wiring.kernels();
    this.layout = layout;
    this.weights = weights;
    int outputs = weights.extent(0);
    int inputs = weights.extent(2);
    matrices = wiring.backend().zeros(Tiling.PRODUCTS, inputs, outputs);
    transposed = wiring.backend().zeros(Tiling.PRODUCTS, outputs, inputs);
  }

  /** A gradient as a convolution has it, in the shape that is added to here; null stays null. */
  Tensor shaped(Tensor gradient) {
    return gradient == null ? null : gradient.backend().view(gradient, 0, weights.shape());
  }

  /** {@code U}, as of {@link #refresh}. */
  Tensor matrices() {
    return matrices;
  }

  /** {@code Uᵀ}, outputs × inputs: libraries are quicker with a factor that is stored so. */
  Tensor transposed() {
    return transposed;
  }

  /** Takes the weights as they are now. */
  void refresh() {
    kernels.products().batchedGemm(false, false, 1, layout.both(), weights, 0, layout.byOutput());
    kernels.places().gather(layout.byOutput(), layout.apart(), matrices);
    kernels.places().gather(layout.byOutput(), layout.apartTransposed(), transposed);
  }

  /**
   * Adds what a gradient by U is as one by the weights.
   *
   * @param gradient modified: {@link #shaped}
   */
  void addGradient(Tensor ofMatrices, Tensor gradient) {
    kernels.places().gather(ofMatrices, layout.together(), layout.byOutput());
    kernels.products().batchedGemm(true, false, 1, layout.both(), layout.byOutput(), 1, gradient);
  }
}
