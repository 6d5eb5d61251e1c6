package org.edgeflow.backends.host.loops;

import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * What common windows do to images, whole: loops that read and write each pixel once.
 *
 * <p>The first four take windows that cover 2 × 2 pixels, next to each other and all inside.
 */
public interface Pixels {

  /** {@code out ← ¼ ((a + b) + (c + d))}: means over the windows. */
  void average(Window window, int examples, HeapTensor images, HeapTensor out);

  /** The adjoint of {@link #average}, which overwrites the pixels that the windows reach. */
  void spread(Window window, int examples, HeapTensor out, HeapTensor images);

  /** {@code images ← slope ∘} what {@link #spread} spreads. */
  void multiply(Window window, int examples, HeapTensor out, HeapTensor slope, HeapTensor images);

  /** The same, and its tangent {@code slope ∘ spread(outTangent) + swing ∘ spread(out)}. */
  void multiplyTangent(
      Window window, int examples, Dual out, HeapTensor slope, HeapTensor swing, Dual images);

  /**
   * {@code out ← Σ} of the channels of copies of one pixel within patches, at least one.
   *
   * @param xAt the first channel of the first copy
   * @param rows how many rows of copies there are, each {@code steps.row()} on
   * @param columns how many copies a row has, each {@code steps.column()} on
   */
  void sumCopies(
      HeapTensor x, int xAt, int rows, int columns, Steps steps, HeapTensor out, int outAt);

  /**
   * {@code y₀ ← x₀ − x₂, y₁ ← x₁ + x₂, y₂ ← x₂ − x₁, y₃ ← x₃ − x₁} of four stretches each: one
   * direction of {@link org.edgeflow.core.tensor.Kernels.Tiles#split}.
   */
  void split(HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size);

  /**
   * Its adjoint, {@code y₀ ← x₀, y₁ ← (x₁ − x₂) − x₃, y₂ ← (x₁ + x₂) − x₀, y₃ ← x₃}; y may be x.
   */
  void splitAdjoint(HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size);

  /**
   * {@code y₀ ← x₀ + (x₁ + x₂), y₁ ← (x₁ − x₂) + x₃}: one direction of {@link
   * org.edgeflow.core.tensor.Kernels.Tiles#join}, from four stretches to the first two.
   */
  void join(HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size);

  /** Its adjoint, from the first two to four: {@code x₀, x₀ + x₁, x₀ − x₁, x₁}. */
  void joinAdjoint(HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size);

  /**
   * Where four stretches begin after the first: at {@code second}, {@code third}, and both.
   *
   * @param second from the first to the second, and from the third to the fourth
   * @param third from the first to the third
   */
  record Four(int second, int third) {
    /** Equally far from each other. */
    public static Four each(int step) {
      return new Four(step, 2 * step);
    }

    /** From the first to the fourth. */
    public int fourth() {
      return second + third;
    }
  }

  /**
   * Where the copies of one pixel stand within patches of a window that moves by single pixels.
   *
   * @param row elements from one copy to that one row further down within the window
   * @param column elements from one copy to the next one within its row
   * @param channels of a pixel
   */
  record Steps(int row, int column, int channels) {
    /** The steps of a window: one place on within it is one position back. */
    public static Steps of(Window window) {
      int patch = window.patchSize();
      int channels = window.channels();
      return new Steps(
          window.windowWidth() * channels - window.outputWidth() * patch,
          channels - patch,
          channels);
    }
  }
}
