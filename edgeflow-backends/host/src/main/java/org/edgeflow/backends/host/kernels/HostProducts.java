package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.blas.Matrix;
import org.edgeflow.backends.host.blas.Products;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Many small products. */
final class HostProducts {
  private final Owner owner;
  private final Products products;

  HostProducts(Owner owner, Products products) {
    this.owner = owner;
    this.products = products;
  }

  void batchedGemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c) {
    HeapTensor left = owner.own(a);
    HeapTensor right = owner.own(b);
    HeapTensor target = owner.own(c);
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    int m = target.extent(1);
    int n = target.extent(2);
    int k = left.extent(transposeA ? 1 : 2);
    if (target.size() == 0 || k == 0) {
      products.scaleOrClear(beta, target);
      return;
    }
    products.prepare();
    Matrix first = Matrix.of(left, m, k, transposeA);
    Matrix second = Matrix.of(right, k, n, transposeB);
    Matrix result = Matrix.of(target, m, n, false);
    for (int i = 0; i < target.extent(0); i++) {
      products.multiply(
          alpha,
          first.shifted(i * m * k),
          second.shifted(i * k * n),
          beta,
          result.shifted(i * m * n));
    }
  }
}
