package org.edgeflow.backends.cuda;

import org.edgeflow.backends.cuda.device.Products;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;

/** Products by cuBLAS. */
final class CudaProducts implements Kernels.Products {
  private final CudaBackend backend;
  private final Products products;

  CudaProducts(CudaBackend backend, Products products) {
    this.backend = backend;
    this.products = products;
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
    CudaTensor left = backend.own(a);
    CudaTensor right = backend.own(b);
    CudaTensor target = backend.own(c);
    Shapes.requireProduct(transposeA, transposeB, a, b, c);
    int m = target.extent(0);
    int n = target.extent(1);
    int k = left.extent(transposeA ? 0 : 1);
    Products.Form form = new Products.Form(transposeA, transposeB, m, n, k, null);
    product(form, alpha, left, right, beta, target);
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
    CudaTensor left = backend.own(a);
    CudaTensor right = backend.own(b);
    CudaTensor target = backend.own(c);
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    int m = target.extent(1);
    int n = target.extent(2);
    int k = left.extent(transposeA ? 1 : 2);
    Products.Batch batch =
        new Products.Batch(target.extent(0), (long) m * k, (long) k * n, (long) m * n);
    Products.Form form = new Products.Form(transposeA, transposeB, m, n, k, batch);
    product(form, alpha, left, right, beta, target);
  }

  private void product(
      Products.Form form, double alpha, CudaTensor a, CudaTensor b, double beta, CudaTensor c) {
    if (c.size() == 0) {
      return;
    }
    if (form.k() == 0) {
      if (beta == 0) {
        backend.fill(c, 0);
      } else {
        backend.scale(beta, c);
      }
      return;
    }
    products.product(form, alpha, a.pointer(), b.pointer(), beta, c.pointer());
  }
}
