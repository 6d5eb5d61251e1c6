package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.blas.Matrix;
import org.edgeflow.backends.host.blas.Products;
import org.edgeflow.backends.host.blas.SmallProducts;
import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.threads.TaskPool;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Products of matrices: large ones shared among the threads, many small ones by the caller's. */
final class HostProducts implements Kernels.Products {
  /** Multiplications of a matrix up to which {@link SmallProducts} are the quicker ones. */
  private static final int SMALL = 1 << 17;

  private final Owner owner;
  private final Products products;
  private final Elements elements;
  private final SmallProducts small;
  private final SharedProducts shared;

  HostProducts(Owner owner, Products products, Loops loops, TaskPool pool) {
    this.owner = owner;
    this.products = products;
    this.elements = loops.elements();
    this.small = loops.products();
    this.shared = new SharedProducts(pool, products);
  }

  @Override
  public void gemm(
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
    Shapes.requireProduct(transposeA, transposeB, a, b, c);
    int m = target.extent(0);
    int n = target.extent(1);
    int k = left.extent(transposeA ? 0 : 1);
    if (target.size() == 0 || k == 0) {
      products.scaleOrClear(beta, target);
      return;
    }
    shared.multiply(
        alpha,
        Matrix.of(left, m, k, transposeA),
        Matrix.of(right, k, n, transposeB),
        beta,
        Matrix.of(target, m, n, false));
  }

  @Override
  public void batchedGemm(
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

  @Override
  public void batchedSmallGemm(
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
    // A second factor stored transposed would have to be turned first, which takes what is won.
    boolean taken = small != null && !transposeB && small.take(m, n);
    if (!taken || (long) m * n * k > SMALL) {
      batchedGemm(transposeA, transposeB, alpha, a, b, beta, c);
      return;
    }
    Matrix first = Matrix.of(left, m, k, transposeA);
    Matrix second = Matrix.of(right, k, n, transposeB);
    Matrix result = Matrix.of(target, m, n, false);
    for (int i = 0; i < target.extent(0); i++) {
      if (beta == 0) {
        Elements.clear(target, i * m * n, m * n);
      } else if (beta != 1) {
        elements.scale(beta, target, i * m * n, m * n);
      }
      small.multiply(
          alpha, first.shifted(i * m * k), second.shifted(i * k * n), result.shifted(i * m * n));
    }
  }
}
