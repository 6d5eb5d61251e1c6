package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Tensors that lie in the middle of larger ones, and comparisons. */
final class KernelBench {
  private static final int MARGIN = 37;

  @FunctionalInterface
  interface Element {
    double at(int index);
  }

  @FunctionalInterface
  interface Operation {
    void apply(Tensor moved);
  }

  @FunctionalInterface
  interface Path {
    void apply(double step, Tensor result);
  }

  final TensorBackend backend;
  final Kernels kernels;
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<Tensor> margins = new ArrayList<>();

  KernelBench(TensorBackend backend) {
    this.backend = backend;
    this.kernels = backend.kernels();
  }

  /** Numbers within ±1. */
  Tensor random(int... shape) {
    int size = Shapes.size(shape);
    Tensor whole = backend.zeros(size + 2 * MARGIN);
    backend.fill(whole, 12345);
    margins.add(backend.view(whole, 0, MARGIN));
    margins.add(backend.view(whole, MARGIN + size, MARGIN));
    Tensor result = backend.view(whole, MARGIN, shape);
    double[] values = new double[size];
    Arrays.setAll(values, i -> random.nextDouble(-1, 1));
    backend.write(values, result);
    return result;
  }

  void assertNothingElseTouched() {
    for (Tensor margin : margins) {
      assertThat(read(margin)).containsOnly(12345);
    }
  }

  void assertClose(Tensor x, Element expected, Element size) {
    assertClose(x, expected, size, "element");
  }

  void assertClose(Tensor x, Element expected, Element size, Object what) {
    double[] values = read(x);
    for (int i = 0; i < values.length; i++) {
      double wanted = expected.at(i);
      double tolerance = 2 * backend.dataType().epsilon() * size.at(i);
      // The assertion library is slow where millions of elements agree.
      if (!(Math.abs(values[i] - wanted) <= tolerance)) {
        assertThat(values[i]).as("%s %d", what, i).isCloseTo(wanted, within(tolerance));
      }
    }
  }

  /** The derivative of {@code operation} along a direction is {@code expected}. */
  void assertDifference(
      Tensor x, Tensor direction, Operation operation, Tensor out, Tensor expected) {
    Tensor moved = backend.copyOf(x);
    assertDifference(
        (step, result) -> {
          backend.combine(1, x, step, direction, moved);
          operation.apply(moved);
        },
        out,
        expected);
  }

  /** The derivative of {@code path} at step 0 is {@code expected}, by central differences. */
  void assertDifference(Path path, Tensor out, Tensor expected) {
    double step = 1e-5;
    path.apply(step, out);
    double[] ahead = read(out);
    path.apply(-step, out);
    double[] behind = read(out);
    double[] values = read(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i])
          .as("element %d", i)
          .isCloseTo((ahead[i] - behind[i]) / (2 * step), within(1e-8));
    }
  }

  static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }
}
