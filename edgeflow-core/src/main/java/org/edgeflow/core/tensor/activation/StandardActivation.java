package org.edgeflow.core.tensor.activation;

/** The activations that backends have fused kernels for; any other {@link Activation} works too. */
public enum StandardActivation implements Activation {
  /** {@code z}. */
  IDENTITY {
    @Override
    public double value(double z) {
      return z;
    }

    @Override
    public double slope(double z) {
      return 1;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  },

  /** {@code max(z, 0)}. */
  RELU {
    @Override
    public double value(double z) {
      return Math.max(z, 0);
    }

    @Override
    public double slope(double z) {
      return z > 0 ? 1 : 0;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  },

  /** {@code tanh z}. */
  TANH {
    @Override
    public double value(double z) {
      return ElementaryFunctions.tanh(z);
    }

    @Override
    public double slope(double z) {
      double value = value(z);
      return 1 - value * value;
    }

    @Override
    public double bend(double z) {
      double value = value(z);
      return -2 * value * (1 - value * value);
    }
  },

  /** The logistic function {@code σ(z) = 1/(1 + e^{−z})}. */
  SIGMOID {
    @Override
    public double value(double z) {
      return ElementaryFunctions.sigmoid(z);
    }

    @Override
    public double slope(double z) {
      return ElementaryFunctions.sigmoid(z) * ElementaryFunctions.sigmoid(-z);
    }

    @Override
    public double bend(double z) {
      double value = ElementaryFunctions.sigmoid(z);
      double other = ElementaryFunctions.sigmoid(-z);
      return value * other * (other - value);
    }
  },

  /** {@code ln(1 + e^z)}. */
  SOFTPLUS {
    @Override
    public double value(double z) {
      return ElementaryFunctions.softplus(z);
    }

    @Override
    public double slope(double z) {
      return ElementaryFunctions.sigmoid(z);
    }

    @Override
    public double bend(double z) {
      return ElementaryFunctions.sigmoid(z) * ElementaryFunctions.sigmoid(-z);
    }
  },

  /** {@code z Φ(z)}, Φ the normal distribution function: the exact GELU. */
  GELU {
    @Override
    public double value(double z) {
      return ElementaryFunctions.gelu(z);
    }

    @Override
    public double slope(double z) {
      return ElementaryFunctions.normalDistribution(z)
          + timesVanishing(z, ElementaryFunctions.normalDensity(z));
    }

    @Override
    public double bend(double z) {
      return timesVanishing(2 - z * z, ElementaryFunctions.normalDensity(z));
    }
  },

  /** {@code z σ(z)}: swish, also called SiLU. */
  SWISH {
    @Override
    public double value(double z) {
      return ElementaryFunctions.swish(1, z);
    }

    @Override
    public double slope(double z) {
      return swishSlope(1, z);
    }

    @Override
    public double bend(double z) {
      return swishBend(1, z);
    }
  },

  /** {@code z σ(1.702 z)}: what ND4J and DL4J call GELU. */
  GELU_SIGMOID {
    @Override
    public double value(double z) {
      return ElementaryFunctions.swish(GELU_SHARPNESS, z);
    }

    @Override
    public double slope(double z) {
      return swishSlope(GELU_SHARPNESS, z);
    }

    @Override
    public double bend(double z) {
      return swishBend(GELU_SHARPNESS, z);
    }
  };

  /**
   * The factor in {@link #GELU_SIGMOID}: 1.702 rounded to float32, as ND4J has it in both formats.
   */
  public static final double GELU_SHARPNESS = 1.702f;

  private static double swishSlope(double sharpness, double z) {
    double value = ElementaryFunctions.sigmoid(sharpness * z);
    double other = ElementaryFunctions.sigmoid(-sharpness * z);
    return value + timesVanishing(sharpness * z, value * other);
  }

  private static double swishBend(double sharpness, double z) {
    double value = ElementaryFunctions.sigmoid(sharpness * z);
    double other = ElementaryFunctions.sigmoid(-sharpness * z);
    return sharpness
        * (2 * value * other + timesVanishing(sharpness * z, value * other * (other - value)));
  }

  // The limit at an infinity is 0, and not the NaN of ∞ · 0.
  private static double timesVanishing(double z, double factor) {
    return factor == 0 ? 0 : z * factor;
  }
}
