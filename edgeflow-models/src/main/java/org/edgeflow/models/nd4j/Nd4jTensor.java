package org.edgeflow.models.nd4j;

import java.util.Arrays;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor in an ND4J array, in row-major order.
 *
 * <p>ND4J has no storage of length zero, so an empty tensor has no array.
 */
public final class Nd4jTensor implements Tensor {
  private final Nd4jBackend backend;
  private final int[] shape;
  private final int size;
  private final INDArray flat;
  private final INDArray transposed;

  Nd4jTensor(Nd4jBackend backend, int[] shape) {
    this.backend = backend;
    this.shape = shape.clone();
    this.size = Shapes.size(shape);
    this.flat = size == 0 ? null : backend.runtime().zeros(backend.dataType(), size);
    this.transposed = transposed(flat, shape);
  }

  private Nd4jTensor(Nd4jTensor whole, int offset, int[] shape) {
    Shapes.requireWithin(whole, offset, shape);
    this.backend = whole.backend;
    this.shape = shape.clone();
    this.size = Shapes.size(shape);
    this.flat = size == 0 ? null : backend.runtime().slice(whole.flat, offset, size);
    this.transposed = transposed(flat, shape);
  }

  private static INDArray transposed(INDArray flat, int[] shape) {
    return flat == null || shape.length != 2
        ? null
        : flat.reshape('c', shape[0], shape[1]).transpose();
  }

  /** The elements from {@code offset} on, in the same storage. */
  Nd4jTensor view(int offset, int... shape) {
    return new Nd4jTensor(this, offset, shape);
  }

  @Override
  public Nd4jBackend backend() {
    return backend;
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public int size() {
    return size;
  }

  /** The live elements as one vector; null for an empty tensor. */
  public INDArray flat() {
    return flat;
  }

  /** A view of a matrix's transpose, which in ND4J's column-major order is this very storage. */
  INDArray transposed() {
    return transposed;
  }

  @Override
  public String toString() {
    return dataType() + Arrays.toString(shape);
  }
}
