/**
 * What gradient descent does around a point: oscillations, orbits of period two, their stability.
 */
package org.edgeflow.theory.probe.orbit;
