package org.edgeflow.baselines.central;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.baselines.complementarity.SymmetricPacking;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.optimizer.SecondMoments;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * RMSProp: {@code P = diag(√ν + ε)}, one second moment a parameter,
 *
 * <pre>  ν̇ = c ( g² + diag(HΣH) − ν ),   diag(HΣH) = (4/η²) P² ∘ Σ_ij X_ij uᵢ∘uⱼ</pre>
 *
 * <p>and {@code 2 uᵢᵀṖuⱼ = Σ_a (uᵢ∘uⱼ)_a ν̇_a/√ν_a}. In terms of {@code q_ij = P ∘ ν^(−1/4) ∘
 * uᵢ∘uⱼ} the part that depends on X is the Gram matrix {@code (4c/η²) ⟨q_ij, q_kl⟩}: symmetric and
 * positive semidefinite. Beside 5 tensors it holds one for each pair of directions.
 */
final class ComponentMoments implements Preconditioning {
  /** ν. */
  static final State.Vector MOMENTS = new State.Vector("second_moments");

  // Keeps 0/0 from a parameter that the loss does not depend on.
  private static final double NOTHING = 1e-30;

  private final UpdateRule rule;
  private final MomentClock clock;
  private final TensorBackend backend;
  private final int dimension;
  private final Tensor diagonal;
  private final Tensor root;
  private final Tensor quarter;
  private final Tensor excess;
  private final Tensor scratch;
  private final List<Tensor> products = new ArrayList<>();
  private Tensor moments;
  private double weight;

  ComponentMoments(UpdateRule rule, TensorBackend backend, int dimension) {
    this.rule = rule;
    this.clock = new MomentClock(rule.scaling());
    this.backend = backend;
    this.dimension = dimension;
    this.diagonal = backend.zeros(dimension);
    this.root = backend.zeros(dimension);
    this.quarter = backend.zeros(dimension);
    this.excess = backend.zeros(dimension);
    this.scratch = backend.zeros(dimension);
  }

  @Override
  public List<State.Vector> vectors() {
    return List.of(MOMENTS);
  }

  @Override
  public List<State.Scalar> numbers() {
    return List.of(MomentClock.WEIGHT);
  }

  @Override
  public void start(State state, Tensor gradient, Optional<Memory> memory) {
    double taken = memory.map(Memory::taken).orElse(0.0);
    backend.addSquares(clock.firstShare(taken), gradient, 0, state.vector(MOMENTS));
    memory
        .flatMap(Memory::squares)
        .ifPresent(known -> backend.axpy(clock.keptShare(taken), known, state.vector(MOMENTS)));
    state.setNumber(MomentClock.WEIGHT, clock.firstWeight(taken));
  }

  @Override
  public void at(State state) {
    moments = state.vector(MOMENTS);
    weight = state.number(MomentClock.WEIGHT);
    SecondMoments.modulus(moments, scratch);
    backend.root(1, scratch, rule.scaling().epsilon(), diagonal);
    backend.root(1, diagonal, 0, root);
    backend.root(1, scratch, NOTHING, quarter);
    backend.root(1, quarter, 0, quarter);
  }

  @Override
  public void whiten(Tensor x) {
    backend.divide(x, root, x);
  }

  @Override
  public Optional<Tensor> preconditioner() {
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
    multiply(packing, directions);
    // ⟨uᵢ∘uⱼ, (g² − ν)/√ν⟩ = ⟨q_ij, (g² − ν) / (P ν^(1/4))⟩.
    setExcess(gradient);
    backend.divide(excess, diagonal, excess);
    backend.divide(excess, quarter, excess);
    double pace = horizon * clock.rate(weight);
    double response = pace * 4 / (rule.learningRate() * rule.learningRate());
    for (int p = 0; p < packing.length(); p++) {
      offset[p] += pace * backend.dot(products.get(p), excess);
      for (int q = 0; q <= p; q++) {
        double value = response * backend.dot(products.get(p), products.get(q));
        operator[p][q] += value;
        if (q < p) {
          operator[q][p] += value;
        }
      }
    }
  }

  // q_ij, from squares: uᵢ∘uⱼ = ½ [ (uᵢ + uⱼ)² − uᵢ² − uⱼ² ].
  private void multiply(SymmetricPacking packing, List<Tensor> directions) {
    while (products.size() < packing.length()) {
      products.add(backend.zeros(dimension));
    }
    backend.divide(quarter, diagonal, root);
    for (int i = 0; i < packing.size(); i++) {
      for (int j = i; j < packing.size(); j++) {
        Tensor product = products.get(packing.index(i, j));
        Tensor first = directions.get(i);
        Tensor second = directions.get(j);
        if (i == j) {
          backend.addSquares(1, first, 0, product);
        } else {
          double half = 0.5 * SymmetricPacking.weight(i, j);
          backend.combine(1, first, 1, second, scratch);
          backend.addSquares(half, scratch, 0, product);
          backend.addSquares(-half, first, 1, product);
          backend.addSquares(-half, second, 1, product);
        }
        backend.divide(product, root, product);
      }
    }
    backend.root(1, diagonal, 0, root);
  }

  private void setExcess(Tensor gradient) {
    backend.copy(moments, excess);
    backend.addSquares(1, gradient, -1, excess);
  }

  @Override
  public void velocity(Tensor gradient, double[] x, State derivative) {
    setExcess(gradient);
    if (x.length > 0) {
      // diag(HΣH) = (4/η²) P ν^(1/4) ∘ Σ_p x_p q_p; a product is two quotients.
      backend.fill(scratch, 0);
      for (int p = 0; p < x.length; p++) {
        backend.axpy(x[p], products.get(p), scratch);
      }
      Tensor inverse = derivative.vector(MOMENTS);
      backend.fill(inverse, 1);
      backend.divide(inverse, diagonal, inverse);
      backend.divide(inverse, quarter, inverse);
      backend.divide(scratch, inverse, scratch);
      backend.axpy(4 / (rule.learningRate() * rule.learningRate()), scratch, excess);
    }
    backend.combine(clock.rate(weight), excess, 0, excess, derivative.vector(MOMENTS));
    derivative.setNumber(MomentClock.WEIGHT, clock.weightVelocity(weight));
  }
}
