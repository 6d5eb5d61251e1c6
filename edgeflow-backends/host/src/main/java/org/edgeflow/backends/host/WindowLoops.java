package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * A window that slides over images, as stretches of elements: with the channels innermost, what one
 * row of the window covers is one stretch of the image and one stretch of the patch.
 */
enum WindowLoops {
  /** Image to patch; the patches hold zeros where the window reaches out. */
  GATHER,
  /** Adds the patch to the image. */
  SCATTER,
  /** The mean of what lies inside, to one pixel of {@code out}. */
  AVERAGE,
  /** Adds to what lies inside its share of one pixel of {@code out}. */
  SPREAD,
  /** The maximum of what lies inside, to one pixel of {@code out}, and its place. */
  LARGEST;

  /**
   * Runs over all positions.
   *
   * @param out the patches, or the pooled image
   * @param index modified by {@link #LARGEST}, and null otherwise
   */
  void run(
      Window window, int examples, HeapTensor images, HeapTensor out, int[] index, Loops loops) {
    int channels = window.channels();
    int outChannels = this == GATHER || this == SCATTER ? window.patchSize() : channels;
    int outAt = 0;
    for (int example = 0; example < examples; example++) {
      for (int outY = 0; outY < window.outputHeight(); outY++) {
        int top = outY * window.strideY() - window.paddingTop();
        int firstRow = Math.max(0, -top);
        int lastRow = Math.min(window.windowHeight(), window.height() - top);
        for (int outX = 0; outX < window.outputWidth(); outX++) {
          int left = outX * window.strideX() - window.paddingLeft();
          int first = Math.max(0, -left);
          int columns = Math.min(window.windowWidth(), window.width() - left) - first;
          boolean inside =
              columns == window.windowWidth() && lastRow - firstRow == window.windowHeight();
          if (this == GATHER && !inside) {
            Loops.clear(out, outAt, outChannels);
          }
          if (columns > 0 && lastRow > firstRow) {
            int pixel = (example * window.height() + top + firstRow) * window.width() + left;
            at(
                window,
                images,
                (pixel + first) * channels,
                lastRow - firstRow,
                columns,
                out,
                outAt,
                (firstRow * window.windowWidth() + first) * channels,
                index,
                loops);
          }
          outAt += outChannels;
        }
      }
    }
  }

  private void at(
      Window window,
      HeapTensor images,
      int imageAt,
      int rows,
      int columns,
      HeapTensor out,
      int outAt,
      int inPatch,
      int[] index,
      Loops loops) {
    int channels = window.channels();
    int imageRow = window.width() * channels;
    int patchRow = window.windowWidth() * channels;
    double share = 1.0 / (rows * columns);
    for (int row = 0; row < rows; row++) {
      int image = imageAt + row * imageRow;
      int patch = outAt + inPatch + row * patchRow;
      switch (this) {
        case GATHER -> Loops.copy(images, image, out, patch, columns * channels);
        case SCATTER -> loops.add(out, patch, images, image, columns * channels);
        case AVERAGE -> {
          for (int column = 0; column < columns; column++) {
            loops.add(images, image + column * channels, out, outAt, channels);
          }
        }
        case SPREAD -> {
          for (int column = 0; column < columns; column++) {
            loops.add(share, out, outAt, images, image + column * channels, channels);
          }
        }
        case LARGEST -> {
          for (int column = 0; column < columns; column++) {
            loops.takeLarger(images, image + column * channels, out, outAt, index, channels);
          }
        }
      }
    }
    if (this == AVERAGE) {
      loops.scale(share, out, outAt, channels);
    }
  }

  /** Whether the window covers 2 × 2 pixels, next to each other and all inside. */
  static boolean quads(Window window) {
    return window.windowHeight() == 2
        && window.windowWidth() == 2
        && window.strideY() == 2
        && window.strideX() == 2
        && !reachesOut(window);
  }

  /** {@link #AVERAGE} where {@link #quads} holds; overwrites {@code out}. */
  static void averageQuads(
      Window window, int examples, HeapTensor images, HeapTensor out, Loops loops) {
    int row = window.width() * window.channels();
    int outRow = window.outputWidth() * window.channels();
    for (int example = 0; example < examples; example++) {
      for (int y = 0; y < window.outputHeight(); y++) {
        loops.averageQuads(
            images,
            (example * window.height() + 2 * y) * row,
            row,
            out,
            (example * window.outputHeight() + y) * outRow,
            window.outputWidth(),
            window.channels());
      }
    }
  }

  /** {@link #SPREAD} where {@link #quads} holds; overwrites what the window reaches. */
  static void spreadQuads(
      Window window, int examples, HeapTensor images, HeapTensor out, Loops loops) {
    int row = window.width() * window.channels();
    int outRow = window.outputWidth() * window.channels();
    for (int example = 0; example < examples; example++) {
      for (int y = 0; y < window.outputHeight(); y++) {
        loops.spreadQuads(
            out,
            (example * window.outputHeight() + y) * outRow,
            images,
            (example * window.height() + 2 * y) * row,
            row,
            window.outputWidth(),
            window.channels());
      }
    }
  }

  /** {@code images ← slope ∘ spread(out)} where {@link #quads} and {@link #covers} hold. */
  static void multiplyQuads(
      Window window,
      int examples,
      HeapTensor out,
      HeapTensor slope,
      HeapTensor images,
      Loops loops) {
    int row = window.width() * window.channels();
    int outRow = window.outputWidth() * window.channels();
    for (int y = 0; y < examples * window.outputHeight(); y++) {
      loops.multiplyQuads(
          out,
          y * outRow,
          slope,
          images,
          2 * y * row,
          row,
          window.outputWidth(),
          window.channels());
    }
  }

  /** The same, and {@code imagesTangent ← slope ∘ spread(outTangent) + swing ∘ spread(out)}. */
  static void multiplyQuadsTangent(
      Window window,
      int examples,
      HeapTensor out,
      HeapTensor outTangent,
      HeapTensor slope,
      HeapTensor swing,
      HeapTensor images,
      HeapTensor imagesTangent,
      Loops loops) {
    int row = window.width() * window.channels();
    int outRow = window.outputWidth() * window.channels();
    for (int y = 0; y < examples * window.outputHeight(); y++) {
      loops.multiplyQuadsTangent(
          out,
          outTangent,
          y * outRow,
          slope,
          swing,
          images,
          imagesTangent,
          2 * y * row,
          row,
          window.outputWidth(),
          window.channels());
    }
  }

  /**
   * {@link #SCATTER} of a window that moves by single pixels: each pixel is the sum of its copies,
   * and written once.
   */
  static void scatterSingly(
      Window window, int examples, HeapTensor images, HeapTensor patches, Loops loops) {
    int channels = window.channels();
    int patch = window.patchSize();
    int patchRow = window.outputWidth() * patch;
    // One place on within the window is one position back.
    int rowStep = window.windowWidth() * channels - patchRow;
    int columnStep = channels - patch;
    for (int example = 0; example < examples; example++) {
      int first = example * window.positions() * patch;
      for (int y = 0; y < window.height(); y++) {
        int shiftedY = y + window.paddingTop();
        int top = Math.max(0, shiftedY - window.outputHeight() + 1);
        int rows = Math.max(0, Math.min(window.windowHeight(), shiftedY + 1) - top);
        int rowAt = first + (shiftedY - top) * patchRow + top * window.windowWidth() * channels;
        for (int x = 0; x < window.width(); x++) {
          int shiftedX = x + window.paddingLeft();
          int left = Math.max(0, shiftedX - window.outputWidth() + 1);
          int columns = Math.max(0, Math.min(window.windowWidth(), shiftedX + 1) - left);
          int pixel = ((example * window.height() + y) * window.width() + x) * channels;
          if (rows == 0 || columns == 0) {
            Loops.clear(images, pixel, channels);
            continue;
          }
          loops.sumOfGrid(
              patches,
              rowAt + (shiftedX - left) * patch + left * channels,
              rows,
              rowStep,
              columns,
              columnStep,
              images,
              pixel,
              channels);
        }
      }
    }
  }

  /** Whether every pixel lies under the window at some position. */
  static boolean covers(Window window) {
    return window.outputHeight() * window.strideY() >= window.height()
        && window.outputWidth() * window.strideX() >= window.width();
  }

  /** Whether some position reaches beyond the image. */
  static boolean reachesOut(Window window) {
    int bottom =
        (window.outputHeight() - 1) * window.strideY()
            - window.paddingTop()
            + window.windowHeight();
    int right =
        (window.outputWidth() - 1) * window.strideX() - window.paddingLeft() + window.windowWidth();
    return window.paddingTop() > 0
        || window.paddingLeft() > 0
        || bottom > window.height()
        || right > window.width();
  }
}
