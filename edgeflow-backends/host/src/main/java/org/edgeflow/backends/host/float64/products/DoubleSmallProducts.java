package org.edgeflow.backends.host.float64.products;

import static org.edgeflow.backends.host.float64.products.DoubleTiles.HIGH;
import static org.edgeflow.backends.host.float64.products.DoubleTiles.LANES;
import static org.edgeflow.backends.host.float64.products.DoubleTiles.LOW;
import static org.edgeflow.backends.host.float64.products.DoubleTiles.WIDE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.backends.host.blas.Matrix;
import org.edgeflow.backends.host.blas.SmallProducts;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Products of small matrices of float64 with the JDK's Vector API, tile by tile. The second factor
 * is copied into panels of as many columns as a tile has.
 */
public final class DoubleSmallProducts implements SmallProducts {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** Columns that are turned at once: one after the other takes 1.5 times as long. */
  private static final int FOUR = 4;

  private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

  /** What one thread needs. */
  private static final class Room {
    private final DoubleTiles tiles = new DoubleTiles();
    private HeapTensor rim;
    private HeapTensor turned;

    /** Room for a tile, on the backend of a tensor. */
    HeapTensor rim(HeapTensor like) {
      if (rim == null) {
        rim = HeapTensor.zeros(like.backend(), LOW * WIDE);
      }
      return rim;
    }

    /** Room for a matrix, on the backend of a tensor. */
    HeapTensor turned(HeapTensor like, int size) {
      if (turned == null || turned.size() < size) {
        turned = HeapTensor.zeros(like.backend(), size);
      }
      return turned;
    }
  }

  @Override
  public boolean take(int rows, int columns) {
    return rows >= HIGH && (columns == LANES || columns % WIDE == 0);
  }

  @Override
  public void multiply(double alpha, Matrix a, Matrix b, Matrix c) {
    boolean high = c.columns() == LANES;
    int width = high ? LANES : WIDE;
    Room room = rooms.get();
    room.tiles.begin(a, width);
    for (int column = 0; column < c.columns(); column += width) {
      pack(alpha, b.columns(column, width), room.tiles.panel, high);
      addPanel(room, a, high, c.columns(column, width));
    }
  }

  @Override
  public Matrix byRows(Matrix stored) {
    int rows = stored.rows();
    int columns = stored.columns();
    Matrix result = room(stored.tensor(), rows, columns);
    double[] from = stored.tensor().doubles();
    double[] to = result.tensor().doubles();
    int begin = result.offset();
    int column = 0;
    for (; column + FOUR <= columns; column += FOUR) {
      int first = stored.offset() + column * stored.step();
      int second = first + stored.step();
      int third = second + stored.step();
      int fourth = third + stored.step();
      for (int row = 0, at = begin + column; row < rows; row++, at += columns) {
        to[at] = from[first + row];
        to[at + 1] = from[second + row];
        to[at + 2] = from[third + row];
        to[at + 3] = from[fourth + row];
      }
    }
    for (; column < columns; column++) {
      int first = stored.offset() + column * stored.step();
      for (int row = 0; row < rows; row++) {
        to[begin + row * columns + column] = from[first + row];
      }
    }
    return result;
  }

  @Override
  public Matrix room(HeapTensor like, int rows, int columns) {
    HeapTensor room = rooms.get().turned(like, rows * columns);
    return new Matrix(room, 0, rows, columns, columns, false);
  }

  @Override
  public void addTurned(Matrix turned, Matrix c) {
    double[] from = turned.tensor().doubles();
    double[] to = c.tensor().doubles();
    int step = turned.step();
    for (int row = 0; row < c.rows(); row++) {
      int at = c.start(row);
      int next = turned.offset() + row;
      for (int column = 0; column < c.columns(); column++) {
        to[at + column] += from[next + column * step];
      }
    }
  }

  private static void addPanel(Room room, Matrix a, boolean high, Matrix c) {
    int height = high ? HIGH : LOW;
    int width = high ? LANES : WIDE;
    int whole = c.rows() / height;
    add(room.tiles, a, 0, high, whole, c);
    int row = whole * height;
    if (row < c.rows()) {
      // Fewer rows are left: the tile begins before them, and of it only they are kept.
      int from = c.rows() - height;
      Matrix rest = c.rows(row, c.rows() - row);
      Matrix rim = new Matrix(room.rim(c.tensor()), 0, height, c.columns(), width, false);
      Matrix part = rim.rows(row - from, rest.rows());
      copy(rest, part);
      add(room.tiles, a, from, high, 1, rim);
      copy(part, rest);
    }
  }

  private static void copy(Matrix from, Matrix to) {
    for (int row = 0; row < from.rows(); row++) {
      System.arraycopy(
          from.tensor().doubles(),
          from.start(row),
          to.tensor().doubles(),
          to.start(row),
          from.columns());
    }
  }

  /** Adds to tiles below each other, from c's first row and the given one of a on. */
  private static void add(DoubleTiles tiles, Matrix a, int row, boolean high, int count, Matrix c) {
    int from = a.start(row);
    double[] tile = c.tensor().doubles();
    int to = c.start(0);
    if (a.transposed()) {
      if (high) {
        tiles.highOfColumns(count, from, tile, to, c.step());
      } else {
        tiles.lowOfColumns(count, from, tile, to, c.step());
      }
    } else if (high) {
      tiles.highOfRows(count, from, tile, to, c.step());
    } else {
      tiles.lowOfRows(count, from, tile, to, c.step());
    }
  }

  private static void pack(double alpha, Matrix b, double[] panel, boolean high) {
    double[] from = b.tensor().doubles();
    int at = b.offset();
    int step = b.step();
    int inner = b.rows();
    DoubleVector factor = DoubleVector.broadcast(SPECIES, (double) alpha);
    if (high) {
      for (int l = 0; l < inner; l++) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, from, at + l * step);
        x.mul(factor).intoArray(panel, l * LANES);
      }
      return;
    }
    for (int l = 0; l < inner; l++) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, from, at + l * step);
      DoubleVector y = DoubleVector.fromArray(SPECIES, from, at + l * step + LANES);
      x.mul(factor).intoArray(panel, l * WIDE);
      y.mul(factor).intoArray(panel, l * WIDE + LANES);
    }
  }
}
