package org.edgeflow.onnx.assembly;

/** A node asks for what the compiler or the engine lacks; the message says what. */
public final class UnsupportedNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedNodeException(String what) {
    super(what, null, false, false);
  }
}
