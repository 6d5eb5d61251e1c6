package org.edgeflow.onnx.compile;

import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.loss.Criterion;

/**
 * A network as the exact engine has it.
 *
 * @param layers it
 * @param input how it takes an example
 * @param positions that it labels of one example
 * @param classes outputs at each of them
 * @param order for each parameter in the engine's order its place in the file's
 * @param start the file's parameters
 * @param endsInProbabilities whether its last operator is a softmax
 */
public record CompiledNetwork(
    LayerGraph.Builder layers,
    InputForm input,
    int positions,
    int classes,
    int[] order,
    double[] start,
    boolean endsInProbabilities) {

  /** The layers with a loss. */
  public LayerGraph graph(Criterion criterion, double factor) {
    return layers.loss(criterion, factor);
  }
}
