/**
 * Columns that say what a paper says of a point: {@code krylov} has the iterations that they need,
 * {@code orbit} what gradient descent does around the point, {@code spectrum} the Hessian there.
 */
package org.edgeflow.theory.probe;
