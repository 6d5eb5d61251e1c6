package org.edgeflow.backends.nd4j;

import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrix products in row-major order from ND4J's, which is fast in column-major order only:
 * column-major storage of cᵀ is row-major storage of c, and {@code cᵀ = op(b)ᵀ op(a)ᵀ}.
 */
final class Products {
  private final Nd4jBackend backend;
  private final Nd4jRuntime runtime;

  Products(Nd4jBackend backend) {
    this.backend = backend;
    this.runtime = backend.runtime();
  }

  /** {@code c ← α op(a) op(b) + β c}, of matrices that fit. */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Nd4jTensor a,
      Nd4jTensor b,
      double beta,
      Nd4jTensor c) {
    if (isProduct(a, beta, c)) {
      runtime.gemm(transposeB, transposeA, alpha, b.columns(), a.columns(), beta, c.columns());
    }
  }

  /** The same for each of a batch. */
  void batchedGemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Nd4jTensor a,
      Nd4jTensor b,
      double beta,
      Nd4jTensor c) {
    if (isProduct(a, beta, c)) {
      INDArray[] lefts = a.matrices();
      INDArray[] rights = b.matrices();
      INDArray[] targets = c.matrices();
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
