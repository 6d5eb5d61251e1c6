package org.edgeflow.core.objective;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A loss with its curvature, and the one call in which Edge Flow spends its time.
 *
 * <p>An objective may keep workspaces, so one thread uses it at a time; it has no other state:
 * equal arguments give equal results.
 */
public interface Objective extends Loss {

  /**
   * {@code H(w) v}, the product of the Hessian with a vector of any length.
   *
   * @param parameters not modified
   * @param vector not modified
   * @param product modified; neither of the other two
   */
  void hessianVector(Tensor parameters, Tensor vector, Tensor product);

  /**
   * The same loss over some of the examples at a time, for an objective that is a mean over
   * examples and can gather them; empty for any other.
   *
   * @param batchSize how many at a time; 0: all
   * @param labelNoise for squared errors the standard deviation of what is added to every target;
   *     for cross-entropy the probability with which a label is replaced by another, all others
   *     being equally likely
   * @throws IllegalArgumentException if there are fewer examples, or the noise is no probability
   *     where it must be one
   */
  default Optional<SampledLoss> sampled(int batchSize, double labelNoise) {
    return Optional.empty();
  }

  /**
   * Where the loss is that of a classifier: from parameters, the share of the examples (for
   * sequences: of their positions) whose largest output is the label's. One pass forwards. Empty
   * where there are no labels, or nobody who says what it finds for them.
   */
  default Optional<ToDoubleFunction<Tensor>> accuracy() {
    return Optional.empty();
  }

  /**
   * How far rounding moves the parameters along a direction, in units of ε_mach: {@code √(Σ_i u_i²
   * w_i²)} over the coordinates in which the parameters are the outside's. An objective that has
   * turned them says it in theirs, so that how they are turned makes no difference.
   *
   * @param parameters w; not modified
   * @param direction u; not modified
   * @param scratch modified: of the parameters' shape
   */
  default double roundingScale(Tensor parameters, Tensor direction, Tensor scratch) {
    backend().kernels().elementwise().multiply(parameters, direction, scratch);
    return backend().norm(scratch);
  }

  /**
   * Both endpoints of an oscillation, and the curvature along it: with {@code w± = c ± r u},
   *
   * <ul>
   *   <li>the losses {@code L(w+)} and {@code L(w−)},
   *   <li>the mean gradient {@code ½ (g(w+) + g(w−)) = ∇_c L_sym(c; r u)},
   *   <li>on request the half difference {@code ½ (g(w+) − g(w−)) = r K u},
   *   <li>on request {@code H(c) u}.
   * </ul>
   *
   * <p>The cost is two gradients, and one HVP if asked for; with {@code r = 0} one gradient and one
   * HVP, where that is asked for. This default makes two or three calls; an objective that can
   * share work between them overrides it, and says in {@link Symmetric#setCost} where it took less:
   * where r²∇³L[u, u] is lost in rounding, one gradient and one HVP at the centre give everything.
   *
   * @param centre c; not modified
   * @param direction u; not modified
   * @param magnitude r
   * @param request what is wanted beside the losses and the mean gradient
   * @param out modified: the wanted parts are valid afterwards, the others undefined
   */
  default void symmetric(
      Tensor centre, Tensor direction, double magnitude, Symmetric.Request request, Symmetric out) {
    TensorBackend backend = backend();
    Tensor endpoint = out.endpoint();
    Tensor mean = out.meanGradient();
    Tensor difference = out.halfDifference();
    if (magnitude == 0 && request.hessianVector()) {
      double loss = lossAndGradient(centre, mean);
      hessianVector(centre, direction, out.hessianVector());
      backend.fill(difference, 0);
      out.setLosses(loss, loss);
      out.setCost(new Cost(0, 1, 1));
      return;
    }
    backend.combine(1, centre, magnitude, direction, endpoint);
    double lossPlus = lossAndGradient(endpoint, mean);
    backend.combine(1, centre, -magnitude, direction, endpoint);
    double lossMinus = lossAndGradient(endpoint, difference);
    backend.combine(0.5, mean, 0.5, difference, mean);
    if (request.halfDifference()) {
      // mean − g− = ½ (g+ − g−), from what is already here.
      backend.combine(1, mean, -1, difference, difference);
    }
    if (request.hessianVector()) {
      hessianVector(centre, direction, out.hessianVector());
    }
    out.setLosses(lossPlus, lossMinus);
  }
}
