package org.edgeflow.onnx.compile;

/** Parameters that have a layer of their own are wanted elsewhere, too. */
final class SharedParametersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String tensor;

  SharedParametersException(String tensor) {
    super(tensor, null, false, false);
    this.tensor = tensor;
  }

  /** The tensor that they are from. */
  String tensor() {
    return tensor;
  }
}
