package org.edgeflow.models.dl4j;

import java.util.Optional;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.EngineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who differentiates a network. */
public enum Engine {
  /** The exact engine: gradients and Hessian–vector products to rounding. */
  EXACT,
  /** DL4J's own backprop, with Hessian–vector products by differences of gradients. */
  DL4J;

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Why DL4J has to do it, if so. */
  Optional<String> obstacle(TensorBackend backend) {
    return this == DL4J
        ? Optional.of("the config says 'engine: dl4j'")
        : EngineOptions.obstacle(backend);
  }

  /** Says that DL4J does it and why, unless that was asked for. */
  void report(String objective, String obstacle) {
    if (this == EXACT) {
      LOG.warn(
          "objective {}: DL4J's backprop and differenced Hessian-vector products stand in for the"
              + " exact engine, because {}",
          objective,
          obstacle);
    }
  }
}
