package org.edgeflow.core.tensor.heap;

import java.util.Arrays;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A tensor in a stretch of a Java array: of a {@code double[]} in float64, of a {@code float[]} in
 * float32. Element i is the array's element {@code offset() + i}.
 */
public final class HeapTensor implements Tensor {
  private final TensorBackend backend;
  private final int[] shape;
  private final int size;
  private final int offset;
  private final double[] doubles;
  private final float[] floats;

  private HeapTensor(
      TensorBackend backend, int[] shape, int offset, double[] doubles, float[] floats) {
    this.backend = backend;
    this.shape = shape.clone();
    this.size = Shapes.size(shape);
    this.offset = offset;
    this.doubles = doubles;
    this.floats = floats;
  }

  /** A new tensor of zeros for a backend that keeps its tensors in Java arrays. */
  public static HeapTensor zeros(TensorBackend backend, int... shape) {
    int size = Shapes.size(shape);
    boolean wide = backend.dataType() == DataType.FLOAT64;
    return new HeapTensor(
        backend, shape, 0, wide ? new double[size] : null, wide ? null : new float[size]);
  }

  /**
   * A tensor as what it is where it belongs to {@code owner}.
   *
   * @throws IllegalArgumentException if it belongs to another backend
   */
  static HeapTensor of(TensorBackend owner, Tensor x) {
    Shapes.requireOwner(owner, x);
    return (HeapTensor) x;
  }

  /**
   * The elements from {@code offset} on, as a tensor of its own shape in the same array.
   *
   * @throws IllegalArgumentException if they do not lie within this tensor
   */
  public HeapTensor view(int offset, int... shape) {
    Shapes.requireWithin(this, offset, shape);
    return new HeapTensor(backend, shape, this.offset + offset, doubles, floats);
  }

  @Override
  public TensorBackend backend() {
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

  /** Where this tensor begins in its array. */
  public int offset() {
    return offset;
  }

  /** The live array of a float64 tensor; null in float32. */
  public double[] doubles() {
    return doubles;
  }

  /** The live array of a float32 tensor; null in float64. */
  public float[] floats() {
    return floats;
  }

  @Override
  public int rank() {
    return shape.length;
  }

  @Override
  public int extent(int axis) {
    return shape[axis];
  }

  /** Element {@code index} in row-major order. */
  double get(int index) {
    return doubles != null ? doubles[offset + index] : floats[offset + index];
  }

  /** Sets element {@code index}, rounding to the format. */
  void set(int index, double value) {
    if (doubles != null) {
      doubles[offset + index] = value;
    } else {
      floats[offset + index] = (float) value;
    }
  }

  @Override
  public String toString() {
    return dataType() + Arrays.toString(shape);
  }
}
