/** What nodes make of numbers that are known before any example is. */
package org.edgeflow.onnx.constant;
