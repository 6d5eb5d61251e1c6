/**
 * How flows are advanced, one iteration at a time: what a solver is, and those that know the
 * oscillation. Any flow's Runge–Kutta methods are next door.
 */
package org.edgeflow.core.solver;
