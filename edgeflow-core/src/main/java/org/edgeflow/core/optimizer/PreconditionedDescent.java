package org.edgeflow.core.optimizer;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Any {@link UpdateRule} carried out: with {@code g_k = ∇L(w_{k−1})}, k = 1, 2, …, and {@code m_0 =
 * ν_0 = 0},
 *
 * <pre>
 *   m_k = β m_{k−1} + (1 − β) g_k
 *   ν_k = β₂ ν_{k−1} + (1 − β₂) g_k ∘ g_k          (scalar: ‖g_k‖²)
 *   w_k = w_{k−1} − η P_k⁻¹ q_k
 *
 *            without bias correction     with it
 *   P_k      √ν_k + ε                    √( ν_k / (1 − β₂^k) ) + ε
 *   q_k      m_k                         m_k / (1 − β^k)
 *   Nesterov β m_k + (1 − β) g_k         β m_k / (1 − β^{k+1}) + (1 − β) g_k / (1 − β^k)
 * </pre>
 *
 * <p>One gradient an iteration, nothing allocated. It holds the vectors g, m where β > 0, and ν and
 * P where there is one moment a parameter. A parameter whose gradient has always been 0 needs ε >
 * 0: {@code 0/0} is NaN.
 */
public final class PreconditionedDescent implements Optimizer {
  private final UpdateRule rule;
  private final TensorBackend backend;
  private final Tensor gradient;
  private final Optional<Tensor> average;
  private final Optional<Tensor> moments;
  private final Optional<Tensor> preconditioner;
  private double scalarMoment;
  private long taken;

  /** The rule at its start, for parameters of one dimension. */
  public PreconditionedDescent(UpdateRule rule, TensorBackend backend, int dimension) {
    Scaling.Kind kind = rule.scaling().kind();
    this.rule = rule;
    this.backend = backend;
    this.gradient = backend.zeros(dimension);
    this.average =
        rule.momentum().beta() > 0 ? Optional.of(backend.zeros(dimension)) : Optional.empty();
    this.moments =
        kind == Scaling.Kind.PER_COMPONENT
            ? Optional.of(backend.zeros(dimension))
            : Optional.empty();
    this.preconditioner =
        kind == Scaling.Kind.NONE ? Optional.empty() : Optional.of(backend.zeros(dimension));
  }

  @Override
  public double step(Loss loss, Tensor iterate) {
    double before = loss.lossAndGradient(iterate, gradient);
    taken++;
    accumulate();
    filter();
    double length = rule.learningRate();
    switch (rule.scaling().kind()) {
      case NONE -> {}
      case SCALAR -> length /= scalarPreconditioner();
      case PER_COMPONENT -> {
        Tensor scale = preconditioner.orElseThrow();
        backend.root(momentFactor(), moments.orElseThrow(), rule.scaling().epsilon(), scale);
        backend.divide(gradient, scale, gradient);
      }
    }
    backend.axpy(-length, gradient, iterate);
    return before;
  }

  // ν_k.
  private void accumulate() {
    double beta2 = rule.scaling().beta2();
    switch (rule.scaling().kind()) {
      case NONE -> {}
      case SCALAR ->
          scalarMoment = beta2 * scalarMoment + (1 - beta2) * backend.dot(gradient, gradient);
      case PER_COMPONENT -> backend.addSquares(1 - beta2, gradient, beta2, moments.orElseThrow());
    }
  }

  // q_k, in place of the gradient, which is itself where there is no momentum.
  private void filter() {
    if (average.isEmpty()) {
      return;
    }
    double beta = rule.momentum().beta();
    Tensor mean = average.orElseThrow();
    backend.combine(beta, mean, 1 - beta, gradient, mean);
    double now = rule.averageCorrection((double) taken);
    if (rule.momentum().nesterov()) {
      double next = rule.averageCorrection(taken + 1.0);
      backend.combine(beta * next, mean, (1 - beta) * now, gradient, gradient);
    } else {
      backend.combine(now, mean, 0, gradient, gradient);
    }
  }

  private double momentFactor() {
    return rule.momentCorrection((double) taken);
  }

  private double scalarPreconditioner() {
    return Math.sqrt(momentFactor() * scalarMoment) + rule.scaling().epsilon();
  }

  @Override
  public UpdateRule rule() {
    return rule;
  }

  @Override
  public Optional<Moments> moments() {
    return Optional.of(new Moments(average, moments, scalarMoment, taken));
  }

  @Override
  public Optional<Tensor> preconditioner() {
    if (rule.scaling().kind() == Scaling.Kind.SCALAR) {
      backend.fill(preconditioner.orElseThrow(), scalarPreconditioner());
    }
    return preconditioner;
  }

  @Override
  public void visit(Fields fields) {
    taken = fields.count("taken", taken);
    scalarMoment = fields.number("scalar_moment", scalarMoment);
    average.ifPresent(mean -> fields.tensor("average", mean));
    moments.ifPresent(squares -> fields.tensor("moments", squares));
    if (fields.restoring() && moments.isPresent()) {
      backend.root(
          momentFactor(), moments.get(), rule.scaling().epsilon(), preconditioner.orElseThrow());
    }
  }
}
