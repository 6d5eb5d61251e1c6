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
import org.edgeflow.models.engine.layer.recurrent.BothWays;
import org.edgeflow.models.engine.layer.recurrent.Gru;
import org.edgeflow.models.engine.layer.recurrent.Lstm;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.network.setting.Draw;

/** Where the networks that are built here start: drawn layer by layer from a seeded generator. */
final class InitialParameters {
  /** The usual spread of learned positions (Dosovitskiy et al., arXiv 2010.11929). */
  private static final double POSITIONS = 0.02;

  private final Draw draw;
  private final RandomGenerator random;
  private final double[] parameters;
  private int next;

  private InitialParameters(Draw draw, long seed, int dimension) {
    this.draw = draw;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.parameters = new double[dimension];
  }

  /**
   * The parameters in the engine's order: weights and biases as the initialization draws them, the
   * gains of normalizations 1 and their biases 0, positions normal.
   *
   * @param draw how weights and biases are drawn, and what multiplies them
   */
  static double[] draw(LayerGraph graph, Draw draw, long seed) {
    InitialParameters start = new InitialParameters(draw, seed, graph.parameters());
    List<Node> nodes = graph.nodes();
    for (Node node : nodes.subList(1, nodes.size())) {
      start.next = node.offset();
      start.draw(node, nodes.get(node.inputs().get(0)).extents());
    }
    return start.parameters;
  }

  private void draw(Node node, Extents input) {
    Layer layer = node.layer();
    if (layer instanceof Linear linear) {
      int columns = linear.columns(input);
      weights(columns * linear.outputs(), columns, columns / input.channels() * linear.outputs());
      biases(linear.bias() ? linear.outputs() : 0, columns);
    } else if (layer instanceof Affine) {
      Arrays.fill(parameters, next, next + node.extents().channels(), 1);
    } else if (layer instanceof PositionEmbedding) {
      for (int i = 0; i < node.parameters(); i++) {
        parameters[next++] = POSITIONS * random.nextGaussian();
      }
    } else {
      recurrent(layer);
    }
  }

  private void recurrent(Layer layer) {
    if (layer instanceof Lstm lstm) {
      int units = lstm.units();
      weights(Lstm.GATES * units * units, units, units);
    } else if (layer instanceof Gru gru) {
      int units = gru.units();
      weights(Gru.GATES * units * units, units, units);
      biases(units, units);
    } else if (layer instanceof BothWays both) {
      recurrent(both.forwards());
      recurrent(both.backwards());
    }
  }

  private void weights(int count, int in, int out) {
    for (int i = 0; i < count; i++) {
      parameters[next++] = draw.initScale() * draw.init().weight(random, in, out);
    }
  }

  private void biases(int count, int in) {
    for (int i = 0; i < count; i++) {
      parameters[next++] = draw.initScale() * draw.init().bias(random, in);
    }
  }
}
