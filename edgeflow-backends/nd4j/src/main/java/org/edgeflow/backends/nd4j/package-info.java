/**
 * ND4J as a tensor backend, on the processor or a CUDA device: {@link
 * org.edgeflow.backends.nd4j.Nd4jBackend} and its kernels are the same on both.
 *
 * <p>Nobody comes in but through the plugin. ND4J itself is started by {@link
 * org.edgeflow.nd4j.Nd4jRuntime}.
 */
package org.edgeflow.backends.nd4j;
