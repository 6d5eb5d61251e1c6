package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * A window that slides over images, as stretches of elements: with the channels innermost, what one
 * row of the window covers is one stretch of the image and one stretch of the patch.
 */
abstract class WindowWalk {
  final Window window;
  final HeapTensor images;
  final HeapTensor out;
  final int channels;

  /** Elements of a row of the image. */
  final int imageRow;

  WindowWalk(Window window, HeapTensor images, HeapTensor out) {
    this.window = window;
    this.images = images;
    this.out = out;
    this.channels = window.channels();
    this.imageRow = window.width() * channels;
  }

  /**
   * The part of the window that lies inside the image, at one position.
   *
   * @param image its first element within the images
   * @param rows its rows, at least one
   * @param columns its columns, at least one
   * @param outAt the first element of the patch, or of the pooled pixel
   * @param inPatch its first element within the window
   */
  abstract void at(int image, int rows, int columns, int outAt, int inPatch);

  /** Comes first at a position where the window reaches out of the image. */
  void reachingOut(int outAt) {}

  /** Runs over all positions; {@code outChannels} elements of {@code out} belong to each. */
  final void run(int examples, int outChannels) {
    int outAt = 0;
    for (int example = 0; example < examples; example++) {
      for (int outY = 0; outY < window.outputHeight(); outY++) {
        int top = outY * window.strideY() - window.paddingTop();
        int firstRow = Math.max(0, -top);
        int rows = Math.min(window.windowHeight(), window.height() - top) - firstRow;
        int rowAt = (example * window.height() + top + firstRow) * window.width();
        for (int outX = 0; outX < window.outputWidth(); outX++) {
          int left = outX * window.strideX() - window.paddingLeft();
          int first = Math.max(0, -left);
          int columns = Math.min(window.windowWidth(), window.width() - left) - first;
          if (columns < window.windowWidth() || rows < window.windowHeight()) {
            reachingOut(outAt);
          }
          if (columns > 0 && rows > 0) {
            int inPatch = (firstRow * window.windowWidth() + first) * channels;
            at((rowAt + left + first) * channels, rows, columns, outAt, inPatch);
          }
          outAt += outChannels;
        }
      }
    }
  }

  /** Image to patch; the patches hold zeros where the window reaches out. */
  static final class Gather extends WindowWalk {
    private final Elements elements;
    private final int lastRead;
    private final int lastWritten;

    Gather(Window window, HeapTensor images, HeapTensor patches, Elements elements) {
      super(window, images, patches);
      this.elements = elements;
      this.lastRead = images.size() - elements.lanes();
      this.lastWritten = patches.size() - elements.lanes();
    }

    @Override
    void reachingOut(int outAt) {
      Elements.clear(out, outAt, window.patchSize());
    }

    @Override
    void at(int image, int rows, int columns, int outAt, int inPatch) {
      boolean whole =
          rows == window.windowHeight()
              && columns == window.windowWidth()
              && columns * channels <= elements.lanes();
      int patchRow = window.windowWidth() * channels;
      int stretch = columns * channels;
      for (int row = 0; row < rows; row++) {
        int from = image + row * imageRow;
        int patch = outAt + inPatch + row * patchRow;
        // What a loose copy writes too much, the next row or the next patch writes again; where the
        // window reaches out, nobody does.
        boolean loosely = whole && from <= lastRead && patch <= lastWritten;
        if (loosely) {
          elements.copyLoosely(images, from, out, patch, stretch);
        } else {
          Elements.copy(images, from, out, patch, stretch);
        }
      }
    }
  }

  /** Adds the patch to the image. */
  static final class Scatter extends WindowWalk {
    private final Elements elements;

    Scatter(Window window, HeapTensor images, HeapTensor patches, Elements elements) {
      super(window, images, patches);
      this.elements = elements;
    }

    @Override
    void at(int image, int rows, int columns, int outAt, int inPatch) {
      int patchRow = window.windowWidth() * channels;
      for (int row = 0; row < rows; row++) {
        int patch = outAt + inPatch + row * patchRow;
        elements.add(out, patch, images, image + row * imageRow, columns * channels);
      }
    }
  }

  /** The mean of what lies inside, added to one pixel of {@code out}, which is 0 before. */
  static final class Average extends WindowWalk {
    private final Elements elements;

    Average(Window window, HeapTensor images, HeapTensor out, Elements elements) {
      super(window, images, out);
      this.elements = elements;
    }

    @Override
    void at(int image, int rows, int columns, int outAt, int inPatch) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int pixel = image + row * imageRow + column * channels;
          elements.add(images, pixel, out, outAt, channels);
        }
      }
      elements.scale(1.0 / (rows * columns), out, outAt, channels);
    }
  }

  /** Adds to what lies inside its share of one pixel of {@code out}. */
  static final class Spread extends WindowWalk {
    private final Elements elements;

    Spread(Window window, HeapTensor images, HeapTensor out, Elements elements) {
      super(window, images, out);
      this.elements = elements;
    }

    @Override
    void at(int image, int rows, int columns, int outAt, int inPatch) {
      double share = 1.0 / (rows * columns);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int pixel = image + row * imageRow + column * channels;
          elements.addScaled(share, out, outAt, images, pixel, channels);
        }
      }
    }
  }

  /** The maximum of what lies inside, to one pixel of {@code out}, and its place. */
  static final class Largest extends WindowWalk {
    private final Elements elements;
    private final int[] index;

    Largest(Window window, HeapTensor images, HeapTensor out, int[] index, Elements elements) {
      super(window, images, out);
      this.elements = elements;
      this.index = index;
    }

    @Override
    void at(int image, int rows, int columns, int outAt, int inPatch) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int pixel = image + row * imageRow + column * channels;
          elements.takeLarger(images, pixel, out, outAt, index, channels);
        }
      }
    }
  }
}
