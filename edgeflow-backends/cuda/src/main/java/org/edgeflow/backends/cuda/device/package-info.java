/**
 * One CUDA device as EdgeFlow uses it: its libraries, a stream, memory, compiled kernels and
 * cuBLAS.
 *
 * <p>Only {@link org.edgeflow.backends.cuda.device.Libraries} and what it has found usable may
 * touch the JavaCPP presets' global classes: loading them where there is no CUDA fails, and fails
 * for the rest of the process.
 */
package org.edgeflow.backends.cuda.device;
