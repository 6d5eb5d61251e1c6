/**
 * Activations beyond those that backends have kernels for.
 *
 * <p>Compiled networks of DL4J and ONNX use them.
 */
package org.edgeflow.models.engine.activation;
