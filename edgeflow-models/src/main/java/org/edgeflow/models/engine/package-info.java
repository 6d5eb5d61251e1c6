/**
 * The exact engine: a network as a graph of layers, with gradients and Hessian–vector products
 * exact to rounding on any {@link org.edgeflow.core.tensor.TensorBackend} that has kernels.
 *
 * <p>A {@link org.edgeflow.models.engine.graph.LayerGraph} says what is computed. For each thread a
 * lane wires its layers to buffers ({@code Tape}), block by block; {@link
 * org.edgeflow.models.engine.NetworkObjective} adds the lanes up. {@link
 * org.edgeflow.models.engine.NetworkProblem} puts a graph and a dataset together and is where
 * inputs are reduced to their row space.
 */
package org.edgeflow.models.engine;
