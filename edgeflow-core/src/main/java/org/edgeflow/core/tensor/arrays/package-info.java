/**
 * Kernels for backends that lack some: {@link org.edgeflow.core.tensor.arrays.ThroughArrays} has
 * {@code heap}'s compute on copies in Java arrays.
 *
 * <p>Backends come in, for the groups or the single operations that their library has not.
 */
package org.edgeflow.core.tensor.arrays;
