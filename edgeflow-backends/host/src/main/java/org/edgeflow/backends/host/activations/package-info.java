/**
 * Activations with their derivatives, block by block: plain, and on vectors as wide as the
 * processor has them.
 *
 * <p>Only the texts for float64 are written by hand, and the numbers of both formats ({@code
 * DoubleConstants}, {@code FloatConstants}); the build makes the texts for float32.
 */
package org.edgeflow.backends.host.activations;
