package org.edgeflow.models.engine.activation;

import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.ElementaryFunctions;

/** Functions of one number that other networks' graphs spell out their formulas with. */
public final class AlgebraicActivation {
  private AlgebraicActivation() {}

  /** Those without a parameter. */
  public enum Plain implements Activation {
    /** {@code |z|}, with slope 0 at 0. */
    ABSOLUTE {
      @Override
      public double value(double z) {
        return Math.abs(z);
      }

      @Override
      public double slope(double z) {
        return Double.isNaN(z) ? z : Math.signum(z);
      }

      @Override
      public double bend(double z) {
        return 0;
      }
    },

    /** {@code e^z}. */
    EXPONENTIAL {
      @Override
      public double value(double z) {
        return Math.exp(z);
      }

      @Override
      public double slope(double z) {
        return Math.exp(z);
      }

      @Override
      public double bend(double z) {
        return Math.exp(z);
      }
    },

    /** {@code ln z}. */
    LOGARITHM {
      @Override
      public double value(double z) {
        return Math.log(z);
      }

      @Override
      public double slope(double z) {
        return 1 / z;
      }

      @Override
      public double bend(double z) {
        return -1 / (z * z);
      }
    },

    /** {@code erf z = 2 Φ(√2 z) − 1}. */
    ERROR_FUNCTION {
      private static final double PEAK = 2 / Math.sqrt(Math.PI);

      @Override
      public double value(double z) {
        double tail = 2 * ElementaryFunctions.normalDistribution(-Math.abs(z) * Math.sqrt(2));
        return Math.copySign(1 - tail, z);
      }

      @Override
      public double slope(double z) {
        return PEAK * Math.exp(-z * z);
      }

      @Override
      public double bend(double z) {
        double slope = slope(z);
        return slope == 0 ? 0 : -2 * z * slope;
      }
    }
  }

  /**
   * {@code z^p}.
   *
   * @param exponent p
   */
  public record Power(double exponent) implements Activation {
    @Override
    public double value(double z) {
      return raised(z, exponent);
    }

    @Override
    public double slope(double z) {
      return exponent == 0 ? 0 : exponent * raised(z, exponent - 1);
    }

    @Override
    public double bend(double z) {
      double factor = exponent * (exponent - 1);
      return factor == 0 ? 0 : factor * raised(z, exponent - 2);
    }

    private static double raised(double z, double p) {
      if (p == 2) {
        return z * z;
      }
      if (p == 1) {
        return z;
      }
      if (p == -1) {
        return 1 / z;
      }
      return p == 0.5 ? Math.sqrt(z) : Math.pow(z, p);
    }
  }

  /**
   * {@code a z + b}.
   *
   * @param factor a
   * @param shift b
   */
  public record Line(double factor, double shift) implements Activation {
    @Override
    public double value(double z) {
      return factor * z + shift;
    }

    @Override
    public double slope(double z) {
      return factor;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  }

  /**
   * {@code max(least, min(most, z))}.
   *
   * @param least may be −∞
   * @param most may be ∞
   */
  public record Clamp(double least, double most) implements Activation {
    @Override
    public double value(double z) {
      return Math.max(least, Math.min(most, z));
    }

    @Override
    public double slope(double z) {
      return z > least && z < most ? 1 : 0;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  }

  /**
   * 1 for {@code z > threshold} and 0 otherwise, or the other way round; its slope is 0.
   *
   * @param threshold where it steps
   * @param above whether it is 1 above
   */
  public record Step(double threshold, boolean above) implements Activation {
    @Override
    public double value(double z) {
      return z > threshold == above ? 1 : 0;
    }

    @Override
    public double slope(double z) {
      return 0;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  }
}
