package org.edgeflow.core.flow.phase;

import java.util.Optional;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.SecondMoments;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * One iteration of a rule in the coordinates of {@link PhasePoint}: with {@code g± = ∇L(c ± δ)},
 * {@code ḡ = ½(g₊ + g₋)} and {@code Kδ = ½(g₊ − g₋)},
 *
 * <pre>
 *   M ← β M + (1 − β) ḡ             α ← −β α + (1 − β) Kδ
 *   ν ← β₂ ν + (1 − β₂) ½(g₊² + g₋²)                       (scalar: of the norms)
 *   c ← c − η P⁻¹ q̄                 δ ← −δ + η P⁻¹ q̃
 *
 *   P = √ν + ε          heavy ball q̄ = M, q̃ = α      Nesterov q̄ = βM + (1 − β)ḡ, q̃ = βα + (1 − β)Kδ
 * </pre>
 *
 * <p>with the rule's bias corrections. For gradient descent it is {@code c ← c − ηḡ}, {@code δ ←
 * (ηK − I)δ}. But for the alternation of ν, {@code c + σδ} and {@code M − σα} are the optimizer's
 * own iterates and averages; the mean of the squares is {@code ḡ² + (Kδ)²}.
 *
 * <p>An evaluation costs two gradients, and one HVP where the curvature is the centre's.
 */
public final class TwoStepMap {
  private final Objective objective;
  private final UpdateRule rule;
  private final TensorBackend backend;
  private final Symmetric symmetric;
  private final Optional<Tensor> average;
  private final Optional<Tensor> averageOscillation;
  private final Optional<Tensor> moments;
  private final Optional<Tensor> preconditioner;
  private final Tensor meanRoom;
  private final Tensor responseRoom;
  private Tensor meanStep;
  private Tensor response;
  private Tensor bend;
  private double perUnit;
  private double factor;

  /** The map of a rule on an objective. */
  public TwoStepMap(Objective objective, UpdateRule rule) {
    int dimension = objective.dimension();
    this.objective = objective;
    this.rule = rule;
    this.backend = objective.backend();
    this.symmetric = new Symmetric(backend, dimension);
    boolean scaled = rule.scaling().kind() != Scaling.Kind.NONE;
    this.average = room(rule.averages());
    this.averageOscillation = room(rule.averages());
    this.moments = room(scaled);
    this.preconditioner = room(scaled);
    this.meanRoom = backend.zeros(dimension);
    this.responseRoom = backend.zeros(dimension);
    this.meanStep = symmetric.meanGradient();
    this.response = symmetric.halfDifference();
    this.bend = symmetric.halfDifference();
  }

  private Optional<Tensor> room(boolean wanted) {
    return wanted ? Optional.of(backend.zeros(objective.dimension())) : Optional.empty();
  }

  /**
   * Evaluates the map; what it finds is this object's until the next call.
   *
   * @param at not modified
   * @param chord whether the curvature is the chord's, {@code K}, and not {@code H(c)}
   */
  public void evaluate(PhasePoint at, boolean chord) {
    objective.symmetric(
        at.centre,
        at.direction,
        at.magnitude * at.stretch,
        chord ? Symmetric.Request.HALF_DIFFERENCE : Symmetric.Request.HESSIAN_VECTOR,
        symmetric);
    bend = chord ? symmetric.halfDifference() : symmetric.hessianVector();
    perUnit = chord ? 1 / at.magnitude : at.stretch;
    meanStep = symmetric.meanGradient();
    response = bend;
    factor = perUnit;
    moments.ifPresent(next -> accumulate(at, chord ? 1 : at.magnitude * at.stretch, next));
    if (average.isPresent()) {
      filter(at);
    }
    preconditioner.ifPresent(
        scale -> {
          backend.divide(meanStep, scale, meanRoom);
          backend.divide(response, scale, responseRoom);
          meanStep = meanRoom;
          response = responseRoom;
        });
  }

  private void accumulate(PhasePoint at, double length, Tensor next) {
    double beta2 = rule.scaling().beta2();
    double share = 1 - beta2;
    Tensor mean = symmetric.meanGradient();
    backend.copy(at.moments.orElseThrow(), next);
    if (rule.scaling().kind() == Scaling.Kind.SCALAR) {
      double square = backend.dot(mean, mean) + length * length * backend.dot(bend, bend);
      backend.fill(meanRoom, share * square);
      backend.combine(beta2, next, 1, meanRoom, next);
    } else {
      backend.addSquares(share, mean, beta2, next);
      backend.addSquares(share * length * length, bend, 1, next);
    }
    scale(next, at.taken + 1, preconditioner.orElseThrow());
  }

  /**
   * {@code out ← √ν + ε}, with the rule's bias correction.
   *
   * @param squares ν; not modified
   * @param taken after how many iterations
   * @param out modified; another tensor
   */
  public void scale(Tensor squares, double taken, Tensor out) {
    SecondMoments.modulus(squares, out);
    backend.root(rule.momentCorrection(taken), out, rule.scaling().epsilon(), out);
  }

  private void filter(PhasePoint at) {
    double beta = rule.momentum().beta();
    Tensor gradient = symmetric.meanGradient();
    Tensor mean = average.orElseThrow();
    Tensor wave = averageOscillation.orElseThrow();
    backend.combine(beta, at.average.orElseThrow(), 1 - beta, gradient, mean);
    backend.combine(-beta, at.averageOscillation.orElseThrow(), (1 - beta) * perUnit, bend, wave);
    double now = rule.averageCorrection(at.taken + 1);
    if (rule.momentum().nesterov()) {
      double next = beta * rule.averageCorrection(at.taken + 2);
      backend.combine(next, mean, (1 - beta) * now, gradient, meanRoom);
      backend.combine(next, wave, (1 - beta) * now * perUnit, bend, responseRoom);
    } else {
      backend.combine(now, mean, 0, mean, meanRoom);
      backend.combine(now, wave, 0, wave, responseRoom);
    }
    meanStep = meanRoom;
    response = responseRoom;
    factor = 1;
  }

  /**
   * Takes the step that was evaluated at a point.
   *
   * @param at the point of the last {@link #evaluate}; modified, its direction of length 1 and its
   *     stretch what the direction has grown by
   */
  public void advance(PhasePoint at) {
    double length = rule.learningRate();
    backend.axpy(-length, meanStep, at.centre);
    backend.combine(length * factor, response, -at.stretch, at.direction, at.direction);
    at.average.ifPresent(mean -> backend.copy(average.orElseThrow(), mean));
    at.averageOscillation.ifPresent(wave -> backend.copy(averageOscillation.orElseThrow(), wave));
    at.moments.ifPresent(squares -> backend.copy(moments.orElseThrow(), squares));
    at.taken++;
    at.stretch = backend.norm(at.direction);
    if (at.stretch > 0) {
      backend.scale(1 / at.stretch, at.direction);
    }
  }

  /**
   * How much the step changes the averages by.
   *
   * @param at the point of the last {@link #evaluate}
   * @param changes modified: M, a and ν
   */
  public void setDifferences(PhasePoint at, PhasePoint changes) {
    setDifference(average, at.average, changes.average);
    setDifference(averageOscillation, at.averageOscillation, changes.averageOscillation);
    setDifference(moments, at.moments, changes.moments);
  }

  private void setDifference(
      Optional<Tensor> after, Optional<Tensor> before, Optional<Tensor> change) {
    change.ifPresent(out -> backend.combine(1, after.orElseThrow(), -1, before.orElseThrow(), out));
  }

  /** {@code P⁻¹ q̄}: the centre's step is −η times it; live. */
  public Tensor meanStep() {
    return meanStep;
  }

  /** {@code P⁻¹ q̃ / r}, but for {@link #factor}; live. */
  public Tensor response() {
    return response;
  }

  /** What {@link #response} is to be multiplied by. */
  public double factor() {
    return factor;
  }

  /** The average after the step; live. */
  public Optional<Tensor> average() {
    return average;
  }

  /** Its oscillation after the step, per unit of r; live. */
  public Optional<Tensor> averageOscillation() {
    return averageOscillation;
  }

  /** The second moments after the step; live. */
  public Optional<Tensor> moments() {
    return moments;
  }

  /** P of the step, one positive entry a parameter; empty where it is the identity; live. */
  public Optional<Tensor> preconditioner() {
    return preconditioner;
  }

  /**
   * {@code uᵀKu}.
   *
   * @param direction u, the point's
   */
  public double curvatureAlong(Tensor direction) {
    return perUnit * backend.dot(direction, bend);
  }

  /** ḡ, live. */
  public Tensor meanGradient() {
    return symmetric.meanGradient();
  }

  /** {@code ½ [L(c + δ) + L(c − δ)]}. */
  public double loss() {
    return symmetric.loss();
  }
}
