package org.edgeflow.models.engine.activation;

import org.edgeflow.core.tensor.activation.Activation;

/** Activations that have a parameter, and are given by two or three pieces. */
public final class PiecewiseActivation {
  private PiecewiseActivation() {}

  /**
   * {@code z} for {@code z > 0}, else {@code α (e^z − 1)}; both times the scale. With scale 1.0507…
   * and α = 1.6732… it is the SELU (Klambauer et al., arXiv 1706.02515).
   *
   * @param alpha α
   * @param scale the factor
   */
  public record Exponential(double alpha, double scale) implements Activation {
    @Override
    public double value(double z) {
      return scale * (z > 0 ? z : alpha * Math.expm1(z));
    }

    @Override
    public double slope(double z) {
      return scale * (z > 0 ? 1 : alpha * Math.exp(z));
    }

    @Override
    public double bend(double z) {
      return z > 0 ? 0 : scale * alpha * Math.exp(z);
    }
  }

  /**
   * {@code z} for {@code z > 0}, else {@code α z}.
   *
   * @param alpha α
   */
  public record Leaky(double alpha) implements Activation {
    @Override
    public double value(double z) {
      return z > 0 ? z : alpha * z;
    }

    @Override
    public double slope(double z) {
      return z > 0 ? 1 : alpha;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  }

  /**
   * {@code z} for {@code z > θ}, else 0; above the ceiling the ceiling.
   *
   * @param threshold θ
   * @param ceiling may be infinite
   */
  public record Clipped(double threshold, double ceiling) implements Activation {
    @Override
    public double value(double z) {
      return z > threshold ? Math.min(z, ceiling) : 0;
    }

    @Override
    public double slope(double z) {
      return z > threshold && z < ceiling ? 1 : 0;
    }

    @Override
    public double bend(double z) {
      return 0;
    }
  }
}
