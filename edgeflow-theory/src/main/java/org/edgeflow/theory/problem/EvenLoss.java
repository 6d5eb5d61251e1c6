package org.edgeflow.theory.problem;

/** Losses ℓ of one error that are even and convex, with {@code ℓ(0) = 0} and {@code ℓ″(0) = 1}. */
public enum EvenLoss {
  /** {@code ½s²}. */
  SQUARED {
    @Override
    double value(double s) {
      return 0.5 * s * s;
    }

    @Override
    double slope(double s) {
      return s;
    }

    @Override
    double curvature(double s) {
      return 1;
    }
  },

  /** {@code ln cosh s}, which is linear far out. */
  LOG_COSH {
    @Override
    double value(double s) {
      double size = Math.abs(s);
      return size + Math.log1p(Math.exp(-2 * size)) - LN_2;
    }

    @Override
    double slope(double s) {
      return Math.tanh(s);
    }

    @Override
    double curvature(double s) {
      double slope = Math.tanh(s);
      return (1 - slope) * (1 + slope);
    }
  },

  /** {@code √(1 + s²) − 1}, which is linear far out. */
  ROOT {
    @Override
    double value(double s) {
      return s * s / (1 + Math.hypot(1, s));
    }

    @Override
    double slope(double s) {
      return s / Math.hypot(1, s);
    }

    @Override
    double curvature(double s) {
      double length = Math.hypot(1, s);
      return 1 / (length * length * length);
    }
  };

  private static final double LN_2 = Math.log(2);

  /** {@code ℓ(s)}. */
  abstract double value(double s);

  /** {@code ℓ′(s)}. */
  abstract double slope(double s);

  /** {@code ℓ″(s)}. */
  abstract double curvature(double s);
}
