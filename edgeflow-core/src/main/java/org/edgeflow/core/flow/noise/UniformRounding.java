package org.edgeflow.core.flow.noise;

import org.edgeflow.core.tensor.Tensor;

/**
 * Rounding as if the direction were spread evenly over all coordinates of the objective:
 *
 * <pre>  σ² = κ² ε_mach² rms(c)²</pre>
 *
 * <p>What {@link RoundingNoise} is to be measured against: it depends on the coordinates that the
 * objective happens to have.
 *
 * @param factor κ
 */
public record UniformRounding(double factor) implements NoiseFloor {

  @Override
  public double square(Tensor centre, Tensor direction, double elapsed) {
    double kick = factor * centre.dataType().epsilon() * centre.backend().norm(centre);
    return kick * kick / centre.size() * elapsed;
  }
}
