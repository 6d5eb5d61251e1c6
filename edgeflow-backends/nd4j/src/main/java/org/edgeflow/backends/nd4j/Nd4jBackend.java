package org.edgeflow.backends.nd4j;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.backends.nd4j.operations.Elements;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.arrays.ThroughArrays;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tensors in ND4J arrays: OpenBLAS on the processor ({@code nd4j-native}), cuBLAS on a GPU ({@code
 * nd4j-cuda}).
 *
 * <p>Vector operations are BLAS level 1 calls, which here run 3 to 50 times faster than ND4J's own
 * operations. Sums are in the tensors' format, in an order that depends only on their length and on
 * the number of threads: the same inputs give the same bits, and in float32 a sum of {@code n}
 * products is off by a few ε_mach times {@code Σ |xᵢ yᵢ|}.
 */
public final class Nd4jBackend implements TensorBackend {
  private final Nd4jRuntime runtime;
  private final DataType dataType;
  private final Map<Integer, INDArray> differences = new HashMap<>();
  private Kernels kernels;

  /** A backend for one format on a runtime that is up. */
  public Nd4jBackend(Nd4jRuntime runtime, DataType dataType) {
    this.runtime = runtime;
    this.dataType = dataType;
  }

  /** What computes. */
  public Nd4jRuntime runtime() {
    return runtime;
  }

  @Override
  public String name() {
    return runtime.device().label();
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public String description() {
    return runtime.description();
  }

  @Override
  public Tensor zeros(int... shape) {
    return new Nd4jTensor(this, shape);
  }

  @Override
  public Tensor view(Tensor x, int offset, int... shape) {
    return own(x).view(offset, shape);
  }

  @Override
  public void read(Tensor x, double[] values) {
    Nd4jTensor from = own(x);
    Shapes.requireLength(x, values.length);
    if (values.length > 0) {
      runtime.read(from.flat(), values);
    }
  }

  @Override
  public void write(double[] values, Tensor x) {
    Nd4jTensor to = own(x);
    Shapes.requireLength(x, values.length);
    if (values.length > 0) {
      runtime.write(values, to.flat());
    }
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    Nd4jTensor source = own(from);
    Nd4jTensor target = own(to);
    Shapes.requireSameSize(from, to);
    if (source != target && source.size() > 0) {
      runtime.copy(source.flat(), target.flat());
    }
  }

  @Override
  public void fill(Tensor x, double value) {
    Nd4jTensor target = own(x);
    if (target.size() > 0) {
      runtime.fill(target.flat(), value);
    }
  }

  @Override
  public void scale(double alpha, Tensor x) {
    Nd4jTensor target = own(x);
    if (target.size() > 0) {
      runtime.scale(alpha, target.flat());
    }
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    combine(alpha, x, 1, y, y);
  }

  @Override
  public void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    Nd4jTensor left = own(x);
    Nd4jTensor right = own(y);
    Nd4jTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    if (target.size() == 0) {
      return;
    }
    if (left == right) {
      combineWithItself(alpha, beta, left, target);
    } else if (target == left) {
      scaleAndAdd(alpha, target, beta, right);
    } else {
      copy(right, target);
      scaleAndAdd(beta, target, alpha, left);
    }
  }

  /** {@code out ← β out + α x}, the two being different tensors. */
  private void scaleAndAdd(double beta, Nd4jTensor out, double alpha, Nd4jTensor x) {
    if (beta != 1) {
      runtime.scale(beta, out.flat());
    }
    runtime.axpy(alpha, x.flat(), out.flat());
  }

  /** {@code out ← α x + β x}: not {@code (α + β) x}, in which infinities would not meet. */
  private void combineWithItself(double alpha, double beta, Nd4jTensor x, Nd4jTensor out) {
    INDArray scaled = scratch(x.size());
    runtime.copy(x.flat(), scaled);
    runtime.scale(alpha, scaled);
    copy(x, out);
    if (beta != 1) {
      runtime.scale(beta, out.flat());
    }
    runtime.axpy(1, scaled, out.flat());
  }

  @Override
  public void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    Nd4jTensor from = own(x);
    Nd4jTensor to = own(y);
    Shapes.requireSameSize(x, y);
    if (to.size() == 0) {
      return;
    }
    INDArray squares = scratch(from.size());
    runtime.copy(from.flat(), squares);
    squares.muli(squares);
    runtime.scale(beta, to.flat());
    runtime.axpy(alpha, squares, to.flat());
  }

  @Override
  public void root(double alpha, Tensor x, double epsilon, Tensor out) {
    Nd4jTensor to = own(out);
    Shapes.requireSameSize(x, out);
    copy(x, out);
    if (to.size() > 0) {
      runtime.scale(alpha, to.flat());
      runtime.root(to.flat());
      to.flat().addi(epsilon);
    }
  }

  @Override
  public void divide(Tensor x, Tensor y, Tensor out) {
    Nd4jTensor left = own(x);
    Nd4jTensor right = own(y);
    Nd4jTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    if (target.size() > 0) {
      left.flat().divi(right.flat(), target.flat());
    }
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    Nd4jTensor left = own(x);
    Nd4jTensor right = own(y);
    Shapes.requireSameSize(x, y);
    return left.size() == 0 ? 0 : runtime.dot(left.flat(), right.flat());
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    Nd4jTensor left = own(x);
    Nd4jTensor right = own(y);
    Shapes.requireSameSize(x, y);
    if (left.size() == 0) {
      return 0;
    }
    INDArray difference = scratch(left.size());
    runtime.copy(left.flat(), difference);
    runtime.axpy(-1, right.flat(), difference);
    return Math.sqrt(runtime.dot(difference, difference));
  }

  /** Room for one vector; allocated when a size is first met, and kept. */
  private INDArray scratch(int size) {
    return differences.computeIfAbsent(size, length -> runtime.zeros(dataType, length));
  }

  @Override
  public Optional<TensorBackend> inFormat(DataType other) {
    return Optional.of(new Nd4jBackend(runtime, other));
  }

  @Override
  public Kernels kernels() {
    if (kernels == null) {
      kernels = newKernels();
    }
    return kernels;
  }

  /**
   * The same on a processor and on a CUDA device: composed of ND4J's elementwise operations and of
   * BLAS, with room for intermediate results that is kept. Errors are a few ε_mach in the size of
   * what is added up.
   *
   * <p>Elements by index, for which ND4J takes about 1 µs an element, maxima with their places, and
   * activations that are not standard ones take a way through Java arrays. Dense networks and
   * convolutions with standard activations and average pooling use none of them.
   */
  private Kernels newKernels() {
    Kernels arrays = ThroughArrays.of(this);
    Elements elements = new Elements(runtime.zeros(dataType, 1));
    Scratch scratch = new Scratch(this);
    Kernels.Elementwise elementwise =
        new Nd4jElementwise(this, elements, scratch, arrays.elementwise());
    return new Kernels(
        elementwise,
        new Nd4jRows(this, elements, scratch),
        new Nd4jWindows(this, elements, scratch, elementwise, arrays.windows()),
        arrays.places(),
        new Nd4jProducts(this),
        null);
  }

  /** The tensor as one of this backend's. */
  Nd4jTensor own(Tensor x) {
    Shapes.requireOwner(this, x);
    return (Nd4jTensor) x;
  }

  /** The tensor as one of this backend's, which must be as long as another. */
  Nd4jTensor own(Tensor x, Tensor asLongAs) {
    Nd4jTensor own = own(x);
    Shapes.requireSameSize(asLongAs, x);
    return own;
  }

  @Override
  public void close() {
    differences.clear();
    kernels = null;
  }
}
