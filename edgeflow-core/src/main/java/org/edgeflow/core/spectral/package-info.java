/**
 * The largest eigenvalues of a symmetric operator that is known by its products alone.
 *
 * <p>Begin with {@link org.edgeflow.core.spectral.SpectralTracker}, the one eigensolver: it finds
 * the k leading pairs, or all above a floor, and foresees where they go from call to call: one
 * product a pair while the drift is smooth. Results are {@link
 * org.edgeflow.core.spectral.Eigenpairs}, which carry the residuals that make them trustworthy, and
 * what they cost.
 */
package org.edgeflow.core.spectral;
