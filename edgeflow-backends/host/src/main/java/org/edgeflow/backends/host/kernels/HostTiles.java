package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.loops.Pixels;
import org.edgeflow.backends.host.loops.Pixels.Four;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Tiling;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Tiles, one row of them at a time. Pixels of even columns are kept apart from those of odd ones,
 * so that what four neighbouring pixels of every tile are combined to is one long stretch.
 */
final class HostTiles implements Kernels.Tiles {
  private static final int SIDE = 4;

  private final Owner owner;
  private final Pixels pixels;
  private final Elements elements;
  private final ThreadLocal<HeapTensor> rooms;

  HostTiles(Owner owner, Loops loops) {
    this.owner = owner;
    this.pixels = loops.pixels();
    this.elements = loops.elements();
    this.rooms = ThreadLocal.withInitial(() -> owner.own(owner.backend().zeros(1)));
  }

  // Each thread its own, made when a size is first met.
  private HeapTensor room(int size) {
    if (rooms.get().size() < size) {
      rooms.set(owner.own(owner.backend().zeros(size)));
    }
    return rooms.get();
  }

  @Override
  public void split(Tiling tiling, Tensor images, Tensor tiles) {
    Window window = tiling.window();
    int examples = tiling.examples(images, window.height() * window.width(), tiles);
    Strip strip = new Strip(tiling, tiles, window.width(), window.paddingLeft());
    HeapTensor from = owner.own(images);
    HeapTensor to = owner.own(tiles);
    HeapTensor room = room(2 * SIDE * strip.line());
    for (int row = 0; row < examples * tiling.rows(); row++) {
      int top = 2 * (row % tiling.rows()) - window.paddingTop();
      int image = row / tiling.rows() * window.height();
      for (int r = 0; r < SIDE; r++) {
        boolean inside = top + r >= 0 && top + r < window.height();
        strip.takeApart(inside ? from : null, image + top + r, room, r * strip.line());
      }
      int split = SIDE * strip.line();
      pixels.split(room, 0, strip.rows(), room, split, strip.rows(), strip.line());
      for (int r = 0; r < SIDE; r++) {
        int line = split + r * strip.line();
        int tile = strip.tile(row) + r * SIDE * strip.plane();
        pixels.split(room, line, strip.places(), to, tile, strip.planes(), strip.stretch());
      }
    }
  }

  @Override
  public void splitAdjoint(Tiling tiling, Tensor tiles, Tensor images) {
    Window window = tiling.window();
    int examples = tiling.examples(images, window.height() * window.width(), tiles);
    Strip strip = new Strip(tiling, tiles, window.width(), window.paddingLeft());
    HeapTensor from = owner.own(tiles);
    HeapTensor to = owner.own(images);
    int line = strip.line();
    // Four lines, two that the row of tiles above left, and room for one tile row's four stretches.
    HeapTensor room = room((SIDE + 2) * line + SIDE * strip.stretch());
    int kept = SIDE * line;
    int four = kept + 2 * line;
    for (int row = 0; row < examples * tiling.rows(); row++) {
      int tileRow = row % tiling.rows();
      if (tileRow == 0) {
        Elements.clear(room, kept, 2 * line);
      }
      for (int r = 0; r < SIDE; r++) {
        int tile = strip.tile(row) + r * SIDE * strip.plane();
        Four stretches = Four.each(strip.stretch());
        pixels.splitAdjoint(from, tile, strip.planes(), room, four, stretches, strip.stretch());
        spread(strip, room, four, r * line);
      }
      pixels.splitAdjoint(room, 0, strip.rows(), room, 0, strip.rows(), line);
      elements.add(room, kept, room, 0, 2 * line);
      Elements.copy(room, 2 * line, room, kept, 2 * line);
      int image = row / tiling.rows() * window.height();
      int lines = tileRow == tiling.rows() - 1 ? SIDE : 2;
      for (int r = 0; r < lines; r++) {
        int y = 2 * tileRow - window.paddingTop() + r;
        if (y >= 0 && y < window.height()) {
          strip.putTogether(room, r * line, to, image + y);
        }
      }
    }
  }

  /** Four stretches, one for each place of all tiles, to the line of pixels that they are at. */
  private void spread(Strip strip, HeapTensor room, int four, int line) {
    int stretch = strip.stretch();
    int channels = strip.channels();
    int odd = line + strip.odd();
    Elements.copy(room, four, room, line, stretch);
    Elements.clear(room, line + stretch, channels);
    Elements.copy(room, four + stretch, room, odd, stretch);
    Elements.clear(room, odd + stretch, channels);
    elements.add(room, four + 2 * stretch, room, line + channels, stretch);
    elements.add(room, four + 3 * stretch, room, odd + channels, stretch);
  }

  @Override
  public void join(Tiling tiling, Tensor tiles, Tensor outputs) {
    Window window = tiling.window();
    int examples = tiling.examples(outputs, window.positions(), tiles);
    Strip strip = new Strip(tiling, tiles, window.outputWidth(), 0);
    HeapTensor from = owner.own(tiles);
    HeapTensor to = owner.own(outputs);
    int stretch = strip.stretch();
    int line = strip.line();
    HeapTensor room = room(2 * SIDE * stretch + 2 * line);
    int joined = 2 * SIDE * stretch;
    Four down = Four.each(SIDE * strip.plane());
    Four across = Four.each(stretch);
    Four pair = new Four(SIDE * stretch, 0);
    Four places = new Four(strip.odd(), 0);
    for (int row = 0; row < examples * tiling.rows(); row++) {
      for (int column = 0; column < SIDE; column++) {
        int tile = strip.tile(row) + column * strip.plane();
        pixels.join(from, tile, down, room, column * stretch, pair, stretch);
      }
      for (int r = 0; r < 2; r++) {
        int y = 2 * (row % tiling.rows()) + r;
        if (y < window.outputHeight()) {
          int at = joined + r * line;
          pixels.join(room, r * SIDE * stretch, across, room, at, places, stretch);
          strip.putTogether(room, at, to, row / tiling.rows() * window.outputHeight() + y);
        }
      }
    }
  }

  @Override
  public void joinAdjoint(Tiling tiling, Tensor outputs, Tensor tiles) {
    Window window = tiling.window();
    int examples = tiling.examples(outputs, window.positions(), tiles);
    Strip strip = new Strip(tiling, tiles, window.outputWidth(), 0);
    HeapTensor from = owner.own(outputs);
    HeapTensor to = owner.own(tiles);
    int line = strip.line();
    HeapTensor room = room((2 + SIDE) * line);
    Four pair = new Four(line, 0);
    Four places = new Four(strip.odd(), 0);
    for (int row = 0; row < examples * tiling.rows(); row++) {
      for (int r = 0; r < 2; r++) {
        int y = 2 * (row % tiling.rows()) + r;
        boolean inside = y < window.outputHeight();
        int at = row / tiling.rows() * window.outputHeight() + y;
        strip.takeApart(inside ? from : null, at, room, r * line);
      }
      pixels.joinAdjoint(room, 0, pair, room, 2 * line, strip.rows(), line);
      for (int r = 0; r < SIDE; r++) {
        int tile = strip.tile(row) + r * SIDE * strip.plane();
        int at = (2 + r) * line;
        pixels.joinAdjoint(room, at, places, to, tile, strip.planes(), strip.stretch());
      }
    }
  }

  /**
   * A row of tiles, and a line of pixels with its even columns first: {@code columns + 1} pairs of
   * pixels, for a tile reaches into the next.
   *
   * @param stretch numbers of one place of all tiles of the row
   * @param line numbers of a line of pixels
   * @param odd where within it the odd columns begin
   * @param plane numbers of one place of all tiles
   * @param rows from line to line
   * @param places from pixel to pixel of a tile
   * @param planes from place to place of a tile
   */
  private record Strip(
      int channels,
      int width,
      int padding,
      int stretch,
      int line,
      int odd,
      int plane,
      Four rows,
      Four places,
      Four planes) {

    Strip(Tiling tiling, Tensor tiles, int width, int padding) {
      this(
          tiles.extent(2),
          width,
          padding,
          tiling.columns() * tiles.extent(2),
          tiles.extent(1) * tiles.extent(2));
    }

    private Strip(int channels, int width, int padding, int stretch, int plane) {
      this(
          channels,
          width,
          padding,
          stretch,
          2 * (stretch + channels),
          stretch + channels,
          plane,
          Four.each(2 * (stretch + channels)),
          new Four(stretch + channels, channels),
          Four.each(plane));
    }

    /** Where the first place of a row of tiles begins. */
    int tile(int row) {
      return row * stretch;
    }

    /** A line of an image, zeros where it has no pixels; null is a line of zeros. */
    void takeApart(HeapTensor image, int imageLine, HeapTensor room, int at) {
      if (image == null) {
        Elements.clear(room, at, line);
        return;
      }
      for (int x = 0; x < line / channels; x++) {
        int place = at + place(x);
        int column = x - padding;
        if (column >= 0 && column < width) {
          Elements.copy(image, (imageLine * width + column) * channels, room, place, channels);
        } else {
          Elements.clear(room, place, channels);
        }
      }
    }

    /** The pixels of a line that an image has, to it. */
    void putTogether(HeapTensor room, int at, HeapTensor image, int imageLine) {
      for (int column = 0; column < width; column++) {
        int place = at + place(column + padding);
        Elements.copy(room, place, image, (imageLine * width + column) * channels, channels);
      }
    }

    private int place(int x) {
      return (x & 1) * odd + (x >> 1) * channels;
    }
  }
}
