/**
 * Activations beyond those that backends have kernels for.
 *
 * <p>Compiled DL4J networks come in.
 */
package org.edgeflow.models.engine.activation;
