/**
 * Losses in few coordinates, or of few sums, whose dynamics under gradient descent is known in
 * closed form.
 */
package org.edgeflow.theory.problem;
