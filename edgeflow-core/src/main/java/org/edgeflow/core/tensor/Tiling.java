package org.edgeflow.core.tensor;

import java.util.Arrays;

/**
 * How the positions of a 3 × 3 window that moves by single pixels are divided into tiles of 2 × 2:
 * the windows of one tile cover 4 × 4 pixels, two of which in each direction it shares with the
 * next. Tiles are counted row by row through all images; those at the end may reach out of the
 * output.
 *
 * @param window the window; {@link #fits} says of which there is a tiling
 */
public record Tiling(Window window) {
  /** Products that a tile needs, one for each place of its 4 × 4. */
  public static final int PRODUCTS = 16;

  private static final int SIZE = 3;

  /**
   * A tiling.
   *
   * @throws IllegalArgumentException if the window is no such window
   */
  public Tiling {
    if (!fits(window)) {
      throw new IllegalArgumentException("got " + window + ", expected 3 x 3 by single pixels");
    }
  }

  /** Whether a window is 3 × 3 and moves by single pixels. */
  public static boolean fits(Window window) {
    return window.windowHeight() == SIZE
        && window.windowWidth() == SIZE
        && window.strideY() == 1
        && window.strideX() == 1;
  }

  /** Rows of tiles in one image. */
  public int rows() {
    return (window.outputHeight() + 1) / 2;
  }

  /** Tiles in a row. */
  public int columns() {
    return (window.outputWidth() + 1) / 2;
  }

  /** Tiles in so many images. */
  public int count(int examples) {
    return examples * rows() * columns();
  }

  /**
   * The number of images, once both tensors are known to fit.
   *
   * @param pixels of one image
   * @param tiles {@code [16, tiles, channels]}
   * @throws IllegalArgumentException if they do not
   */
  public int examples(Tensor images, int pixels, Tensor tiles) {
    int[] shape = tiles.shape();
    int channels = shape.length == 3 ? shape[2] : 0;
    long image = (long) pixels * channels;
    long examples = image == 0 ? 0 : images.size() / image;
    if (shape.length != 3
        || shape[0] != PRODUCTS
        || examples * image != images.size()
        || shape[1] != count((int) examples)) {
      throw new IllegalArgumentException(
          "images of shape "
              + Arrays.toString(images.shape())
              + " do not fit tiles of shape "
              + Arrays.toString(shape)
              + ", expected [16, "
              + rows() * columns()
              + " an image, channels]");
    }
    return (int) examples;
  }
}
