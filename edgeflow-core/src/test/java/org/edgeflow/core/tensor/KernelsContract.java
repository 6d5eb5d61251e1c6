package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgeflow.core.tensor.KernelBench.read;

import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every backend's {@link Kernels} promise, group by group; a backend's test extends this and
 * opens the backend.
 *
 * <p>All tensors are views in the middle of larger ones, whose other elements must stay.
 */
public abstract class KernelsContract
    implements ElementwiseContract, RowsContract, WindowsContract, ProductsContract, TilesContract {
  private static final double NAN = Double.NaN;

  @ParameterizedTest
  @EnumSource
  void kernelsAreOneObject(DataType dataType) {
    TensorBackend backend = open(dataType);
    assertThat(backend.kernels()).isSameAs(backend.kernels());
  }

  @ParameterizedTest
  @EnumSource
  void emptyTensorsAreNoTrouble(DataType dataType) {
    TensorBackend backend = open(dataType);
    Kernels kernels = backend.kernels();
    Tensor none = backend.zeros(0, 3);
    Tensor row = backend.of(new double[] {1, 2, 3}, 3);
    kernels.rows().add(row, none);
    kernels.rows().sum(none, 0, row);
    assertThat(read(row)).containsOnly(0);
    kernels.rows().softmax(none, none);
    assertThat(kernels.rows().softmaxCrossEntropy(none, none, none)).isZero();
    Scalars loss = backend.scalars(1);
    backend.set(loss, 0, 7);
    kernels.rows().softmaxCrossEntropy(none, none, none, loss, 0);
    double[] left = new double[1];
    backend.read(loss, left);
    assertThat(left).containsExactly(0);
    kernels.rows().normalize(none, 1, none, backend.zeros(0));
    kernels.elementwise().multiply(none, none, none);
    kernels
        .products()
        .batchedGemm(
            false,
            false,
            1,
            backend.zeros(0, 2, 3),
            backend.zeros(0, 3, 2),
            0,
            backend.zeros(0, 2, 2));
    Tensor c = backend.of(new double[] {NAN, NAN}, 1, 2, 1);
    kernels
        .products()
        .batchedGemm(false, false, 1, backend.zeros(1, 2, 0), backend.zeros(1, 0, 1), 0, c);
    assertThat(read(c)).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIsRefused(DataType dataType) {
    TensorBackend backend = open(dataType);
    Kernels kernels = backend.kernels();
    Tensor matrix = backend.zeros(2, 3);
    Tensor two = backend.zeros(2);
    Tensor other = backend.zeros(3, 3);
    assertThatThrownBy(() -> kernels.rows().add(two, matrix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row of 2 does not fit a matrix of shape [2, 3]");
    assertThatThrownBy(() -> kernels.rows().sum(matrix, 0, two)).hasMessageContaining("a row of 2");
    assertThatThrownBy(() -> kernels.elementwise().multiply(matrix, matrix, other))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(
            () -> kernels.elementwise().multiplyAdd(matrix, matrix, matrix, other, matrix))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(
            () -> kernels.elementwise().activate(StandardActivation.TANH, matrix, other, null))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> kernels.rows().normalize(matrix, 1, matrix, backend.zeros(3)))
        .hasMessageContaining("one number a row");
    assertThatThrownBy(() -> kernels.rows().softmax(matrix, other))
        .hasMessageContaining("sizes differ");
    Index places = kernels.places().index(new int[4]);
    Window window = new Window(2, 2, 2, 1, 1, 1, 1, 0, 0, 2, 2);
    assertThatThrownBy(() -> kernels.windows().gatherPatches(window, matrix, matrix))
        .hasMessageContaining("do not fit a window");
    assertThatThrownBy(() -> kernels.places().gather(matrix, places, matrix))
        .hasMessageContaining("sizes differ");
    Tensor cube = backend.zeros(2, 2, 3);
    assertThatThrownBy(
            () ->
                kernels
                    .products()
                    .batchedGemm(false, false, 1, cube, cube, 0, backend.zeros(2, 2, 2)))
        .hasMessage("batched products of [2, 2, 3] and [2, 2, 3] do not fit into [2, 2, 2]");
    Tensor foreign = new HeapBackend(dataType).zeros(2, 3);
    assertThatThrownBy(() -> kernels.elementwise().multiply(matrix, foreign, matrix))
        .hasMessageContaining("heap");
  }
}
