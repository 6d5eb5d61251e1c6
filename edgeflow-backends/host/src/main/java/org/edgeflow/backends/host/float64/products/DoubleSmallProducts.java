package org.edgeflow.backends.host.float64.products;

import static org.edgeflow.backends.host.float64.products.DoubleTiles.HIGH;
import static org.edgeflow.backends.host.float64.products.DoubleTiles.LANES;
import static org.edgeflow.backends.host.float64.products.DoubleTiles.LOW;
import static org.edgeflow.backends.host.float64.products.DoubleTiles.WIDE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.backends.host.blas.Matrix;
import org.edgeflow.backends.host.blas.SmallProducts;

/**
 * Products of small matrices of float64 with the JDK's Vector API, tile by tile. The second factor
 * is copied into panels of as many columns as a tile has.
 */
public final class DoubleSmallProducts implements SmallProducts {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

  /** What one thread needs. */
  private static final class Room {
    private final DoubleTiles tiles = new DoubleTiles();
    private final double[] rim = new double[LOW * WIDE];
  }

  @Override
  public boolean take(int rows) {
    return rows >= HIGH;
  }

  @Override
  public void multiply(double alpha, Matrix a, Matrix b, Matrix c) {
    boolean high = c.columns() <= LANES;
    int width = high ? LANES : WIDE;
    Room room = rooms.get();
    room.tiles.begin(a, width);
    for (int from = 0; from < c.columns(); from += width) {
      int some = Math.min(width, c.columns() - from);
      pack(alpha, b.columns(from, some), room.tiles.panel, width);
      addPanel(room, a, high, c.columns(from, some));
    }
  }

  private static void addPanel(Room room, Matrix a, boolean high, Matrix c) {
    int height = high ? HIGH : LOW;
    int width = high ? LANES : WIDE;
    double[] result = c.tensor().doubles();
    for (int row = 0; row < c.rows(); row += height) {
      // Where fewer rows are left the tile begins before them, and of it only they are kept.
      int from = Math.min(row, c.rows() - height);
      if (from == row && c.columns() == width) {
        add(room.tiles, a, row, high, result, c.start(row), c.step());
      } else {
        Matrix rest = c.rows(row, Math.min(height, c.rows() - row));
        double[] rim = room.rim;
        int at = (row - from) * width;
        for (int i = 0; i < rest.rows(); i++) {
          System.arraycopy(result, rest.start(i), rim, at + i * width, rest.columns());
        }
        add(room.tiles, a, from, high, rim, 0, width);
        for (int i = 0; i < rest.rows(); i++) {
          System.arraycopy(rim, at + i * width, result, rest.start(i), rest.columns());
        }
      }
    }
  }

  private static void add(
      DoubleTiles tiles, Matrix a, int row, boolean high, double[] tile, int at, int step) {
    int first = a.start(row);
    if (a.transposed()) {
      if (high) {
        tiles.highOfColumns(first, tile, at, step);
      } else {
        tiles.lowOfColumns(first, tile, at, step);
      }
    } else if (high) {
      tiles.highOfRows(first, tile, at, step);
    } else {
      tiles.lowOfRows(first, tile, at, step);
    }
  }

  /** What a panel holds beyond the columns goes into no result. */
  private static void pack(double alpha, Matrix b, double[] panel, int width) {
    if (b.columns() == WIDE) {
      if (b.transposed()) {
        packTransposed(alpha, b, panel);
      } else {
        packWhole(alpha, b, panel);
      }
    } else {
      double[] from = b.tensor().doubles();
      int apart = b.columnStep();
      var factor = (double) alpha;
      for (int l = 0; l < b.rows(); l++) {
        int at = b.start(l);
        for (int column = 0; column < b.columns(); column++) {
          panel[l * width + column] = factor * from[at + column * apart];
        }
      }
    }
  }

  private static void packWhole(double alpha, Matrix b, double[] panel) {
    double[] from = b.tensor().doubles();
    int at = b.offset();
    int step = b.step();
    int inner = b.rows();
    DoubleVector factor = DoubleVector.broadcast(SPECIES, (double) alpha);
    for (int l = 0; l < inner; l++) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, from, at + l * step);
      DoubleVector y = DoubleVector.fromArray(SPECIES, from, at + l * step + LANES);
      x.mul(factor).intoArray(panel, l * WIDE);
      y.mul(factor).intoArray(panel, l * WIDE + LANES);
    }
  }

  private static void packTransposed(double alpha, Matrix b, double[] panel) {
    double[] from = b.tensor().doubles();
    var factor = (double) alpha;
    int step = b.step();
    int inner = b.rows();
    // Four at a time: the inner extent may be short.
    for (int column = 0; column < WIDE; column += 4) {
      int first = b.offset() + column * step;
      int second = first + step;
      int third = second + step;
      int fourth = third + step;
      for (int l = 0; l < inner; l++) {
        panel[l * WIDE + column] = factor * from[first + l];
        panel[l * WIDE + column + 1] = factor * from[second + l];
        panel[l * WIDE + column + 2] = factor * from[third + l];
        panel[l * WIDE + column + 3] = factor * from[fourth + l];
      }
    }
  }
}
