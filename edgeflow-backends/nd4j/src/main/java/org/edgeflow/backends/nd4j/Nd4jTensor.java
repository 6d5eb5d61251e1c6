package org.edgeflow.backends.nd4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.edgeflow.backends.nd4j.operations.WindowViews;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor in an ND4J array, in row-major order.
 *
 * <p>ND4J has no storage of length zero, so an empty tensor has no array. A view of an array is an
 * allocation in ND4J; the ones that operations need are made when first asked for, and kept.
 */
public final class Nd4jTensor implements Tensor {
  private final Nd4jBackend backend;
  private final int[] shape;
  private final int size;
  private final Nd4jTensor root;
  private final int start;
  private final INDArray flat;
  private INDArray rows;
  private INDArray columns;
  private INDArray asRow;
  private INDArray asColumn;
  private INDArray[] matrices;
  private Map<Window, INDArray[]> pixels;
  private Map<Window, INDArray[]> patches;
  private Map<Window, INDArray[]> positions;

  Nd4jTensor(Nd4jBackend backend, int[] shape) {
    this.backend = backend;
    this.shape = shape.clone();
    this.size = Shapes.size(shape);
    this.root = this;
    this.start = 0;
    this.flat = size == 0 ? null : backend.runtime().zeros(backend.dataType(), size);
  }

  private Nd4jTensor(Nd4jTensor whole, int offset, int[] shape) {
    Shapes.requireWithin(whole, offset, shape);
    this.backend = whole.backend;
    this.shape = shape.clone();
    this.size = Shapes.size(shape);
    this.root = whole.root;
    this.start = whole.start + offset;
    this.flat = size == 0 ? null : backend.runtime().slice(whole.flat, offset, size);
  }

  /** The elements from {@code offset} on, in the same storage. */
  Nd4jTensor view(int offset, int... shape) {
    return new Nd4jTensor(this, offset, shape);
  }

  /** Whether both begin at the same element of the same storage. */
  boolean meets(Nd4jTensor other) {
    return root == other.root && start == other.start;
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

  /** The elements as rows along the last axis. */
  INDArray rows() {
    if (rows == null) {
      int width = shape[shape.length - 1];
      rows = flat.reshape('c', size / width, width);
    }
    return rows;
  }

  /**
   * The transpose of {@link #rows}: in ND4J's column-major order, in which it computes products, it
   * is this very storage.
   */
  INDArray columns() {
    if (columns == null) {
      columns = rows().transpose();
    }
    return columns;
  }

  /** The elements as one row, column-major. */
  INDArray asRow() {
    if (asRow == null) {
      asRow = flat.reshape('c', size, 1).transpose();
    }
    return asRow;
  }

  /** The elements as one column, column-major. */
  INDArray asColumn() {
    if (asColumn == null) {
      asColumn = flat.reshape('c', 1, size).transpose();
    }
    return asColumn;
  }

  /** Each matrix of {@code [batch, rows, columns]}, transposed as in {@link #columns}. */
  INDArray[] matrices() {
    if (matrices == null) {
      INDArray[] made = new INDArray[shape[0]];
      int length = shape[1] * shape[2];
      for (int i = 0; i < made.length; i++) {
        made[i] =
            backend
                .runtime()
                .slice(flat, i * length, length)
                .reshape('c', shape[1], shape[2])
                .transpose();
      }
      matrices = made;
    }
    return matrices;
  }

  /**
   * For images: for each place of a window the pixels under it, over the positions at which it lies
   * inside, as {@code [n, positions down, positions across, channels]}; null where there are none.
   */
  INDArray[] pixels(Window window) {
    if (pixels == null) {
      pixels = new HashMap<>();
    }
    return pixels.computeIfAbsent(window, w -> WindowViews.pixels(w, root.flat, start, size));
  }

  /** For patches of images: for each place of a window the same elements as {@link #pixels}. */
  INDArray[] patches(Window window) {
    if (patches == null) {
      patches = new HashMap<>();
    }
    return patches.computeIfAbsent(window, w -> WindowViews.patches(w, root.flat, start, size));
  }

  /** For pooled images: for each place of a window the positions at which it lies inside. */
  INDArray[] positions(Window window) {
    if (positions == null) {
      positions = new HashMap<>();
    }
    return positions.computeIfAbsent(window, w -> WindowViews.positions(w, root.flat, start, size));
  }

  @Override
  public String toString() {
    return dataType() + Arrays.toString(shape);
  }
}
