package org.edgeflow.models.engine.signal;

/**
 * What one example looks like between two layers: a grid of positions with channels. A vector has
 * one position; a sequence has its length as height and a width of 1.
 *
 * @param height of the grid
 * @param width of the grid
 * @param channels at each position
 */
public record Extents(int height, int width, int channels) {
  /** Checks that nothing is empty. */
  public Extents {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "extents are at least 1, got " + height + " x " + width + " x " + channels);
    }
  }

  /** A vector. */
  public static Extents vector(int channels) {
    return new Extents(1, 1, channels);
  }

  /**
   * A sequence of data of shape {@code [length, channels]}, or {@code [length]} for one channel.
   */
  public static Extents sequence(int... shape) {
    return new Extents(shape[0], 1, shape.length == 1 ? 1 : shape[1]);
  }

  /** Positions of the grid. */
  public int positions() {
    return height * width;
  }

  /** Numbers in one example. */
  public int size() {
    return positions() * channels;
  }

  /** The same grid with other channels. */
  public Extents withChannels(int others) {
    return new Extents(height, width, others);
  }

  @Override
  public String toString() {
    return positions() == 1
        ? channels + " numbers"
        : height + " x " + width + " positions with " + channels + " channels";
  }
}
