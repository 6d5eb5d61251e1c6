/** The Hessian's spectrum at a point beyond its largest eigenvalues, and lengths. */
package org.edgeflow.theory.probe.spectrum;
