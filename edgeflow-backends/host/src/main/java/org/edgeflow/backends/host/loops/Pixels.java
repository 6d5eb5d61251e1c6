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
