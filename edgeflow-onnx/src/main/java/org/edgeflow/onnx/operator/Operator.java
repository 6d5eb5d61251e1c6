package org.edgeflow.onnx.operator;

import org.edgeflow.onnx.assembly.UnsupportedNodeException;

/** What the compiler does with a node of one kind. */
@FunctionalInterface
public interface Operator {

  /**
   * Adds the layers, and gives what the node makes.
   *
   * @throws UnsupportedNodeException saying what the node asks for that cannot be had
   */
  void compile(Site site);
}
