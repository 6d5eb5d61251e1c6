/** What becomes of each of ONNX's operators. */
package org.edgeflow.onnx.operator;
