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
   * Adds the product of four rows that are stored as such to a tile.
   *
   * @param first where they begin
   * @param tile modified
   * @param at where the tile begins
   * @param row elements between its rows
   */
  void lowOfRows(int first, double[] tile, int at, int row) {
    double[] a = factors;
    double[] b = panel;
    int second = first + step;
    int third = second + step;
    int fourth = third + step;
    int end = inner;
    DoubleVector s1 = DoubleVector.fromArray(SPECIES, tile, at);
    DoubleVector t1 = DoubleVector.fromArray(SPECIES, tile, at + LANES);
    DoubleVector s2 = DoubleVector.fromArray(SPECIES, tile, at + row);
    DoubleVector t2 = DoubleVector.fromArray(SPECIES, tile, at + row + LANES);
    DoubleVector s3 = DoubleVector.fromArray(SPECIES, tile, at + 2 * row);
    DoubleVector t3 = DoubleVector.fromArray(SPECIES, tile, at + 2 * row + LANES);
    DoubleVector s4 = DoubleVector.fromArray(SPECIES, tile, at + 3 * row);
    DoubleVector t4 = DoubleVector.fromArray(SPECIES, tile, at + 3 * row + LANES);
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
    s2.intoArray(tile, at + row);
    t2.intoArray(tile, at + row + LANES);
    s3.intoArray(tile, at + 2 * row);
    t3.intoArray(tile, at + 2 * row + LANES);
    s4.intoArray(tile, at + 3 * row);
    t4.intoArray(tile, at + 3 * row + LANES);
  }

  /** {@link #lowOfRows} of four rows that are stored as columns. */
  void lowOfColumns(int first, double[] tile, int at, int row) {
    double[] a = factors;
    double[] b = panel;
    int end = inner;
    int next = first;
    DoubleVector s1 = DoubleVector.fromArray(SPECIES, tile, at);
    DoubleVector t1 = DoubleVector.fromArray(SPECIES, tile, at + LANES);
    DoubleVector s2 = DoubleVector.fromArray(SPECIES, tile, at + row);
    DoubleVector t2 = DoubleVector.fromArray(SPECIES, tile, at + row + LANES);
    DoubleVector s3 = DoubleVector.fromArray(SPECIES, tile, at + 2 * row);
    DoubleVector t3 = DoubleVector.fromArray(SPECIES, tile, at + 2 * row + LANES);
    DoubleVector s4 = DoubleVector.fromArray(SPECIES, tile, at + 3 * row);
    DoubleVector t4 = DoubleVector.fromArray(SPECIES, tile, at + 3 * row + LANES);
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
      next += step;
    }
    s1.intoArray(tile, at);
    t1.intoArray(tile, at + LANES);
    s2.intoArray(tile, at + row);
    t2.intoArray(tile, at + row + LANES);
    s3.intoArray(tile, at + 2 * row);
    t3.intoArray(tile, at + 2 * row + LANES);
    s4.intoArray(tile, at + 3 * row);
    t4.intoArray(tile, at + 3 * row + LANES);
  }

  /** {@link #lowOfRows} for a high tile. */
  void highOfRows(int first, double[] tile, int at, int row) {
    double[] a = factors;
    double[] b = panel;
    int apart = step;
    int fifth = first + 4 * apart;
    int end = inner;
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
  }

  /** {@link #lowOfColumns} for a high tile. */
  void highOfColumns(int first, double[] tile, int at, int row) {
    double[] a = factors;
    double[] b = panel;
    int end = inner;
    int next = first;
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
      next += step;
    }
    s1.intoArray(tile, at);
    s2.intoArray(tile, at + row);
    s3.intoArray(tile, at + 2 * row);
    s4.intoArray(tile, at + 3 * row);
    s5.intoArray(tile, at + 4 * row);
    s6.intoArray(tile, at + 5 * row);
    s7.intoArray(tile, at + 6 * row);
    s8.intoArray(tile, at + 7 * row);
  }
}
