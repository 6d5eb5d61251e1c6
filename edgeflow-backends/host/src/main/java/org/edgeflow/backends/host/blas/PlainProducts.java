package org.edgeflow.backends.host.blas;

import org.edgeflow.backends.host.loops.Elements;

/**
 * Matrix products as sums of rows or as products of rows: for a machine that OpenBLAS has no
 * natives for. (netlib's BLAS in Java would serve, but its vectors have another class than ours,
 * after which the compiler makes objects of ours.)
 */
final class PlainProducts {
  private PlainProducts() {}

  /** See {@link Products#multiply}. */
  static void multiply(Elements elements, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    for (int i = 0; i < c.rows(); i++) {
      int row = c.place(i, 0);
      if (beta == 0) {
        Elements.clear(c.tensor(), row, c.columns());
      } else if (beta != 1) {
        elements.scale(beta, c.tensor(), row, c.columns());
      }
      if (b.transposed()) {
        addProductsOfRows(elements, i, alpha, a, b, c);
      } else {
        for (int l = 0; l < a.columns(); l++) {
          double factor = elements.get(a.tensor(), a.place(i, l));
          elements.addScaled(
              alpha * factor, b.tensor(), b.place(l, 0), c.tensor(), row, c.columns());
        }
      }
    }
  }

  private static void addProductsOfRows(
      Elements elements, int i, double alpha, Matrix a, Matrix b, Matrix c) {
    for (int j = 0; j < c.columns(); j++) {
      double sum = 0;
      if (a.transposed()) {
        for (int l = 0; l < a.columns(); l++) {
          sum += elements.get(a.tensor(), a.place(i, l)) * elements.get(b.tensor(), b.place(l, j));
        }
      } else {
        sum = elements.dot(a.tensor(), a.place(i, 0), b.tensor(), b.place(0, j), a.columns());
      }
      int at = c.place(i, j);
      elements.set(c.tensor(), at, elements.get(c.tensor(), at) + alpha * sum);
    }
  }
}
