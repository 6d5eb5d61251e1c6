package org.edgeflow.core.tensor;

import java.util.Arrays;

/** A tensor in a Java array: a {@code double[]} in float64, a {@code float[]} in float32. */
public final class HeapTensor implements Tensor {
  private final TensorBackend backend;
  private final int[] shape;
  private final int size;
  private final double[] doubles;
  private final float[] floats;

  HeapTensor(TensorBackend backend, int[] shape) {
    this.backend = backend;
    this.shape = shape.clone();
    this.size = Shapes.size(shape);
    boolean wide = backend.dataType() == DataType.FLOAT64;
    this.doubles = wide ? new double[size] : null;
    this.floats = wide ? null : new float[size];
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

  /** The live array of a float64 tensor; null in float32. */
  public double[] doubles() {
    return doubles;
  }

  /** The live array of a float32 tensor; null in float64. */
  public float[] floats() {
    return floats;
  }

  /** The extent along one axis. */
  int extent(int axis) {
    return shape[axis];
  }

  @Override
  public String toString() {
    return dataType() + Arrays.toString(shape);
  }
}
