package org.edgeflow.backends.nd4j;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrix products in row-major order from ND4J's, which is fast in column-major order only:
 * column-major storage of cᵀ is row-major storage of c, and {@code cᵀ = op(b)ᵀ op(a)ᵀ}.
 */
final class Nd4jProducts implements Kernels.Products {
  private final Nd4jBackend backend;
  private final Nd4jRuntime runtime;

  /** On the tensors of one backend. */
  Nd4jProducts(Nd4jBackend backend) {
    this.backend = backend;
    this.runtime = backend.runtime();
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
    Nd4jTensor left = backend.own(a);
    Nd4jTensor right = backend.own(b);
    Nd4jTensor target = backend.own(c);
    Shapes.requireProduct(transposeA, transposeB, a, b, c);
    if (isProduct(left, beta, target)) {
      runtime.gemm(
          transposeB, transposeA, alpha, right.columns(), left.columns(), beta, target.columns());
    }
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
    Nd4jTensor left = backend.own(a);
    Nd4jTensor right = backend.own(b);
    Nd4jTensor target = backend.own(c);
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    if (isProduct(left, beta, target)) {
      INDArray[] lefts = left.matrices();
      INDArray[] rights = right.matrices();
      INDArray[] targets = target.matrices();
      for (int i = 0; i < targets.length; i++) {
        runtime.gemm(transposeB, transposeA, alpha, rights[i], lefts[i], beta, targets[i]);
      }
    }
  }

  /** Whether there is anything to multiply; where not, does what β asks for. */
  private boolean isProduct(Nd4jTensor left, double beta, Nd4jTensor target) {
    if (left.size() > 0) {
      return target.size() > 0;
    }
    if (beta == 0) {
      backend.fill(target, 0);
    } else {
      backend.scale(beta, target);
    }
    return false;
  }
}
