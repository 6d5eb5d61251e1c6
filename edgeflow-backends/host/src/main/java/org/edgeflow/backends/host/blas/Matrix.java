package org.edgeflow.backends.host.blas;

import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * A matrix within a tensor: as it enters a product, that is after it was transposed, if it is.
 *
 * @param tensor where its elements are
 * @param at the first of them
 * @param rows its rows
 * @param columns its columns
 * @param step elements between rows, or between columns if it is stored transposed
 * @param transposed whether it is stored column by column
 */
public record Matrix(
    HeapTensor tensor, int at, int rows, int columns, int step, boolean transposed) {

  /** A matrix that is stored without gaps from the beginning of a tensor. */
  public static Matrix of(HeapTensor tensor, int rows, int columns, boolean transposed) {
    return new Matrix(tensor, 0, rows, columns, transposed ? rows : columns, transposed);
  }

  /** The same matrix, that many elements further on in the tensor. */
  public Matrix shifted(int elements) {
    return new Matrix(tensor, at + elements, rows, columns, step, transposed);
  }

  /** Its transpose, which is stored where it is. */
  Matrix turned() {
    return new Matrix(tensor, at, columns, rows, step, !transposed);
  }

  /** Some of its rows. */
  public Matrix rows(int from, int count) {
    return new Matrix(
        tensor, at + from * (transposed ? 1 : step), count, columns, step, transposed);
  }

  /** Some of its columns. */
  public Matrix columns(int from, int count) {
    return new Matrix(tensor, at + from * (transposed ? step : 1), rows, count, step, transposed);
  }

  /** Where an element is within the tensor. */
  int place(int row, int column) {
    return transposed ? at + column * step + row : at + row * step + column;
  }

  /** Where its elements begin within the tensor's array. */
  public int offset() {
    return tensor.offset() + at;
  }

  /** Where a row begins within the tensor's array. */
  public int start(int row) {
    return offset() + row * (transposed ? 1 : step);
  }

  /** How BLAS calls what is stored by rows, seen by columns. */
  String order() {
    return transposed ? "T" : "N";
  }
}
