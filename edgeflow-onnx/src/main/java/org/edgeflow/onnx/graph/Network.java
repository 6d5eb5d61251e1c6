package org.edgeflow.onnx.graph;

import java.util.List;
import java.util.Map;

/**
 * A network: operations in an order in which each follows what it reads.
 *
 * @param opset the version of ONNX's operators
 * @param producer who wrote the file
 * @param inputs what it takes; not its parameters
 * @param outputs what it makes
 * @param nodes its operations
 * @param initializers its tensors by name, in the file's order
 * @param files the files beside the network's own that hold some of its tensors
 */
public record Network(
    int opset,
    String producer,
    List<Port> inputs,
    List<Port> outputs,
    List<Node> nodes,
    Map<String, Numbers> initializers,
    List<java.nio.file.Path> files) {}
