/**
 * Solvers that know the oscillation: Edge Gradient Descent, and those that keep the oscillation out
 * of the centre.
 */
package org.edgeflow.core.solver.edge;
