package org.edgeflow.core.solver.stride;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * The direction over many iterations at once, at a Hessian that stands still: {@code u ← e^{nηH}
 * u}, to length 1, by Lanczos's method in the space of {@code u, Hu, …, H^{m−1}u}. It costs m
 * products.
 */
final class KrylovTurn {
  private final QuietFlow flow;
  private final List<Tensor> basis = new ArrayList<>();
  private final Tensor product;

  /**
   * Room for spaces of some dimension.
   *
   * @param most the largest m
   * @param like of the direction's shape; not modified
   */
  KrylovTurn(QuietFlow flow, int most, Tensor like) {
    this.flow = flow;
    this.product = like.backend().copyOf(like);
    for (int i = 0; i < most; i++) {
      basis.add(like.backend().copyOf(like));
    }
  }

  /**
   * Turns a direction.
   *
   * @param centre c; not modified
   * @param direction u, of length 1; modified
   * @param iterations n; 0 asks for the curvature alone
   * @param products m
   * @return {@code uᵀHu} of the direction as it is then
   */
  double turn(Tensor centre, Tensor direction, int iterations, int products) {
    TensorBackend backend = direction.backend();
    double[][] projected = new double[products][products];
    backend.copy(direction, basis.get(0));
    int size = 0;
    while (size < products) {
      flow.curvature(centre, basis.get(size), product);
      for (int i = 0; i <= size; i++) {
        projected[i][size] = backend.dot(basis.get(i), product);
        projected[size][i] = projected[i][size];
      }
      size++;
      if (size == products || !extend(backend, size)) {
        break;
      }
    }
    double curvature = projected[0][0];
    RealMatrix small = new Array2DRowRealMatrix(projected).getSubMatrix(0, size - 1, 0, size - 1);
    if (iterations == 0 || size == 1 || !Double.isFinite(small.getFrobeniusNorm())) {
      return curvature;
    }
    RealVector weights = exponential(small, iterations * flow.learningRate());
    backend.fill(direction, 0);
    for (int i = 0; i < size; i++) {
      backend.axpy(weights.getEntry(i), basis.get(i), direction);
    }
    backend.scale(1 / backend.norm(direction), direction);
    return weights.dotProduct(small.operate(weights));
  }

  // The product's part across the basis is the next of it, unless there is none left.
  private boolean extend(TensorBackend backend, int size) {
    double before = backend.norm(product);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < size; i++) {
        backend.axpy(-backend.dot(basis.get(i), product), basis.get(i), product);
      }
    }
    double rest = backend.norm(product);
    if (!(rest > 1e3 * product.dataType().epsilon() * before)) {
      return false;
    }
    backend.combine(1 / rest, product, 0, product, basis.get(size));
    return true;
  }

  /** {@code e^{tT} e_1}, to length 1. */
  private static RealVector exponential(RealMatrix small, double time) {
    EigenDecompositionSymmetric spectrum = new EigenDecompositionSymmetric(small);
    double top = spectrum.getEigenvalue(0);
    RealVector sum = new ArrayRealVector(small.getRowDimension());
    for (int i = 0; i < small.getRowDimension(); i++) {
      RealVector mode = spectrum.getEigenvector(i);
      double grown = Math.exp(time * (spectrum.getEigenvalue(i) - top)) * mode.getEntry(0);
      sum = sum.add(mode.mapMultiply(grown));
    }
    return sum.mapMultiply(1 / sum.getNorm());
  }
}
