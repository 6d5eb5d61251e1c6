package org.edgeflow.baselines.rod;

import java.util.Optional;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.SecondMoments;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * One step of a rule from a point of phase space, its preconditioner given, as a displacement:
 *
 * <pre>
 *   F_w = −η P⁻¹ q        F_m = (1 − β)(g − m)
 * </pre>
 *
 * <p>with the rule's filter and corrections. It is linear in (g, m).
 */
final class OptimizerStep {
  private final UpdateRule rule;
  private final TensorBackend backend;
  private final double ahead;
  private final Tensor ofIterate;
  private final Tensor ofAverage;
  private final Tensor next;
  private final Tensor moments;

  /**
   * Of a rule.
   *
   * @param ahead by how many iterations its corrections are later than those of the step
   */
  OptimizerStep(UpdateRule rule, TensorBackend backend, int dimension, double ahead) {
    this.rule = rule;
    this.ahead = ahead;
    this.backend = backend;
    this.ofIterate = backend.zeros(dimension);
    this.ofAverage = backend.zeros(dimension);
    this.next = backend.zeros(dimension);
    this.moments = backend.zeros(dimension);
  }

  /**
   * Takes the step.
   *
   * @param average not read without momentum
   * @param preconditioner P
   */
  void take(Tensor gradient, Tensor average, double taken, Optional<Tensor> preconditioner) {
    double beta = rule.momentum().beta();
    double length = -rule.learningRate();
    if (!rule.averages()) {
      backend.combine(length, gradient, 0, gradient, ofIterate);
    } else {
      backend.combine(beta, average, 1 - beta, gradient, next);
      backend.combine(1, next, -1, average, ofAverage);
      double now = rule.averageCorrection(taken + 1 + ahead);
      if (rule.momentum().nesterov()) {
        double later = beta * rule.averageCorrection(taken + 2 + ahead);
        backend.combine(length * later, next, length * (1 - beta) * now, gradient, ofIterate);
      } else {
        backend.combine(length * now, next, 0, next, ofIterate);
      }
    }
    preconditioner.ifPresent(p -> backend.divide(ofIterate, p, ofIterate));
  }

  /**
   * The second moments after the step: {@code β₂ν + (1 − β₂)(a² + b²)}.
   *
   * @param first a: the mean gradient of both ends; not modified
   * @param second b: half of their difference; the same tensor as {@code first}: 0
   */
  void accumulate(Tensor squares, Tensor first, Tensor second) {
    double beta2 = rule.scaling().beta2();
    boolean one = first == second;
    backend.copy(squares, moments);
    if (rule.scaling().kind() == Scaling.Kind.SCALAR) {
      double square = backend.dot(first, first) + (one ? 0 : backend.dot(second, second));
      backend.fill(next, (1 - beta2) * square);
      backend.combine(beta2, moments, 1, next, moments);
    } else {
      backend.addSquares(1 - beta2, first, beta2, moments);
      if (!one) {
        backend.addSquares(1 - beta2, second, 1, moments);
      }
    }
  }

  /** {@code out ← √ν + ε}, with the bias correction after so many iterations. */
  void scale(Tensor squares, double taken, Tensor out) {
    SecondMoments.modulus(squares, out);
    backend.root(rule.momentCorrection(taken), out, rule.scaling().epsilon(), out);
  }

  /** F_w, live until the next step. */
  Tensor ofIterate() {
    return ofIterate;
  }

  /** F_m, live until the next step. */
  Tensor ofAverage() {
    return ofAverage;
  }

  /** ν after the step, live. */
  Tensor moments() {
    return moments;
  }
}
