/**
 * The loops for float64, written by hand: plain ones, and on top of them ones with vector
 * instructions.
 *
 * <p>The texts of {@code float32} are made from these. {@code instructions} comes in and chooses.
 */
package org.edgeflow.backends.host.float64;
