package org.edgeflow.models.network;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.graph.LayerGraph.Node;
import org.edgeflow.models.engine.layer.Affine;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.PositionEmbedding;
import org.edgeflow.models.engine.signal.Extents;

/** Where the networks that are built here start: drawn layer by layer from a seeded generator. */
final class InitialParameters {
  /** The usual spread of learned positions (Dosovitskiy et al., arXiv 2010.11929). */
  private static final double POSITIONS = 0.02;

  private InitialParameters() {}

  /**
   * The parameters in the engine's order: weights and biases as the initialization draws them, the
   * gains of normalizations 1 and their biases 0, positions normal.
   *
   * @param scale multiplies what is drawn for linear layers
   */
  static double[] draw(LayerGraph graph, Initialization initialization, double scale, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] parameters = new double[graph.parameters()];
    List<Node> nodes = graph.nodes();
    for (Node node : nodes) {
      int from = node.offset();
      int to = from + node.parameters();
      if (node.layer() instanceof Linear linear) {
        Extents input = nodes.get(node.inputs().get(0)).extents();
        int columns = linear.columns(input);
        int out = columns / input.channels() * linear.outputs();
        int biases = from + columns * linear.outputs();
        for (int i = from; i < biases; i++) {
          parameters[i] = scale * initialization.weight(random, columns, out);
        }
        for (int i = biases; i < to; i++) {
          parameters[i] = scale * initialization.bias(random, columns);
        }
      } else if (node.layer() instanceof Affine) {
        Arrays.fill(parameters, from, from + node.extents().channels(), 1);
      } else if (node.layer() instanceof PositionEmbedding) {
        for (int i = from; i < to; i++) {
          parameters[i] = POSITIONS * random.nextGaussian();
        }
      }
    }
    return parameters;
  }
}
