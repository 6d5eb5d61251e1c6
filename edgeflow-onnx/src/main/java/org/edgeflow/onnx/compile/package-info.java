/**
 * Turns networks into layer graphs for the exact engine.
 *
 * <p>Tensors of one example are {@link org.edgeflow.onnx.compile.Value}s. What only moves numbers
 * about, as most of an exporter's nodes do, is carried along as an {@link
 * org.edgeflow.onnx.compile.Arrangement} and becomes a layer where an operation cannot do with the
 * numbers as they lie.
 */
package org.edgeflow.onnx.compile;
