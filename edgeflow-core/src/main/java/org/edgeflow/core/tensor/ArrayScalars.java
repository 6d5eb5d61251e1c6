package org.edgeflow.core.tensor;

/** Numbers in a Java array, for backends that return their results to Java anyway. */
record ArrayScalars(TensorBackend backend, double[] values) implements Scalars {

  @Override
  public int size() {
    return values.length;
  }

  /**
   * The live array of a backend's scalars.
   *
   * @throws IllegalArgumentException if another backend made them
   */
  static double[] values(TensorBackend backend, Scalars scalars) {
    if (scalars instanceof ArrayScalars own && own.backend == backend) {
      return own.values;
    }
    throw Shapes.foreignScalars(backend);
  }
}
