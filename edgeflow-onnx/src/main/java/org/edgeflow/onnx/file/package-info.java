/** ONNX's files, read as data of unknown origin: the one room that knows protocol buffers. */
package org.edgeflow.onnx.file;
