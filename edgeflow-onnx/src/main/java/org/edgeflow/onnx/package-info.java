/** Networks from ONNX files as objectives. */
package org.edgeflow.onnx;
