package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Products of matrices by their definition, each element a sum in float64. */
record HeapProducts(TensorBackend owner) implements Kernels.Products {
  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c) {
    HeapTensor left = own(a);
    HeapTensor right = own(b);
    HeapTensor target = own(c);
    Shapes.requireProduct(transposeA, transposeB, a, b, c);
    products(transposeA, transposeB, alpha, left, right, beta, target);
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
    HeapTensor left = own(a);
    HeapTensor right = own(b);
    HeapTensor target = own(c);
    Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
    products(transposeA, transposeB, alpha, left, right, beta, target);
  }

  /** One product, or a batch of them where there is a third axis. */
  private static void products(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      HeapTensor a,
      HeapTensor b,
      double beta,
      HeapTensor c) {
    int rank = c.rank();
    int rows = c.extent(rank - 2);
    int columns = c.extent(rank - 1);
    int inner = a.extent(transposeA ? rank - 2 : rank - 1);
    int downA = transposeA ? 1 : inner;
    int acrossA = transposeA ? rows : 1;
    int downB = transposeB ? 1 : columns;
    int acrossB = transposeB ? inner : 1;
    int batch = rank == 2 ? 1 : c.extent(0);
    // Rows of all products, one after the other.
    for (int row = 0; row < batch * rows; row++) {
      int number = row / rows;
      int inA = number * rows * inner + row % rows * downA;
      for (int j = 0; j < columns; j++) {
        int inB = number * inner * columns + j * acrossB;
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum += a.get(inA + k * acrossA) * b.get(inB + k * downB);
        }
        int index = row * columns + j;
        c.set(index, beta == 0 ? alpha * sum : alpha * sum + beta * c.get(index));
      }
    }
  }

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }
}
