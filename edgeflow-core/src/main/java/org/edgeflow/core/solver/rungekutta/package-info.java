/**
 * Explicit Runge–Kutta methods from tableaus, in equal steps and in steps that a tolerance allows.
 * A new method is a tableau.
 */
package org.edgeflow.core.solver.rungekutta;
