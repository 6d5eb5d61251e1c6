package org.edgeflow.baselines.central;

import java.util.List;
import java.util.Optional;
import org.edgeflow.baselines.complementarity.SymmetricPacking;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Scalar RMSProp: {@code P = p I}, {@code p = √ν + ε}, one second moment of the gradient's norm,
 *
 * <pre>  ν̇ = c ( ‖g‖² + tr(HΣH) − ν ),   tr(HΣH) = (4p/η²) tr X</pre>
 *
 * <p>and {@code 2 UᵀṖU = (2ṗ/p) I} with {@code ṗ = ν̇/(2√ν)}.
 */
final class ScalarMoment implements Preconditioning {
  /** ν. */
  static final State.Scalar MOMENT = new State.Scalar("second_moment");

  private final UpdateRule rule;
  private final MomentClock clock;
  private final TensorBackend backend;
  private final Tensor diagonal;
  private double moment;
  private double weight;
  private double root;
  private double p;

  ScalarMoment(UpdateRule rule, TensorBackend backend, int dimension) {
    this.rule = rule;
    this.clock = new MomentClock(rule.scaling());
    this.backend = backend;
    this.diagonal = backend.zeros(dimension);
  }

  @Override
  public List<State.Vector> vectors() {
    return List.of();
  }

  @Override
  public List<State.Scalar> numbers() {
    return List.of(MOMENT, MomentClock.WEIGHT);
  }

  @Override
  public void start(State state, Tensor gradient, Optional<Memory> memory) {
    double taken = memory.map(Memory::taken).orElse(0.0);
    double fresh = clock.firstShare(taken) * backend.dot(gradient, gradient);
    state.setNumber(
        MOMENT, memory.map(known -> fresh + clock.keptShare(taken) * known.square()).orElse(fresh));
    state.setNumber(MomentClock.WEIGHT, clock.firstWeight(taken));
  }

  @Override
  public void at(State state) {
    moment = state.number(MOMENT);
    weight = state.number(MomentClock.WEIGHT);
    // A stage of a Runge–Kutta step may overshoot 0 where the gradient is nearly 0.
    root = Math.sqrt(Math.abs(moment));
    p = root + rule.scaling().epsilon();
  }

  @Override
  public void whiten(Tensor x) {
    backend.scale(1 / Math.sqrt(p), x);
  }

  @Override
  public Optional<Tensor> preconditioner() {
    backend.fill(diagonal, p);
    return Optional.of(diagonal);
  }

  @Override
  public void addMotion(
      SymmetricPacking packing,
      List<Tensor> directions,
      Tensor gradient,
      double horizon,
      double[] offset,
      double[][] operator) {
    double perMoment = horizon * clock.rate(weight) / (p * root);
    double drift = perMoment * (backend.dot(gradient, gradient) - moment);
    double response = perMoment * perTrace();
    for (int i = 0; i < packing.size(); i++) {
      int row = packing.index(i, i);
      offset[row] += drift;
      for (int j = 0; j < packing.size(); j++) {
        operator[row][packing.index(j, j)] += response;
      }
    }
  }

  // tr(HΣH) / tr X.
  private double perTrace() {
    return 4 * p / (rule.learningRate() * rule.learningRate());
  }

  @Override
  public void velocity(Tensor gradient, double[] x, State derivative) {
    SymmetricPacking packing = SymmetricPacking.ofLength(x.length);
    double mean = backend.dot(gradient, gradient) + perTrace() * packing.trace(x);
    derivative.setNumber(MOMENT, clock.rate(weight) * (mean - moment));
    derivative.setNumber(MomentClock.WEIGHT, clock.weightVelocity(weight));
  }
}
