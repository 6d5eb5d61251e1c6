package org.edgeflow.models.engine;

import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.lane.entrance.PairedProducts;

/**
 * Whether {@code symmetric} takes the first layer's products at the centre and along the direction
 * and displaces what they make, {@code z ± r ż}, rather than the weights, {@code w ± r u}.
 *
 * <p>With {@code H(c) u} that saves three products of seven. Two gradients apart take four either
 * way, but two at once where {@link PairedProducts#pay that pays}; elsewhere what is left is to
 * displace weights or what they make of the data, whichever are fewer.
 *
 * @param wanted whether products are shared where that saves some
 * @param apart whether that saves time for two gradients apart, too
 */
record Sharing(boolean wanted, boolean apart) {

  static Sharing of(EngineOptions options, LayerGraph graph, Examples examples) {
    long made = (long) examples.count() * graph.entranceOutputs();
    boolean wanted = options.sharedProducts() && graph.entrance() > 0;
    return new Sharing(wanted, PairedProducts.pay(graph) || graph.entranceParameters() >= made);
  }

  /** Whether it does for a request. */
  boolean of(Symmetric.Request request) {
    return wanted && (request.hessianVector() || apart);
  }
}
