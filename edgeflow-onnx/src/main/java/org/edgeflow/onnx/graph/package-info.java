/** A network as an ONNX file describes it, free of the file's format. */
package org.edgeflow.onnx.graph;
