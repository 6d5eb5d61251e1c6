package org.edgeflow.core.flow;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What makes the flow of a map of the map's own field: {@code −½ (Df) f}, with {@code f = (f_c,
 * f_δ)} the change of {@code (c, δ)} over one step of GD's two-step map,
 *
 * <pre>
 *   f_c = −η ḡ(c, δ)        f_δ = η Kδ − 2δ
 *   (Df) f  ≈  [ f(x + h f) − f(x) ] / h          one more evaluation of the field
 * </pre>
 *
 * <p>The term is not a vector field's change of coordinates: it is formed for {@code δ} in Cartesian
 * coordinates, and its part {@code q = −½ ((Df) f)_δ / r} is then carried into those of the flow,
 *
 * <pre>  u̇ += (I − uuᵀ) q        d(ln r)/dt += uᵀq.</pre>
 *
 * <p>Nothing cancels in the difference, for h is no small number: {@code (Df) f} is of the second
 * order in f, and the difference holds {@code (h/2) f''(f, f)} of the third beside it. Where δ is
 * too small to resolve, f is linear in it, and everything is formed per unit of r, so that r may be
 * as small as it likes.
 */
final class BackwardErrorTerm {
  private final Objective objective;
  private final double learningRate;
  private final double reach;
  private final Symmetric displaced;
  private final Tensor centre;
  private final Tensor direction;

  /**
   * The term of an objective.
   *
   * @param learningRate η
   * @param reach h
   */
  BackwardErrorTerm(Objective objective, double learningRate, double reach) {
    TensorBackend backend = objective.backend();
    this.objective = objective;
    this.learningRate = learningRate;
    this.reach = reach;
    this.displaced = new Symmetric(backend, objective.dimension());
    this.centre = backend.zeros(objective.dimension());
    this.direction = backend.zeros(objective.dimension());
  }

  /**
   * Adds the term to the rates of centre and direction. It costs two gradients, and one HVP where
   * the curvature is the centre's.
   *
   * @param at where, and what the field's evaluation found there; not modified
   * @param drift modified: ċ
   * @param turning modified: u̇
   * @return what it adds to the rate of ln r
   */
  double add(Point at, Tensor drift, Tensor turning) {
    TensorBackend backend = objective.backend();
    Tensor bend = at.bend(at.symmetric());
    Tensor u = at.direction();
    backend.combine(
        1, at.centre(), -reach * learningRate, at.symmetric().meanGradient(), centre);
    backend.combine(1 - 2 * reach, u, reach * learningRate * at.perUnit(), bend, direction);
    double stretch = backend.norm(direction);
    if (stretch > 0) {
      backend.scale(1 / stretch, direction);
    }
    objective.symmetric(
        centre, direction, at.magnitude() * stretch, at.request(), displaced);

    double weight = 0.5 * learningRate / reach;
    backend.axpy(weight, displaced.meanGradient(), drift);
    backend.axpy(-weight, at.symmetric().meanGradient(), drift);

    // q = [ (ηKu − 2u) − (stretch ηK'u' − 2 stretch u') ] / 2h, in place of u'.
    double perUnitThere = at.chord() ? at.perUnit() : stretch;
    Tensor q = direction;
    backend.scale(stretch / reach, q);
    backend.axpy(-weight * perUnitThere, at.bend(displaced), q);
    backend.axpy(weight * at.perUnit(), bend, q);
    backend.axpy(-1 / reach, u, q);
    double along = backend.dot(u, q);
    backend.axpy(1, q, turning);
    backend.axpy(-along, u, turning);
    return along;
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
