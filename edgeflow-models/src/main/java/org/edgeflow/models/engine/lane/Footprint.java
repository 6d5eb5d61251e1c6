package org.edgeflow.models.engine.lane;

import java.util.Arrays;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapKernels;

/**
 * A backend without memory: it counts the elements that are asked for, so that what a network will
 * take is known before it is taken. It computes nothing.
 */
final class Footprint implements TensorBackend {
  private final DataType dataType;
  private final Kernels kernels;
  private long elements;

  /** Of what would be asked for on a backend. */
  Footprint(TensorBackend backend) {
    this.dataType = backend.dataType();
    Kernels all = HeapKernels.on(this);
    this.kernels =
        new Kernels(
            all.elementwise(),
            all.rows(),
            all.windows(),
            all.places(),
            all.products(),
            backend.kernels().tiles() == null ? null : all.tiles());
  }

  /** Elements asked for so far. */
  long elements() {
    return elements;
  }

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public String description() {
    return "counts elements";
  }

  @Override
  public Tensor zeros(int... shape) {
    elements += Shapes.size(shape);
    return new Outline(this, shape.clone());
  }

  @Override
  public Scalars scalars(int count) {
    elements += (long) count * (Double.BYTES / dataType.bytes());
    return TensorBackend.super.scalars(count);
  }

  @Override
  public Tensor view(Tensor x, int offset, int... shape) {
    Shapes.requireWithin(x, offset, shape);
    return new Outline(this, shape.clone());
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void write(double[] values, Tensor x) {}

  @Override
  public void read(Tensor x, double[] values) {
    throw computesNothing();
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    throw computesNothing();
  }

  @Override
  public void fill(Tensor x, double value) {
    throw computesNothing();
  }

  @Override
  public void scale(double alpha, Tensor x) {
    throw computesNothing();
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    throw computesNothing();
  }

  @Override
  public void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    throw computesNothing();
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    throw computesNothing();
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    throw computesNothing();
  }

  @Override
  public void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    throw computesNothing();
  }

  @Override
  public void root(double alpha, Tensor x, double epsilon, Tensor out) {
    throw computesNothing();
  }

  @Override
  public void divide(Tensor x, Tensor y, Tensor out) {
    throw computesNothing();
  }

  private static UnsupportedOperationException computesNothing() {
    return new UnsupportedOperationException("a footprint computes nothing");
  }

  /** A tensor without elements. */
  private record Outline(Footprint backend, int[] shape) implements Tensor {
    @Override
    public int[] shape() {
      return shape.clone();
    }

    @Override
    public int size() {
      return Shapes.size(shape);
    }

    @Override
    public String toString() {
      return "outline" + Arrays.toString(shape);
    }
  }
}
