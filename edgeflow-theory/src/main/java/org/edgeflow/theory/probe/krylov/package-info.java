/**
 * Krylov spaces of operators that are known by their products, and functions of these operators.
 */
package org.edgeflow.theory.probe.krylov;
