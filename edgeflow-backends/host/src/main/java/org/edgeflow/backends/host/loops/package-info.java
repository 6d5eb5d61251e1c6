/**
 * Loops over the elements of tensors, complete with their tails: plain ones and, on top of them,
 * ones with vector instructions.
 *
 * <p>Only the texts for float64 are written by hand; the build makes those for float32 from them
 * ({@code src/main/generator/Float32Text.java}). A pair {@code Double…}, {@code Float…} that stands
 * here is one in which the two formats differ in more than their names.
 */
package org.edgeflow.backends.host.loops;
