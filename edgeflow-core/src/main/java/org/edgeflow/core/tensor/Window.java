package org.edgeflow.core.tensor;

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
}
