package org.edgeflow.core.flow.edge;

import org.edgeflow.core.flow.phase.LogarithmSeries;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What turns the field f of GD's two-step map {@code Φ(x) = x + f(x)}, {@code x = (c, δ)}, into the
 * field of the flow that passes through the map's iterates:
 *
 * <pre>
 *   f_c = −η ḡ(c, δ)        f_δ = η Kδ − 2δ
 *   ẋ = ln(1 + Δ) x = Δx − ½ Δ²x + ⅓ Δ³x − …      Δx = Φ(x) − x
 * </pre>
 *
 * <p>cut off after the order n: Newton's series for the derivative of a path through {@code x,
 * Φ(x), Φ²(x), …}, which reproduces the map up to the order n in f. With n = 2 it is {@code f − ½
 * (Df) f}, its derivative taken over the whole of f. Each order costs one more evaluation of f, and
 * no derivative of it: {@code ẋ = Σ v_i f(Φ^i(x))}. Nothing cancels in it.
 *
 * <p>The term does not carry over to other coordinates of δ. It is formed in Cartesian ones, and
 * its part {@code q} along δ, per unit of r, is then given to those of the flow:
 *
 * <pre>  u̇ += (I − uuᵀ) q        d(ln r)/dt += uᵀq.</pre>
 *
 * <p>The centre has no part of the term along u. There the map alternates about where ḡ vanishes,
 * and the series, at {@code Δ = −ηs}, has nothing to converge to; it would make the centre stiff,
 * the more so the further beyond the edge. Both f alone and the map lag by {@code v/(ηs)} behind a
 * balance that moves at the velocity v, so that nothing is lost on the slow path.
 *
 * <p>Where δ is too small to resolve, f is linear in it, and r may be as small as it likes.
 */
final class BackwardErrorTerm {
  private final Objective objective;
  private final double learningRate;
  private final double[] weights;
  private final Symmetric displaced;
  private final Tensor centre;
  private final Tensor direction;
  private final Tensor change;
  private final Tensor pull;

  /**
   * The term of an objective.
   *
   * @param learningRate η
   * @param order n, at least 2
   */
  BackwardErrorTerm(Objective objective, double learningRate, int order) {
    TensorBackend backend = objective.backend();
    this.objective = objective;
    this.learningRate = learningRate;
    this.weights = LogarithmSeries.weights(order);
    this.displaced = new Symmetric(backend, objective.dimension());
    this.centre = backend.zeros(objective.dimension());
    this.direction = backend.zeros(objective.dimension());
    this.change = backend.zeros(objective.dimension());
    this.pull = backend.zeros(objective.dimension());
  }

  /**
   * Adds the term to the rates of centre and direction. It costs 2(n − 1) gradients, and n − 1 HVPs
   * where the curvature is the centre's.
   *
   * @param at where, and what the field's evaluation found there; not modified
   * @param drift modified: ċ, and f_c before
   * @param turning modified: u̇
   * @return what it adds to the rate of ln r
   */
  double add(Point at, Tensor drift, Tensor turning) {
    TensorBackend backend = objective.backend();
    backend.copy(at.centre(), centre);
    backend.copy(at.direction(), direction);
    backend.fill(change, 0);
    backend.fill(pull, 0);
    Symmetric found = at.symmetric();
    double stretch = 1;
    for (int i = 0; i < weights.length; i++) {
      double weight = learningRate * (i == 0 ? weights[0] - 1 : weights[i]);
      double perUnit = at.chord() ? at.perUnit() : stretch;
      backend.axpy(-weight, found.meanGradient(), pull);
      backend.axpy(weight * perUnit, at.bend(found), change);
      backend.axpy(-2 * weight * stretch / learningRate, direction, change);
      if (i + 1 < weights.length) {
        backend.axpy(-learningRate, found.meanGradient(), centre);
        backend.combine(learningRate * perUnit, at.bend(found), -stretch, direction, direction);
        stretch = backend.norm(direction);
        if (stretch > 0) {
          backend.scale(1 / stretch, direction);
        }
        objective.symmetric(centre, direction, at.magnitude() * stretch, at.request(), displaced);
        found = displaced;
      }
    }
    backend.axpy(1, pull, drift);
    backend.axpy(-backend.dot(at.direction(), pull), at.direction(), drift);
    double along = backend.dot(at.direction(), change);
    backend.axpy(1, change, turning);
    backend.axpy(-along, at.direction(), turning);
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
