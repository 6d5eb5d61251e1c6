package org.edgeflow.theory.probe.krylov;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.complex.Complex;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;

/**
 * Arnoldi's process: the eigenvalue of largest modulus of a linear map that need not be symmetric,
 * among those whose eigenvectors a start has a part of. Exact once it has as many products as that
 * part has dimensions.
 *
 * <p>It comes to hold one vector a product, each allocated when first needed and then kept.
 */
public final class Arnoldi {
  private static final double EXHAUSTED = 64;

  private final TensorBackend backend;
  private final int dimension;
  private final int limit;
  private final List<Tensor> basis = new ArrayList<>();

  /** A linear map. */
  @FunctionalInterface
  public interface LinearMap {

    /**
     * {@code out ← A v}.
     *
     * @param v not modified
     * @param out modified; another tensor
     */
    void apply(Tensor v, Tensor out);
  }

  /**
   * A process that has not run.
   *
   * @param products the most that it spends
   */
  public Arnoldi(TensorBackend backend, int dimension, int products) {
    this.backend = backend;
    this.dimension = dimension;
    this.limit = Math.min(products, dimension);
  }

  /**
   * The eigenvalue of largest modulus; NaN where the start is 0 or something is not finite.
   *
   * @param start not modified
   */
  public Complex largest(LinearMap map, Tensor start) {
    double length = backend.norm(start);
    if (!(length > 0) || Double.isInfinite(length)) {
      return Complex.NaN;
    }
    double[][] hessenberg = new double[limit][limit];
    backend.combine(1 / length, start, 0, start, vector(0));
    int size = 0;
    double scale = 0;
    while (size < limit) {
      Tensor next = vector(size + 1);
      map.apply(vector(size), next);
      scale = Math.max(scale, backend.norm(next));
      double rest = orthogonalize(next, size, hessenberg);
      if (!Double.isFinite(rest + scale)) {
        return Complex.NaN;
      }
      size++;
      if (size == limit || rest <= EXHAUSTED * backend.dataType().epsilon() * scale) {
        break;
      }
      hessenberg[size][size - 1] = rest;
      backend.scale(1 / rest, next);
    }
    return largest(hessenberg, size);
  }

  private Tensor vector(int i) {
    if (i == basis.size()) {
      basis.add(backend.zeros(dimension));
    }
    return basis.get(i);
  }

  private double orthogonalize(Tensor vector, int column, double[][] hessenberg) {
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i <= column; i++) {
        double part = backend.dot(basis.get(i), vector);
        hessenberg[i][column] += part;
        backend.axpy(-part, basis.get(i), vector);
      }
    }
    return backend.norm(vector);
  }

  private static Complex largest(double[][] hessenberg, int size) {
    if (size == 1) {
      return new Complex(hessenberg[0][0]);
    }
    Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        matrix.setEntry(i, j, hessenberg[i][j]);
      }
    }
    Complex found = Complex.ZERO;
    for (Complex value : new EigenDecompositionNonSymmetric(matrix).getEigenvalues()) {
      found = value.norm() > found.norm() ? value : found;
    }
    return found;
  }
}
