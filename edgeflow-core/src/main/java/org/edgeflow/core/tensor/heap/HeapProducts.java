package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Products of matrices by their definition, each element a sum in float64. */
final class HeapProducts implements Kernels.Products {
  private final TensorBackend owner;

  /** On the tensors of one backend. */
  HeapProducts(TensorBackend owner) {
    this.owner = owner;
  }

  /**
   * A matrix within a tensor, transposed or not.
   *
   * @param x the tensor
   * @param start its first element
   * @param down from one row to the next
   * @param across from one column to the next
   */
  private record Matrix(HeapTensor x, int start, int down, int across) {

    /** The matrix from {@code start} on, transposed where asked. */
    static Matrix of(HeapTensor x, int start, boolean transposed) {
      int stored = x.extent(x.rank() - 1);
      return transposed ? new Matrix(x, start, 1, stored) : new Matrix(x, start, stored, 1);
    }
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
    HeapTensor left = own(a);
    HeapTensor right = own(b);
    HeapTensor target = own(c);
    Shapes.requireProduct(transposeA, transposeB, a, b, c);
    int inner = left.extent(transposeA ? 0 : 1);
    Matrix first = Matrix.of(left, 0, transposeA);
    Matrix second = Matrix.of(right, 0, transposeB);
    product(inner, alpha, first, second, beta, target, 0);
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
    int rows = target.extent(1);
    int columns = target.extent(2);
    int inner = left.extent(transposeA ? 1 : 2);
    for (int i = 0; i < target.extent(0); i++) {
      Matrix first = Matrix.of(left, i * rows * inner, transposeA);
      Matrix second = Matrix.of(right, i * inner * columns, transposeB);
      product(inner, alpha, first, second, beta, target, i * rows * columns);
    }
  }

  /** One product of {@code inner} terms an element, into {@code c} from {@code start} on. */
  private static void product(
      int inner, double alpha, Matrix a, Matrix b, double beta, HeapTensor c, int start) {
    int rows = c.extent(c.rank() - 2);
    int columns = c.extent(c.rank() - 1);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int inA = a.start + i * a.down;
        int inB = b.start + j * b.across;
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum += a.x.get(inA + k * a.across) * b.x.get(inB + k * b.down);
        }
        int index = start + i * columns + j;
        c.set(index, beta == 0 ? alpha * sum : alpha * sum + beta * c.get(index));
      }
    }
  }

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }
}
