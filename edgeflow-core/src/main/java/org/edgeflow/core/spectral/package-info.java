/**
 * The largest eigenvalues of a symmetric operator that is known by its products alone.
 *
 * <p>Begin with {@link org.edgeflow.core.spectral.EigenSolver}: it keeps its vectors from call to
 * call, so that following the sharpness along a trajectory costs a few products a step. Results are
 * {@link org.edgeflow.core.spectral.Eigenpairs}, which carry the residuals that make them
 * trustworthy, and what they cost.
 */
package org.edgeflow.core.spectral;
