package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Shaped;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@code Z = X Y}, or {@code X Yᵀ}, of two signals' matrices, several pairs an example. With
 * tangents {@code Ż = Ẋ Y + X Ẏ}; backwards {@code δX = δ Yᵀ}, {@code δY = Xᵀ δ}.
 *
 * @param pairs of matrices in one example
 * @param rows of X
 * @param inner columns of X
 * @param columns of Z
 * @param transposed whether Y is stored as {@code columns × inner}
 */
public record MatrixProduct(int pairs, int rows, int inner, int columns, boolean transposed)
    implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    if (inputs.size() != 2
        || inputs.get(0).size() != (long) pairs * rows * inner
        || inputs.get(1).size() != (long) pairs * inner * columns) {
      throw new IllegalArgumentException(
          "got "
              + inputs
              + ", expected "
              + pairs
              + " matrices of "
              + rows
              + " x "
              + inner
              + " and of "
              + inner
              + " x "
              + columns);
    }
    return new Extents(Math.multiplyExact(pairs, rows), 1, columns);
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(this, wiring);
  }

  private static final class AtWork implements Stage {
    private final Kernels.Products products;
    private final boolean transposed;
    private final Signal output;
    private final Shaped left;
    private final Shaped right;
    private final Shaped out;

    AtWork(MatrixProduct layer, Wiring wiring) {
      products = wiring.kernels().products();
      transposed = layer.transposed();
      Signal first = wiring.inputs().get(0);
      Signal second = wiring.inputs().get(1);
      output = wiring.signal(layer.output(List.of(first.extents(), second.extents())));
      int stack = first.examples() * layer.pairs();
      left = wiring.shaped(first, stack, layer.rows(), layer.inner());
      right =
          transposed
              ? wiring.shaped(second, stack, layer.columns(), layer.inner())
              : wiring.shaped(second, stack, layer.inner(), layer.columns());
      out = wiring.shaped(output, stack, layer.rows(), layer.columns());
    }

    @Override
    public Signal output() {
      return output;
    }

    @Override
    public void forward() {
      products.batchedGemm(false, transposed, 1, left.value(), right.value(), 0, out.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      products.batchedGemm(false, transposed, 1, left.tangent(), right.value(), 0, out.tangent());
      products.batchedGemm(false, transposed, 1, left.value(), right.tangent(), 1, out.tangent());
    }

    @Override
    public void backward() {
      toLeft(out.delta(), right.value(), 0, left.delta());
      toRight(left.value(), out.delta(), 0, right.delta());
    }

    @Override
    public void backwardTangent() {
      backward();
      toLeft(out.deltaTangent(), right.value(), 0, left.deltaTangent());
      toLeft(out.delta(), right.tangent(), 1, left.deltaTangent());
      toRight(left.value(), out.deltaTangent(), 0, right.deltaTangent());
      toRight(left.tangent(), out.delta(), 1, right.deltaTangent());
    }

    private void toLeft(Tensor delta, Tensor y, double beta, Tensor result) {
      products.batchedGemm(false, !transposed, 1, delta, y, beta, result);
    }

    private void toRight(Tensor x, Tensor delta, double beta, Tensor result) {
      if (transposed) {
        products.batchedGemm(true, false, 1, delta, x, beta, result);
      } else {
        products.batchedGemm(true, false, 1, x, delta, beta, result);
      }
    }
  }
}
