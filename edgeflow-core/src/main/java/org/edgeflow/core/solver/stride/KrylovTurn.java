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
 * u}, to length 1, by Lanczos's method in the space of {@code u, Hu, …, H^{m−1}u}, m as large as it
 * has to be. It costs m products.
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

  /** {@code uᵀHu}, for one product. */
  double curvature(Tensor centre, Tensor direction) {
    flow.curvature(centre, direction, product);
    return direction.backend().dot(direction, product);
  }

  /**
   * Turns a direction.
   *
   * @param centre c; not modified
   * @param direction u, of length 1; modified
   * @param time nη
   * @param change the space is large enough once another product changes s by less
   * @return {@code s = uᵀHu} of the direction as it is then
   */
  double turn(Tensor centre, Tensor direction, double time, double change) {
    TensorBackend backend = direction.backend();
    int most = basis.size();
    RealMatrix projected = new Array2DRowRealMatrix(most, most);
    backend.copy(direction, basis.get(0));
    double last = Double.NaN;
    for (int size = 1; size <= most; size++) {
      flow.curvature(centre, basis.get(size - 1), product);
      for (int i = 0; i < size; i++) {
        double entry = backend.dot(basis.get(i), product);
        projected.setEntry(i, size - 1, entry);
        projected.setEntry(size - 1, i, entry);
      }
      RealMatrix small = projected.getSubMatrix(0, size - 1, 0, size - 1);
      if (!Double.isFinite(small.getFrobeniusNorm())) {
        return small.getEntry(0, 0);
      }
      RealVector weights = exponential(small, time);
      double curvature = weights.dotProduct(small.operate(weights));
      boolean settled = Math.abs(curvature - last) < change;
      if (size == 1) {
        // Turning raises s by 2t‖(H − s)u‖² to begin with.
        double norm = backend.norm(product);
        settled = 2 * time * Math.max(0, norm * norm - curvature * curvature) < change;
      }
      last = curvature;
      if (settled || size == most || !extend(backend, size)) {
        place(weights, direction);
        break;
      }
    }
    return last;
  }

  private void place(RealVector weights, Tensor direction) {
    TensorBackend backend = direction.backend();
    backend.fill(direction, 0);
    for (int i = 0; i < weights.getDimension(); i++) {
      backend.axpy(weights.getEntry(i), basis.get(i), direction);
    }
    backend.scale(1 / backend.norm(direction), direction);
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
