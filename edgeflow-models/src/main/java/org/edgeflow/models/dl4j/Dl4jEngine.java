package org.edgeflow.models.dl4j;

import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.network.OtherEngine;

/**
 * DL4J's own backprop for a network of the exact engine's layers, with Hessian–vector products by
 * differences of gradients. It can be loaded where DL4J is not on the class path.
 */
public final class Dl4jEngine implements OtherEngine {

  @Override
  public Problem problem(
      String objective, LayerGraph graph, Dataset dataset, double[] start, TensorBackend backend) {
    Dl4jLibrary.require(objective);
    return SequenceOfDl4j.problem(objective, graph, dataset, start, backend);
  }
}
