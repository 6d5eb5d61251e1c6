package org.edgeflow.bench.tally;

import java.util.Arrays;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A backend without memory. It accepts every operation, computes none, and adds up the flops of the
 * products and the bytes of the tensors that they name; numbers that it is asked for are 1.
 *
 * <p>An objective that is opened on it and evaluated leaves the cost of that evaluation, operation
 * by operation as its layers ask for them. What carries numbers between Java and the backend is not
 * counted.
 */
public final class Tally implements TensorBackend {
  private final DataType dataType;
  private final int threads;
  private final int reach;
  private final Kernels kernels = TallyKernels.on(this);
  private double flops;
  private double bytes;
  private long operations;

  Tally(DataType dataType, int threads, int reach) {
    this.dataType = dataType;
    this.threads = threads;
    this.reach = reach;
  }

  /** Begins anew. */
  public void reset() {
    flops = 0;
    bytes = 0;
    operations = 0;
  }

  /** What was asked for since then. */
  public Work work() {
    return new Work(flops, bytes, operations);
  }

  /**
   * One operation that reads or writes each of these once; one that it does both to comes twice.
   */
  void move(Tensor... each) {
    operations++;
    for (Tensor x : each) {
      Shapes.requireOwner(this, x);
      bytes += (double) x.size() * dataType.bytes();
    }
  }

  /** The same of what is no tensor. */
  void moveBytes(double more) {
    bytes += more;
  }

  /** A product, or a batch of them, of {@code inner} terms for each element of {@code c}. */
  void product(Tensor a, Tensor b, double beta, Tensor c, int inner) {
    move(a, b, c);
    if (beta != 0) {
      bytes += (double) c.size() * dataType.bytes();
    }
    flops += 2.0 * c.size() * inner;
  }

  @Override
  public String name() {
    return "tally";
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public String description() {
    return "counts operations";
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public int reach() {
    return reach;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Tensor zeros(int... shape) {
    return new Outline(this, shape.clone());
  }

  @Override
  public Tensor view(Tensor x, int offset, int... shape) {
    Shapes.requireWithin(x, offset, shape);
    return new Outline(this, shape.clone());
  }

  @Override
  public void read(Tensor x, double[] values) {
    Shapes.requireLength(x, values.length);
    Arrays.fill(values, 1);
  }

  @Override
  public void write(double[] values, Tensor x) {
    Shapes.requireLength(x, values.length);
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    move(from, to);
  }

  @Override
  public void fill(Tensor x, double value) {
    move(x);
  }

  @Override
  public void scale(double alpha, Tensor x) {
    move(x, x);
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    move(x, y, y);
  }

  @Override
  public void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    move(x, y, out);
  }

  @Override
  public void displace(Tensor x, double alpha, Scalars by, int slot, Tensor y, Tensor out) {
    move(x, y, out);
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    move(x, y);
    return 1;
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    move(x, y);
    return 1;
  }

  @Override
  public void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    move(x, y, y);
  }

  @Override
  public void root(double alpha, Tensor x, double epsilon, Tensor out) {
    move(x, out);
  }

  @Override
  public void divide(Tensor x, Tensor y, Tensor out) {
    move(x, y, out);
  }
}
