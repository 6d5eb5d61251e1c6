/**
 * A network while it is put together: tensors of one example are {@link
 * org.edgeflow.onnx.assembly.Value}s. What only moves numbers about, as most of an exporter's nodes
 * do, is carried along as an {@link org.edgeflow.onnx.assembly.Arrangement} and becomes a layer
 * where an operation cannot do with the numbers as they lie.
 */
package org.edgeflow.onnx.assembly;
