package org.edgeflow.models.engine.layer;

import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.signal.Extents;

/** How a window's geometry follows from its size, stride and padding. */
public final class Windows {
  private Windows() {}

  /**
   * A window with explicit padding on all sides, as many positions as fit.
   *
   * @throws IllegalArgumentException if the window does not fit even once
   */
  public static Window padded(
      Extents input, int height, int width, int strideY, int strideX, int paddingY, int paddingX) {
    int outputHeight = (input.height() + 2 * paddingY - height) / strideY + 1;
    int outputWidth = (input.width() + 2 * paddingX - width) / strideX + 1;
    if (input.height() + 2 * paddingY < height || input.width() + 2 * paddingX < width) {
      throw new IllegalArgumentException(
          "got "
              + input
              + ", expected at least the window's "
              + height
              + " x "
              + width
              + " positions (padding "
              + paddingY
              + " x "
              + paddingX
              + " counted twice)");
    }
    return new Window(
        input.channels(),
        input.height(),
        input.width(),
        height,
        width,
        strideY,
        strideX,
        paddingY,
        paddingX,
        outputHeight,
        outputWidth);
  }

  /** A window whose output has {@code ⌈size / stride⌉} positions, the smaller padding first. */
  public static Window same(Extents input, int height, int width, int strideY, int strideX) {
    int outputHeight = (input.height() + strideY - 1) / strideY;
    int outputWidth = (input.width() + strideX - 1) / strideX;
    int missingY = Math.max(0, (outputHeight - 1) * strideY + height - input.height());
    int missingX = Math.max(0, (outputWidth - 1) * strideX + width - input.width());
    return new Window(
        input.channels(),
        input.height(),
        input.width(),
        height,
        width,
        strideY,
        strideX,
        missingY / 2,
        missingX / 2,
        outputHeight,
        outputWidth);
  }

  /** A window that covers everything: one position. */
  public static Window global(Extents input) {
    return padded(input, input.height(), input.width(), 1, 1, 0, 0);
  }

  static void requireFit(Window window, Extents input) {
    Extents expected = new Extents(window.height(), window.width(), window.channels());
    if (!expected.equals(input)) {
      throw new IllegalArgumentException("got " + input + ", expected " + expected);
    }
  }
}
