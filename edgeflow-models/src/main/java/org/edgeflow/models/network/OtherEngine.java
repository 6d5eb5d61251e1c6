package org.edgeflow.models.network;

import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.graph.LayerGraph;

/**
 * Somebody other than the exact engine who differentiates a network. The plugin hands it to the
 * networks that offer a choice, so that this room knows nobody else's library.
 */
@FunctionalInterface
public interface OtherEngine {

  /**
   * The loss of a network over a whole dataset, and its derivatives.
   *
   * @param objective what messages call the network
   * @param graph its layers and its loss
   * @param start the initial parameters, in the graph's order; not modified
   * @param backend whose tensors the problem takes
   * @throws org.edgeflow.core.settings.ConfigException if it lacks one of the layers
   * @throws org.edgeflow.core.tensor.BackendUnavailableException if its library is not there
   */
  Problem problem(
      String objective, LayerGraph graph, Dataset dataset, double[] start, TensorBackend backend);
}
