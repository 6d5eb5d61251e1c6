package org.edgeflow.models.engine;

import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.graph.LayerGraph;

/**
 * Whether {@code symmetric} takes the first layer's products at the centre and along the direction
 * and displaces what they make, {@code z ± r ż}, rather than the weights, {@code w ± r u}.
 *
 * <p>With {@code H(c) u} that saves three products of seven. Two gradients apart take four either
 * way: what is left is to displace weights or what they make of the data, whichever are fewer.
 *
 * @param wanted whether products are shared where that saves some
 * @param fewerWeights whether the first layer has fewer weights than it makes of the data
 */
record Sharing(boolean wanted, boolean fewerWeights) {

  static Sharing of(EngineOptions options, LayerGraph graph, Examples examples) {
    long made = (long) examples.count() * graph.entranceOutputs();
    boolean wanted = options.sharedProducts() && graph.entrance() > 0;
    return new Sharing(wanted, graph.entranceParameters() < made);
  }

  /** Whether it does for a request. */
  boolean of(Symmetric.Request request) {
    return wanted && (request.hessianVector() || !fewerWeights);
  }
}
