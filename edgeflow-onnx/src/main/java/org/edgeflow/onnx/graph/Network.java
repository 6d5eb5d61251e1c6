package org.edgeflow.onnx.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network: operations in an order in which each follows what it reads.
 *
 * @param opset the version of ONNX's operators
 * @param producer who wrote the file
 * @param inputs what it takes; not its parameters
 * @param outputs what it makes
 * @param nodes its operations
 * @param initializers its tensors by name, in the file's order
 * @param signature what the exporter says its tensors are, if it does
 * @param files the files beside the network's own that hold some of its tensors
 */
public record Network(
    int opset,
    String producer,
    List<Port> inputs,
    List<Port> outputs,
    List<Node> nodes,
    Map<String, Numbers> initializers,
    Optional<Signature> signature,
    List<Path> files) {

  /**
   * What PyTorch's newer exporter keeps of a model: which tensors are its parameters, and which its
   * buffers.
   *
   * @param parameters names of those that are trained
   * @param buffers names of those that are not
   */
  public record Signature(Set<String> parameters, Set<String> buffers) {}
}
