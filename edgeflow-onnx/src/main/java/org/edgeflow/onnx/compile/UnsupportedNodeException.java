package org.edgeflow.onnx.compile;

/** A node asks for what the compiler or the engine lacks; the message says what. */
final class UnsupportedNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedNodeException(String what) {
    super(what, null, false, false);
  }
}
