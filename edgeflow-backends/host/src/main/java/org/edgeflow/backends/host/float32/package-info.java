/**
 * The loops for float32, which {@code Float32Text} (a class of the tests) makes from those of
 * {@code float64}. {@code FloatConstants} and {@code FloatVectorSums} are written by hand: in them
 * the formats differ in more than their names.
 *
 * <p>{@code instructions} comes in and chooses.
 */
package org.edgeflow.backends.host.float32;
