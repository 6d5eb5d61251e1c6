package org.edgeflow.core.flow.phase;

import java.util.Optional;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What turns the field f of a rule's two-step map into that of the flow through the map's iterates:
 * {@link LogarithmSeries} over the whole of {@code x = (c, M, ν, δ, α)}. Neither the centre nor the
 * average has a part of it along the oscillation, where the map alternates about what it relaxes to
 * and the series has nothing to converge to; along it means of the mode {@code (u, Pu)}, orthogonal
 * in the preconditioner's sense.
 */
public final class PhaseBackwardError {
  private final TensorBackend backend;
  private final double learningRate;
  private final double[] weights;
  private final PhasePoint displaced;
  private final Tensor pull;
  private final Tensor change;
  private final Optional<Tensor> averagePull;
  private final Optional<Tensor> averageChange;

  /**
   * The term of a rule on an objective.
   *
   * @param order n, at least 2
   */
  public PhaseBackwardError(Objective objective, UpdateRule rule, int order) {
    this.backend = objective.backend();
    this.learningRate = rule.learningRate();
    this.weights = LogarithmSeries.weights(order);
    int dimension = objective.dimension();
    this.displaced = PhasePoint.zeros(rule, backend, dimension);
    this.pull = backend.zeros(dimension);
    this.change = backend.zeros(dimension);
    this.averagePull = displaced.average().map(backend::copyOf);
    this.averageChange = displaced.average().map(backend::copyOf);
  }

  /**
   * Adds the term to the rates of all blocks but the magnitude's.
   *
   * @param at where; not modified
   * @param map evaluated there; afterwards at the last of the iterates
   * @param metric of that point
   * @param chord whether the curvature is the chord's
   * @param rates modified; the rates of the same blocks
   * @return what it adds to the rate of ln r
   */
  public double add(
      PhasePoint at, TwoStepMap map, PhaseMetric metric, boolean chord, PhasePoint rates) {
    displaced.set(at);
    backend.fill(pull, 0);
    backend.fill(change, 0);
    averagePull.ifPresent(x -> backend.fill(x, 0));
    averageChange.ifPresent(x -> backend.fill(x, 0));
    for (int i = 0; i < weights.length; i++) {
      double share = i == 0 ? weights[0] - 1 : weights[i];
      accumulate(share, map, rates);
      if (i + 1 < weights.length) {
        map.advance(displaced);
        map.evaluate(displaced, chord);
      }
    }
    Tensor direction = at.direction();
    backend.axpy(1, pull, rates.centre());
    backend.axpy(-metric.along(pull), direction, rates.centre());
    averagePull.ifPresent(
        extra -> {
          Tensor rate = rates.average().orElseThrow();
          backend.axpy(1, extra, rate);
          backend.axpy(-metric.averageAlong(extra), metric.dual(), rate);
        });
    double along = metric.share(change, averageChange);
    backend.axpy(1, change, rates.direction());
    backend.axpy(-along, direction, rates.direction());
    averageChange.ifPresent(
        extra -> {
          Tensor rate = rates.averageOscillation().orElseThrow();
          backend.axpy(1, extra, rate);
          backend.axpy(-along, at.averageOscillation().orElseThrow(), rate);
        });
    return along;
  }

  private void accumulate(double share, TwoStepMap map, PhasePoint rates) {
    double weight = learningRate * share;
    backend.axpy(-weight, map.meanStep(), pull);
    backend.axpy(weight * map.factor(), map.response(), change);
    backend.axpy(-2 * weight * displaced.stretch() / learningRate, displaced.direction(), change);
    addDifference(share, map.average(), displaced.average(), averagePull);
    addDifference(share, map.averageOscillation(), displaced.averageOscillation(), averageChange);
    addDifference(share, map.moments(), displaced.moments(), rates.moments());
  }

  private void addDifference(
      double share, Optional<Tensor> after, Optional<Tensor> before, Optional<Tensor> sum) {
    if (sum.isPresent()) {
      backend.axpy(share, after.orElseThrow(), sum.get());
      backend.axpy(-share, before.orElseThrow(), sum.get());
    }
  }
}
