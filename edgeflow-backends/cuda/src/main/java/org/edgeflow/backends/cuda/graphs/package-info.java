/**
 * Work that is done again and again, recorded as CUDA graphs and replayed.
 *
 * <p>The backend comes in, for {@code TensorBackend.repeated}.
 */
package org.edgeflow.backends.cuda.graphs;
