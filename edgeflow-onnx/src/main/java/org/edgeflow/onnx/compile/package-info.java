/** Turns networks into layer graphs for the exact engine. */
package org.edgeflow.onnx.compile;
