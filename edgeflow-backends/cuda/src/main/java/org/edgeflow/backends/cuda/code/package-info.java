/**
 * Kernels from their source in CUDA C++ to their start: compiled for the card that is there, cached
 * on disk, loaded, launched.
 *
 * <p>The kernel groups come in for {@link org.edgeflow.backends.cuda.code.Launcher}, the backend
 * for {@link org.edgeflow.backends.cuda.code.KernelModule}.
 */
package org.edgeflow.backends.cuda.code;
