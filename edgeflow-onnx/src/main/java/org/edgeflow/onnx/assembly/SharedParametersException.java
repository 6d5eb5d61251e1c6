package org.edgeflow.onnx.assembly;

/** Parameters that have a layer of their own are wanted elsewhere, too. */
public final class SharedParametersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String tensor;

  public SharedParametersException(String tensor) {
    super(tensor, null, false, false);
    this.tensor = tensor;
  }

  /** The tensor that they are from. */
  public String tensor() {
    return tensor;
  }
}
