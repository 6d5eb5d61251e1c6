/**
 * The backend {@code cuda}: tensors on an NVIDIA card, products by cuBLAS, everything else by this
 * project's own kernels, which are compiled for the card that is there.
 */
package org.edgeflow.backends.cuda;
