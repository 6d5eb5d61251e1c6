package org.edgeflow.core.flow.noise;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;

/**
 * Rounding: each GD step leaves every parameter wrong by about ε_mach of its size, which along u is
 *
 * <pre>  σ² = κ² ε_mach² Σ_i u_i² c_i²</pre>
 *
 * <p>in the network's own coordinates, whatever the objective's are ({@link
 * Objective#roundingScale}). The sum changes slowly and may cost as much as a gradient: it is taken
 * again every eighth iteration.
 */
public final class RoundingNoise implements NoiseFloor {
  private static final double PERIOD = 8;

  private final Objective objective;
  private final double factor;
  private final Tensor scratch;
  private double kick;
  private double since = PERIOD;

  /**
   * The rounding of an objective's parameters.
   *
   * @param factor κ
   */
  public RoundingNoise(Objective objective, double factor) {
    this.objective = objective;
    this.factor = factor;
    this.scratch = objective.backend().zeros(objective.dimension());
  }

  @Override
  public double square(Tensor centre, Tensor direction, double elapsed) {
    since += elapsed;
    if (since >= PERIOD) {
      since = 0;
      kick =
          factor
              * centre.dataType().epsilon()
              * objective.roundingScale(centre, direction, scratch);
    }
    return kick * kick * elapsed;
  }

  @Override
  public void visit(Fields fields) {
    kick = fields.number("kick", kick);
    since = fields.number("since", since);
  }
}
