package org.edgeflow.models.engine.activation;

import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;

/** The activations of DL4J without parameters that backends have no fused kernels for. */
public enum FurtherActivation implements Activation {
  /** {@code z³}. */
  CUBE {
    @Override
    public double value(double z) {
      return z * z * z;
    }

    @Override
    public double slope(double z) {
      return 3 * z * z;
    }

    @Override
    public double bend(double z) {
      return 6 * z;
    }
  },

  /** {@code z / (1 + |z|)}. */
  SOFTSIGN {
    @Override
    public double value(double z) {
      return Double.isInfinite(z) ? Math.signum(z) : z / (1 + Math.abs(z));
    }

    @Override
    public double slope(double z) {
      double reach = 1 + Math.abs(z);
      return 1 / (reach * reach);
    }

    @Override
    public double bend(double z) {
      double reach = 1 + Math.abs(z);
      return z == 0 ? 0 : -2 * Math.signum(z) / (reach * reach * reach);
    }
  },

  /** {@code max(−1, min(1, z))}. */
  HARD_TANH {
    @Override
    public double value(double z) {
      return Math.max(-1, Math.min(1, z));
    }

    @Override
    public double slope(double z) {
      return Math.abs(z) < 1 ? 1 : 0;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  },

  /** {@code max(0, min(1, z/5 + 1/2))}, with ND4J's float32 constant. */
  HARD_SIGMOID {
    private static final double STEEPNESS = 0.2f;

    @Override
    public double value(double z) {
      // Near −5/2 the two terms cancel: one rounding in all.
      return Math.max(0, Math.min(1, Math.fma(STEEPNESS, z, 0.5)));
    }

    @Override
    public double slope(double z) {
      double value = Math.fma(STEEPNESS, z, 0.5);
      return value > 0 && value < 1 ? STEEPNESS : 0;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  },

  /** {@code max(0, tanh z)}. */
  RECTIFIED_TANH {
    @Override
    public double value(double z) {
      return z <= 0 ? 0 : StandardActivation.TANH.value(z);
    }

    @Override
    public double slope(double z) {
      return z > 0 ? StandardActivation.TANH.slope(z) : 0;
    }

    @Override
    public double bend(double z) {
      return z > 0 ? StandardActivation.TANH.bend(z) : 0;
    }
  },

  /**
   * {@code 1.7159 sgn(y) (1 − 1/(1 + |y| + y² + 1.41645 y⁴))}, {@code y = 2z/3}: DL4J's rational
   * approximation of {@code 1.7159 tanh(2z/3)}, with ND4J's float32 constants.
   */
  RATIONAL_TANH {
    private static final double QUARTIC = 1.41645f;
    private static final double HEIGHT = 1.7159f;
    private static final double WIDTH = 2.0 / 3;

    @Override
    public double value(double z) {
      double y = Math.abs(WIDTH * z);
      // 1 − 1/(1 + rise), which would cancel near 0; beyond any float's reach it is 1.
      double rise = y * (1 + y * (1 + QUARTIC * y * y));
      double share = rise < 1e300 ? rise / (1 + rise) : 1;
      return Double.isNaN(z) ? z : HEIGHT * Math.signum(z) * share;
    }

    @Override
    public double slope(double z) {
      double y = Math.abs(WIDTH * z);
      double d = denominator(y);
      return HEIGHT * WIDTH * (1 + 2 * y + 4 * QUARTIC * y * y * y) / (d * d);
    }

    @Override
    public double bend(double z) {
      double y = Math.abs(WIDTH * z);
      double d = denominator(y);
      double first = 1 + 2 * y + 4 * QUARTIC * y * y * y;
      double second = 2 + 12 * QUARTIC * y * y;
      return HEIGHT
          * WIDTH
          * WIDTH
          * Math.signum(z)
          * (second * d - 2 * first * first)
          / (d * d * d);
    }

    private double denominator(double y) {
      return 1 + y + y * y + QUARTIC * y * y * y * y;
    }
  },

  /** {@code z tanh(ln(1 + e^z))}. */
  MISH {
    @Override
    public double value(double z) {
      // tanh(ln(1 + e^z)) = ((1 + e^z)² − 1)/((1 + e^z)² + 1), in powers that do not overflow.
      if (z >= 0) {
        double decay = Math.exp(-z);
        return z * ((1 + 2 * decay) / (1 + 2 * decay + 2 * decay * decay));
      }
      double growth = Math.exp(z);
      double rise = growth * (growth + 2);
      return weighted(z, rise / (rise + 2));
    }

    @Override
    public double slope(double z) {
      double plus = StandardActivation.SOFTPLUS.value(z);
      return StandardActivation.TANH.value(plus) + weighted(z, inner(z, plus));
    }

    @Override
    public double bend(double z) {
      double plus = StandardActivation.SOFTPLUS.value(z);
      double sigmoid = StandardActivation.SIGMOID.value(z);
      double innerSlope =
          StandardActivation.TANH.bend(plus) * sigmoid * sigmoid
              + StandardActivation.TANH.slope(plus) * StandardActivation.SIGMOID.slope(z);
      return 2 * inner(z, plus) + weighted(z, innerSlope);
    }

    private double inner(double z, double plus) {
      return StandardActivation.TANH.slope(plus) * StandardActivation.SIGMOID.value(z);
    }
  },

  /**
   * {@code z σ(y)}, {@code y = √(8/π) (z + 0.044715 z³)}, which is {@code z (1 + tanh(y/2))/2}: the
   * approximation of GELU by a tanh (Hendrycks and Gimpel, arXiv 1606.08415). ND4J's "precise" GELU
   * means it, but cubes {@code 0.044715 z} as a whole.
   */
  GELU_TANH {
    private static final double CUBIC = 0.044715;
    private static final double STEEPNESS = 1.5957691216057308;

    @Override
    public double value(double z) {
      return weighted(z, StandardActivation.SIGMOID.value(inner(z)));
    }

    @Override
    public double slope(double z) {
      return StandardActivation.SIGMOID.value(inner(z)) + weighted(z * innerSlope(z), both(z));
    }

    @Override
    public double bend(double z) {
      double slope = innerSlope(z);
      double tilt =
          StandardActivation.SIGMOID.value(-inner(z)) - StandardActivation.SIGMOID.value(inner(z));
      double curve = 6 * STEEPNESS * CUBIC * z;
      return weighted(2 * slope + z * (tilt * slope * slope + curve), both(z));
    }

    private double inner(double z) {
      return STEEPNESS * z * (1 + CUBIC * z * z);
    }

    private double innerSlope(double z) {
      return STEEPNESS * (1 + 3 * CUBIC * z * z);
    }

    private double both(double z) {
      return StandardActivation.SIGMOID.slope(inner(z));
    }
  };

  /** {@code z · factor}; a factor that has decayed to 0 wins over an infinite z. */
  private static double weighted(double z, double factor) {
    return factor == 0 ? 0 : z * factor;
  }
}
