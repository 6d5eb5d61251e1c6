package org.edgeflow.core.flow.edge;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The field of the flow that passes through the iterates of GD's two-step map {@code x → x + G(x)},
 * {@code x = (c, δ)}: GD's own step, taken from where the flow was half an iteration ago,
 *
 * <pre>
 *   ẋ(t) = x(t + ½) − x(t − ½) = G(x(t − ½))       but for x⃛/24
 *
 *   G_c = −η ḡ(c, δ)      δ = R e:   G_e = (ηK − I) e / q − e,   G_{ln R} = ln q,   q = max(ηs − 1, 1)
 *
 *   x(t − ½) = x − ½ G(x)                                          order 2
 *            = x − ½ G(x − ⅔ G(x)),  x − ½ G(x − ⅔ G(x − ¾ G(x)))   order 3, 4
 * </pre>
 *
 * <p>of which a linear map makes {@code ln(1 + Δ)} up to the order n; to second order in G it is
 * {@code f − ½ (Df) f}. Three things make it hold in leaps, where δ grows by {@code q} up to 4 an
 * iteration and a series of G at the map's next iterates has the wrong sign. Half an iteration ago
 * a growing oscillation was smaller, so that no value is extrapolated. Only what differs from the
 * growth q is expanded: a direction whose own growth is {@code q_i} has {@code Δ = q_i/q − 1}. And
 * the centre goes back by half of G alone, to second order in itself, whatever the order:
 * directions at the edge other than u relax in it at {@code Δ = −ηλ}, where more orders make it run
 * away.
 *
 * <p>The centre has no part of it along u. There the map alternates about where ḡ vanishes, and at
 * {@code Δ = −ηs} the series has nothing to converge to; it would make the centre stiff, the more
 * so the further beyond the edge. Both f alone and the map lag by {@code v/(ηs)} behind a balance
 * that moves at the velocity v, so that nothing is lost on the slow path.
 *
 * <p>With the linear rate q is 1, and ln r has the series itself. Where δ is too small to resolve,
 * G is linear in it, and r may be as small as it likes.
 */
final class BackwardErrorTerm {
  // How far back the centre goes at last; until then it is the oscillation that is sought.
  private static final double CENTRE_AT_LAST = 0.5;

  private final Objective objective;
  private final double learningRate;
  private final EdgeFlow.Settings settings;
  private final Symmetric displaced;
  private final Tensor centre;
  private final Tensor direction;
  private final Tensor change;
  private final Tensor pull;
  private double gauge;

  /**
   * The term of an objective.
   *
   * @param learningRate η
   * @param settings of order n, at least 2
   */
  BackwardErrorTerm(Objective objective, double learningRate, EdgeFlow.Settings settings) {
    TensorBackend backend = objective.backend();
    this.objective = objective;
    this.learningRate = learningRate;
    this.settings = settings;
    this.displaced = new Symmetric(backend, objective.dimension());
    this.centre = backend.zeros(objective.dimension());
    this.direction = backend.zeros(objective.dimension());
    this.change = backend.zeros(objective.dimension());
    this.pull = backend.zeros(objective.dimension());
  }

  /**
   * Replaces the rates of centre and direction by those with the term. It costs 2(n − 1) gradients,
   * and n − 1 HVPs where the curvature is the centre's.
   *
   * @param at where, and what the field's evaluation found there; not modified
   * @param drift modified: ċ, and G_c before
   * @param turning modified: u̇
   * @return the rate of ln r
   */
  double replace(Point at, Tensor drift, Tensor turning) {
    TensorBackend backend = objective.backend();
    Tensor u = at.direction();
    backend.copy(drift, pull);
    backend.copy(u, direction);
    double along = backend.dot(u, pull);
    double excess = setChange(at.bend(at.symmetric()), at.perUnit(), 1) / gauge - 1;
    for (int left = settings.order() - 1; left > 0; left--) {
      backend.axpy(along - backend.dot(u, pull), u, pull);
      backend.combine(1, at.centre(), left == 1 ? -CENTRE_AT_LAST : 0, pull, centre);
      double back = left / (left + 1.0);
      backend.combine(1, u, -back, change, direction);
      double stretch = backend.norm(direction);
      backend.scale(1 / stretch, direction);
      double magnitude = at.magnitude() * Math.pow(gauge, -back);
      objective.symmetric(centre, direction, magnitude * stretch, at.request(), displaced);
      backend.combine(-learningRate, displaced.meanGradient(), 0, centre, pull);
      setChange(at.bend(displaced), at.chord() ? 1 / magnitude : stretch, stretch);
    }
    backend.combine(1, pull, along - backend.dot(u, pull), u, drift);
    double growth = backend.dot(u, change);
    backend.combine(1, change, -growth, u, turning);
    return growth + Math.log(gauge) + settings.remainder(excess);
  }

  /**
   * Sets {@code G_e} and its q.
   *
   * @param bend {@code Ke}, but for {@code perUnit}
   * @param stretch {@code ‖e‖}, e having the direction that is set
   * @return {@code ηs − 1}
   */
  private double setChange(Tensor bend, double perUnit, double stretch) {
    TensorBackend backend = objective.backend();
    double growth = learningRate * perUnit * backend.dot(direction, bend) / stretch - 1;
    gauge = settings.rate() == GrowthRate.LOGARITHMIC ? Math.max(growth, 1) : 1;
    backend.combine(
        learningRate * perUnit / gauge, bend, -stretch * (1 / gauge + 1), direction, change);
    return growth;
  }

  /**
   * A point of the field, evaluated.
   *
   * @param chord whether the curvature is the chord's
   * @param symmetric what the objective found there
   */
  record Point(
      Tensor centre, Tensor direction, double magnitude, boolean chord, Symmetric symmetric) {

    Symmetric.Request request() {
      return chord ? Symmetric.Request.HALF_DIFFERENCE : Symmetric.Request.HESSIAN_VECTOR;
    }

    /** The curvature times the direction, but for {@link #perUnit}. */
    Tensor bend(Symmetric evaluated) {
      return chord ? evaluated.halfDifference() : evaluated.hessianVector();
    }

    double perUnit() {
      return chord ? 1 / magnitude : 1;
    }
  }
}
