package org.edgeflow.models.network.setting;

/** How the outputs are compared with the labels. */
public enum Criterion {
  /** Half the squared distance to the one-hot label. */
  MSE,
  /** Minus the logarithm of the probability that softmax gives to the label. */
  CROSS_ENTROPY;

  /** The same for the engine. */
  public org.edgeflow.models.engine.loss.Criterion exact() {
    return this == MSE
        ? org.edgeflow.models.engine.loss.Criterion.SQUARED_ERROR
        : org.edgeflow.models.engine.loss.Criterion.CROSS_ENTROPY;
  }

  /** What the mean over the rows is multiplied by: a squared error lacks the half. */
  public double factor() {
    return this == MSE ? 0.5 : 1;
  }
}
