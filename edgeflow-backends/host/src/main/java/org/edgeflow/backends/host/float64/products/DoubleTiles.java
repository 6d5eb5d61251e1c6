package org.edgeflow.backends.host.float64.products;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.backends.host.blas.Matrix;

/**
 * Tiles of a product of float64 that stay in eight vectors while the inner extent is run through:
 * low ones of four rows and two vectors, high ones of eight rows and one vector. Where the first
 * factor is stored by rows and where by columns has a loop each: with one for both, its arithmetic
 * with places takes longer than the multiplications.
 */
final class DoubleTiles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** Columns of a high tile. */
  static final int LANES = SPECIES.length();

  /** Columns of a low tile. */
  static final int WIDE = 2 * LANES;

  /** Rows of a low tile. */
  static final int LOW = 4;

  /** Rows of a high tile. */
  static final int HIGH = 8;

  /** The second factor's columns for a tile, row by row. */
  double[] panel = new double[0];

  private double[] factors;
  private int step;
  private int inner;

  /** Takes the first factor, and makes room for a panel of some columns. */
  void begin(Matrix a, int width) {
    factors = a.tensor().doubles();
    step = a.step();
    inner = a.columns();
    if (panel.length < width * inner) {
      panel = new double[width * inner];
    }
  }

  /**
   * Adds products to tiles below each other, of rows that are stored as such.
   *
   * @param count how many tiles
   * @param from where the first of the rows begins
   * @param tile modified
   * @param to where the first tile begins
   * @param row elements between the tiles' rows
   */
  void lowOfRows(int count, int from, double[] tile, int to, int row) {
    double[] a = factors;
    double[] b = panel;
    int end = inner;
    int first = from;
    int at = to;
    for (int i = 0; i < count; i++) {
      int second = first + step;
      int third = second + step;
      int fourth = third + step;
      int at2 = at + row;
      int at3 = at2 + row;
      int at4 = at3 + row;
      DoubleVector s1 = DoubleVector.fromArray(SPECIES, tile, at);
      DoubleVector t1 = DoubleVector.fromArray(SPECIES, tile, at + LANES);
      DoubleVector s2 = DoubleVector.fromArray(SPECIES, tile, at2);
      DoubleVector t2 = DoubleVector.fromArray(SPECIES, tile, at2 + LANES);
      DoubleVector s3 = DoubleVector.fromArray(SPECIES, tile, at3);
      DoubleVector t3 = DoubleVector.fromArray(SPECIES, tile, at3 + LANES);
      DoubleVector s4 = DoubleVector.fromArray(SPECIES, tile, at4);
      DoubleVector t4 = DoubleVector.fromArray(SPECIES, tile, at4 + LANES);
      for (int l = 0; l < end; l++) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, l * WIDE);
        DoubleVector y = DoubleVector.fromArray(SPECIES, b, l * WIDE + LANES);
        DoubleVector factor = DoubleVector.broadcast(SPECIES, a[first + l]);
        s1 = factor.fma(x, s1);
        t1 = factor.fma(y, t1);
        factor = DoubleVector.broadcast(SPECIES, a[second + l]);
        s2 = factor.fma(x, s2);
        t2 = factor.fma(y, t2);
        factor = DoubleVector.broadcast(SPECIES, a[third + l]);
        s3 = factor.fma(x, s3);
        t3 = factor.fma(y, t3);
        factor = DoubleVector.broadcast(SPECIES, a[fourth + l]);
        s4 = factor.fma(x, s4);
        t4 = factor.fma(y, t4);
      }
      s1.intoArray(tile, at);
      t1.intoArray(tile, at + LANES);
      s2.intoArray(tile, at2);
      t2.intoArray(tile, at2 + LANES);
      s3.intoArray(tile, at3);
      t3.intoArray(tile, at3 + LANES);
      s4.intoArray(tile, at4);
      t4.intoArray(tile, at4 + LANES);
      first = fourth + step;
      at = at4 + row;
    }
  }

  /** {@link #lowOfRows} of rows that are stored as columns. */
  void lowOfColumns(int count, int from, double[] tile, int to, int row) {
    double[] a = factors;
    double[] b = panel;
    int end = inner;
    int apart = step;
    int at = to;
    for (int i = 0; i < count; i++) {
      int next = from + i * LOW;
      int at2 = at + row;
      int at3 = at2 + row;
      int at4 = at3 + row;
      DoubleVector s1 = DoubleVector.fromArray(SPECIES, tile, at);
      DoubleVector t1 = DoubleVector.fromArray(SPECIES, tile, at + LANES);
      DoubleVector s2 = DoubleVector.fromArray(SPECIES, tile, at2);
      DoubleVector t2 = DoubleVector.fromArray(SPECIES, tile, at2 + LANES);
      DoubleVector s3 = DoubleVector.fromArray(SPECIES, tile, at3);
      DoubleVector t3 = DoubleVector.fromArray(SPECIES, tile, at3 + LANES);
      DoubleVector s4 = DoubleVector.fromArray(SPECIES, tile, at4);
      DoubleVector t4 = DoubleVector.fromArray(SPECIES, tile, at4 + LANES);
      for (int l = 0; l < end; l++) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, l * WIDE);
        DoubleVector y = DoubleVector.fromArray(SPECIES, b, l * WIDE + LANES);
        DoubleVector factor = DoubleVector.broadcast(SPECIES, a[next]);
        s1 = factor.fma(x, s1);
        t1 = factor.fma(y, t1);
        factor = DoubleVector.broadcast(SPECIES, a[next + 1]);
        s2 = factor.fma(x, s2);
        t2 = factor.fma(y, t2);
        factor = DoubleVector.broadcast(SPECIES, a[next + 2]);
        s3 = factor.fma(x, s3);
        t3 = factor.fma(y, t3);
        factor = DoubleVector.broadcast(SPECIES, a[next + 3]);
        s4 = factor.fma(x, s4);
        t4 = factor.fma(y, t4);
        next += apart;
      }
      s1.intoArray(tile, at);
      t1.intoArray(tile, at + LANES);
      s2.intoArray(tile, at2);
      t2.intoArray(tile, at2 + LANES);
      s3.intoArray(tile, at3);
      t3.intoArray(tile, at3 + LANES);
      s4.intoArray(tile, at4);
      t4.intoArray(tile, at4 + LANES);
      at = at4 + row;
    }
  }

  /** {@link #lowOfRows} for a high tile. */
  void highOfRows(int count, int from, double[] tile, int to, int row) {
    double[] a = factors;
    double[] b = panel;
    int apart = step;
    int end = inner;
    int first = from;
    int at = to;
    for (int i = 0; i < count; i++) {
      int fifth = first + 4 * apart;
      DoubleVector s1 = DoubleVector.fromArray(SPECIES, tile, at);
      DoubleVector s2 = DoubleVector.fromArray(SPECIES, tile, at + row);
      DoubleVector s3 = DoubleVector.fromArray(SPECIES, tile, at + 2 * row);
      DoubleVector s4 = DoubleVector.fromArray(SPECIES, tile, at + 3 * row);
      DoubleVector s5 = DoubleVector.fromArray(SPECIES, tile, at + 4 * row);
      DoubleVector s6 = DoubleVector.fromArray(SPECIES, tile, at + 5 * row);
      DoubleVector s7 = DoubleVector.fromArray(SPECIES, tile, at + 6 * row);
      DoubleVector s8 = DoubleVector.fromArray(SPECIES, tile, at + 7 * row);
      for (int l = 0; l < end; l++) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, l * LANES);
        s1 = DoubleVector.broadcast(SPECIES, a[first + l]).fma(x, s1);
        s2 = DoubleVector.broadcast(SPECIES, a[first + apart + l]).fma(x, s2);
        s3 = DoubleVector.broadcast(SPECIES, a[first + 2 * apart + l]).fma(x, s3);
        s4 = DoubleVector.broadcast(SPECIES, a[first + 3 * apart + l]).fma(x, s4);
        s5 = DoubleVector.broadcast(SPECIES, a[fifth + l]).fma(x, s5);
        s6 = DoubleVector.broadcast(SPECIES, a[fifth + apart + l]).fma(x, s6);
        s7 = DoubleVector.broadcast(SPECIES, a[fifth + 2 * apart + l]).fma(x, s7);
        s8 = DoubleVector.broadcast(SPECIES, a[fifth + 3 * apart + l]).fma(x, s8);
      }
      s1.intoArray(tile, at);
      s2.intoArray(tile, at + row);
      s3.intoArray(tile, at + 2 * row);
      s4.intoArray(tile, at + 3 * row);
      s5.intoArray(tile, at + 4 * row);
      s6.intoArray(tile, at + 5 * row);
      s7.intoArray(tile, at + 6 * row);
      s8.intoArray(tile, at + 7 * row);
      first = fifth + 4 * apart;
      at += HIGH * row;
    }
  }

  /** {@link #lowOfColumns} for a high tile. */
  void highOfColumns(int count, int from, double[] tile, int to, int row) {
    double[] a = factors;
    double[] b = panel;
    int end = inner;
    int apart = step;
    int at = to;
    for (int i = 0; i < count; i++) {
      int next = from + i * HIGH;
      DoubleVector s1 = DoubleVector.fromArray(SPECIES, tile, at);
      DoubleVector s2 = DoubleVector.fromArray(SPECIES, tile, at + row);
      DoubleVector s3 = DoubleVector.fromArray(SPECIES, tile, at + 2 * row);
      DoubleVector s4 = DoubleVector.fromArray(SPECIES, tile, at + 3 * row);
      DoubleVector s5 = DoubleVector.fromArray(SPECIES, tile, at + 4 * row);
      DoubleVector s6 = DoubleVector.fromArray(SPECIES, tile, at + 5 * row);
      DoubleVector s7 = DoubleVector.fromArray(SPECIES, tile, at + 6 * row);
      DoubleVector s8 = DoubleVector.fromArray(SPECIES, tile, at + 7 * row);
      for (int l = 0; l < end; l++) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, l * LANES);
        s1 = DoubleVector.broadcast(SPECIES, a[next]).fma(x, s1);
        s2 = DoubleVector.broadcast(SPECIES, a[next + 1]).fma(x, s2);
        s3 = DoubleVector.broadcast(SPECIES, a[next + 2]).fma(x, s3);
        s4 = DoubleVector.broadcast(SPECIES, a[next + 3]).fma(x, s4);
        s5 = DoubleVector.broadcast(SPECIES, a[next + 4]).fma(x, s5);
        s6 = DoubleVector.broadcast(SPECIES, a[next + 5]).fma(x, s6);
        s7 = DoubleVector.broadcast(SPECIES, a[next + 6]).fma(x, s7);
        s8 = DoubleVector.broadcast(SPECIES, a[next + 7]).fma(x, s8);
        next += apart;
      }
      s1.intoArray(tile, at);
      s2.intoArray(tile, at + row);
      s3.intoArray(tile, at + 2 * row);
      s4.intoArray(tile, at + 3 * row);
      s5.intoArray(tile, at + 4 * row);
      s6.intoArray(tile, at + 5 * row);
      s7.intoArray(tile, at + 6 * row);
      s8.intoArray(tile, at + 7 * row);
      at += HIGH * row;
    }
  }
}
