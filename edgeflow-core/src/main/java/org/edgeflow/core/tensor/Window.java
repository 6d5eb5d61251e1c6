package org.edgeflow.core.tensor;

import java.util.Arrays;

/**
 * A window that slides over images: a convolution's or a pooling's geometry, one extent for each of
 * the two spatial axes.
 *
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param windowHeight of the window
 * @param windowWidth of the window
 * @param strideY rows between positions
 * @param strideX columns between positions
 * @param paddingTop rows of zeros above
 * @param paddingLeft columns of zeros to the left
 * @param outputHeight positions along the height
 * @param outputWidth positions along the width
 */
public record Window(
    int channels,
    int height,
    int width,
    int windowHeight,
    int windowWidth,
    int strideY,
    int strideX,
    int paddingTop,
    int paddingLeft,
    int outputHeight,
    int outputWidth) {

  /** Columns of a patch matrix. */
  public int patchSize() {
    return windowHeight * windowWidth * channels;
  }

  /** Positions of the window in one image. */
  public int positions() {
    return outputHeight * outputWidth;
  }

  /** Places in the window. */
  public int area() {
    return windowHeight * windowWidth;
  }

  /**
   * The pixel, counted through all images, under one place of the window at one position.
   *
   * @param position counted through all images
   * @param place row-major within the window
   * @return −1 outside the image
   */
  public int pixel(int position, int place) {
    int within = position % positions();
    int y = within / outputWidth * strideY - paddingTop + place / windowWidth;
    int x = within % outputWidth * strideX - paddingLeft + place % windowWidth;
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? (position / positions() * height + y) * width + x : -1;
  }

  /**
   * The number of images, once both tensors are known to fit.
   *
   * @param images {@code height · width · channels} elements an image
   * @param positions {@code columns} elements a position
   * @throws IllegalArgumentException if the two do not hold whole images, equally many
   */
  public int examples(Tensor images, Tensor positions, int columns) {
    long image = (long) height * width * channels;
    long row = (long) positions() * columns;
    long examples = image == 0 ? 0 : images.size() / image;
    if (examples * image != images.size() || examples * row != positions.size()) {
      throw new IllegalArgumentException(
          "images of shape "
              + Arrays.toString(images.shape())
              + " and "
              + Arrays.toString(positions.shape())
              + " do not fit a window that has "
              + image
              + " numbers an image and "
              + row
              + " for its positions");
    }
    return (int) examples;
  }
}
