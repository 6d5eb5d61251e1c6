/**
 * What loops over the elements of tensors do, complete with their tails, whatever the format:
 * elements, pixels, activations.
 *
 * <p>Kernels and products come in; {@code float64} and {@code float32} hold the loops themselves.
 */
package org.edgeflow.backends.host.loops;
