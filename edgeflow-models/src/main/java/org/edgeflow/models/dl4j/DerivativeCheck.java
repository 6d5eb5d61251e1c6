package org.edgeflow.models.dl4j;

import java.util.Optional;
import java.util.SplittableRandom;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Compares derivatives that somebody else computes with the loss that they should belong to, near
 * the start: slopes {@code ⟨g, v⟩} with {@code (L(w + hv) − L(w − hv))/2h} along unit vectors v
 * (the gradient's own and random ones), and {@code ⟨u, Hv⟩} with {@code ⟨v, Hu⟩}.
 *
 * <p>The point is a little off the start, for a start may lie on kinks: with zero biases every
 * blank pixel does. A quotient's own error is judged by those over twice and four times the
 * distance.
 */
final class DerivativeCheck {
  private static final int RANDOM_DIRECTIONS = 3;
  private static final double ROUNDINGS = 32;
  private static final double MARGIN = 10;

  private final Objective objective;
  private final TensorBackend backend;
  private final boolean wide;
  private final double epsilon;
  private final double distance;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Tensor point;
  private final Tensor gradient;
  private final Tensor room;

  private DerivativeCheck(Objective objective, Tensor start) {
    this.objective = objective;
    backend = objective.backend();
    wide = backend.dataType() == DataType.FLOAT64;
    epsilon = wide ? Math.ulp(1.0) : Math.ulp(1f);
    distance = wide ? 1e-5 : 1e-2;
    int dimension = objective.dimension();
    point = backend.zeros(dimension);
    gradient = backend.zeros(dimension);
    room = backend.zeros(dimension);
    double rms = backend.norm(start) / Math.sqrt(dimension);
    double aside = (wide ? 1e-3 : 1e-2) * (rms > 0 ? rms : 1) * Math.sqrt(dimension);
    backend.combine(1, start, aside, direction(), point);
  }

  /**
   * What the check found.
   *
   * @param slope what the loss's differences say where the gradient agreed least
   * @param claimed what the gradient says there
   * @param error how far both are apart beyond what differences can tell, relative to the
   *     gradient's length; 0 if they agree
   * @param asymmetry {@code |⟨u, Hv⟩ − ⟨v, Hu⟩| / ‖Hu‖}, the largest found
   */
  record Finding(double slope, double claimed, double error, double asymmetry) {

    /** How far both slopes are apart, as messages say it; empty if they agree. */
    Optional<String> disagreement() {
      return error == 0
          ? Optional.empty()
          : Optional.of(
              String.format(
                  java.util.Locale.ROOT,
                  "DL4J's gradient is not its loss's: near the start, along one direction, the loss"
                      + " changes by %.9g (by differences) where the gradient says %.9g, which is"
                      + " %.1e of the gradient's length",
                  slope,
                  claimed,
                  error));
    }
  }

  /** Checks near a start, at which the loss should be finite; without a finite loss, nothing. */
  static Finding near(Objective objective, Tensor start) {
    return new DerivativeCheck(objective, start).finding();
  }

  private Finding finding() {
    double loss = objective.lossAndGradient(point, gradient);
    double length = backend.norm(gradient);
    if (!Double.isFinite(loss) || !Double.isFinite(length) || length == 0) {
      return new Finding(0, 0, 0, 0);
    }
    Tensor along = backend.zeros(objective.dimension());
    backend.combine(1 / length, gradient, 0, gradient, along);
    Finding worst = slope(along, length, loss);
    for (int i = 0; i < RANDOM_DIRECTIONS; i++) {
      Finding next = slope(direction(), length, loss);
      worst = next.error() > worst.error() ? next : worst;
    }
    double asymmetry = Math.max(asymmetry(along), asymmetry(direction()));
    return new Finding(worst.slope(), worst.claimed(), worst.error(), asymmetry);
  }

  private Finding slope(Tensor direction, double length, double loss) {
    double claimed = backend.dot(gradient, direction);
    double slope = quotient(direction, distance);
    double ownError =
        Math.max(
                Math.abs(slope - quotient(direction, 2 * distance)),
                Math.abs(slope - quotient(direction, 4 * distance)))
            + ROUNDINGS * epsilon * (Math.abs(loss) / distance + length);
    double excess = Math.abs(slope - claimed) - MARGIN * ownError;
    return excess > (wide ? 3e-6 : 1e-2) * length
        ? new Finding(slope, claimed, Math.abs(slope - claimed) / length, 0)
        : new Finding(slope, claimed, 0, 0);
  }

  private double quotient(Tensor direction, double reach) {
    backend.combine(1, point, reach, direction, room);
    double ahead = objective.loss(room);
    backend.combine(1, point, -reach, direction, room);
    return (ahead - objective.loss(room)) / (2 * reach);
  }

  /** With {@code v = Hu/‖Hu‖}, so that ⟨v, Hu⟩ is as large as it can be. */
  private double asymmetry(Tensor u) {
    Tensor v = backend.zeros(objective.dimension());
    objective.hessianVector(point, u, v);
    double curvature = backend.norm(v);
    double noise = ROUNDINGS * epsilon * backend.norm(gradient) / distance;
    if (!Double.isFinite(curvature) || curvature <= noise) {
      return 0;
    }
    backend.scale(1 / curvature, v);
    objective.hessianVector(point, v, room);
    double excess = Math.abs(backend.dot(u, room) - curvature) - noise;
    return Math.max(excess, 0) / curvature;
  }

  private Tensor direction() {
    double[] values = new double[objective.dimension()];
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
      squares += values[i] * values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= Math.sqrt(squares);
    }
    return backend.of(values, values.length);
  }
}
