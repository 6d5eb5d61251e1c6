package org.edgeflow.theory.problem.separable;

import org.edgeflow.core.tensor.activation.StandardActivation;

/** Losses of one example's margin m: convex, falling, and never 0. */
public enum MarginLoss {
  /** {@code ln(1 + e^{−m})}. */
  LOGISTIC {
    @Override
    double value(double margin) {
      return StandardActivation.SOFTPLUS.value(-margin);
    }

    @Override
    double slope(double margin) {
      return -StandardActivation.SIGMOID.value(-margin);
    }

    @Override
    double curvature(double margin) {
      return StandardActivation.SIGMOID.slope(margin);
    }
  },

  /** {@code e^{−m}}. */
  EXPONENTIAL {
    @Override
    double value(double margin) {
      return Math.exp(-margin);
    }

    @Override
    double slope(double margin) {
      return -Math.exp(-margin);
    }

    @Override
    double curvature(double margin) {
      return Math.exp(-margin);
    }
  };

  /** {@code ℓ(m)}. */
  abstract double value(double margin);

  /** {@code ℓ′(m)}. */
  abstract double slope(double margin);

  /** {@code ℓ″(m)}. */
  abstract double curvature(double margin);
}
