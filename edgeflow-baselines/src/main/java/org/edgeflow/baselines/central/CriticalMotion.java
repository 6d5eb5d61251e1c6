package org.edgeflow.baselines.central;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.edgeflow.baselines.complementarity.SymmetricPacking;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * How the flow and the edge of stability move, as affine functions of the oscillation's covariance
 * {@code Σ = UXUᵀ} in the critical directions U, {@code UᵀPU = I}.
 *
 * <p>The flow is {@code ẇ = −η P⁻¹ [ g + ½ Σ_p x_p T_p ]}, {@code T_p} as in {@link
 * SharpnessGradients}, with {@link Preconditioning} for the second moments. The matrix {@code A =
 * Uᵀ(2P − ηH)U} says how far the critical directions are from the edge: stable where it is positive
 * semidefinite. It moves, U held fixed, by
 *
 * <pre>
 *   Ȧ_p = 2 (UᵀṖU)_p − η ⟨T_p, ẇ⟩
 *       = η² ⟨T_p, P⁻¹g⟩ + (η²/2) Σ_q ⟨T_p, P⁻¹T_q⟩ x_q + 2 (UᵀṖU)_p
 * </pre>
 *
 * <p>so that {@code A + τȦ} after a time τ is {@code offset + operator[X]}, the operator a sum of
 * Gram matrices: symmetric and positive semidefinite.
 */
final class CriticalMotion {
  private final Objective objective;
  private final TensorBackend backend;
  private final double learningRate;
  private final Preconditioning preconditioning;
  private final SharpnessGradients sharpness;
  private final List<Tensor> directions = new ArrayList<>();
  private final Tensor gradient;
  private final Tensor whitened;
  private SymmetricPacking packing = new SymmetricPacking(0);
  private double[] edge = {};
  private double[][] lift = {};
  private double[] offset = {};
  private double[][] operator = {};

  CriticalMotion(
      Objective objective,
      double learningRate,
      Preconditioning preconditioning,
      double differenceStep) {
    this.objective = objective;
    this.backend = objective.backend();
    this.learningRate = learningRate;
    this.preconditioning = preconditioning;
    this.sharpness = new SharpnessGradients(objective, differenceStep);
    this.gradient = backend.zeros(objective.dimension());
    this.whitened = backend.zeros(objective.dimension());
  }

  /**
   * Goes to a state: one gradient.
   *
   * @return {@code L(w)}
   */
  double at(State state) {
    double loss = objective.lossAndGradient(state.centre(), gradient);
    preconditioning.at(state);
    backend.copy(gradient, whitened);
    preconditioning.whiten(whitened);
    return loss;
  }

  /**
   * Makes the leading eigenvectors of {@code P^(−1/2) H P^(−1/2)} the critical directions of the
   * state that {@link #at} went to: {@code k(k+1)} gradients.
   *
   * @param size k; 0 for none
   */
  void confine(State state, Eigenpairs pairs, int size) {
    packing = new SymmetricPacking(size);
    edge = new double[packing.length()];
    offset = new double[packing.length()];
    operator = new double[packing.length()][packing.length()];
    lift = new double[packing.length()][packing.length()];
    while (directions.size() < size) {
      directions.add(backend.zeros(objective.dimension()));
    }
    for (int i = 0; i < size; i++) {
      backend.copy(pairs.vector(i), directions.get(i));
      preconditioning.whiten(directions.get(i));
      edge[packing.index(i, i)] = 2 - learningRate * pairs.value(i);
    }
    if (size == 0) {
      return;
    }
    sharpness.evaluate(state.centre(), gradient, directions, packing);
    double square = learningRate * learningRate;
    for (int p = 0; p < packing.length(); p++) {
      preconditioning.whiten(sharpness.get(p));
      for (int q = 0; q <= p; q++) {
        lift[p][q] = 0.5 * square * backend.dot(sharpness.get(p), sharpness.get(q));
      }
    }
  }

  /**
   * Writes {@link #offset} and {@link #operator} for the state that {@link #at} went to: no
   * evaluation.
   *
   * @param horizon τ
   */
  void anticipate(double horizon) {
    double square = learningRate * learningRate;
    for (int p = 0; p < packing.length(); p++) {
      offset[p] = edge[p] + horizon * square * backend.dot(sharpness.get(p), whitened);
      for (int q = 0; q <= p; q++) {
        operator[p][q] = horizon * lift[p][q];
        operator[q][p] = operator[p][q];
      }
    }
    if (size() > 0) {
      preconditioning.addMotion(packing, directions, gradient, horizon, offset, operator);
    }
  }

  /**
   * Carries A along a step with the covariance X: {@code A ← A + t Ȧ}, U held fixed.
   *
   * @param x X, packed, as {@link #anticipate} was answered
   * @param share t/τ
   */
  void carry(double[] x, double share) {
    double[] ahead = new double[x.length];
    SymmetricPacking.apply(operator, x, ahead);
    for (int p = 0; p < x.length; p++) {
      edge[p] += share * (offset[p] + ahead[p] - edge[p]);
    }
  }

  /** A's eigenvalues, which are {@code 2 − ηλ} of the critical λ, in ascending order. */
  double[] distances() {
    if (size() == 0) {
      return new double[0];
    }
    double[] values =
        new EigenDecompositionSymmetric(
                new Array2DRowRealMatrix(packing.unpack(edge), false), 1e-10, true)
            .getEigenvalues();
    Arrays.sort(values);
    return values;
  }

  /** k. */
  int size() {
    return packing.size();
  }

  /** The part of {@code A + τȦ} that does not depend on X, packed; live. */
  double[] offset() {
    return offset;
  }

  /** The part of {@code A + τȦ} that multiplies X, on packed matrices; live. */
  double[][] operator() {
    return operator;
  }

  /**
   * Writes the rates of change of the centre and of the preconditioner's blocks.
   *
   * @param x X, packed
   * @param derivative modified, except for the flow's own numbers
   */
  void velocity(double[] x, State derivative) {
    Tensor drift = derivative.centre();
    backend.combine(-learningRate, whitened, 0, whitened, drift);
    for (int p = 0; p < x.length; p++) {
      backend.axpy(-0.5 * learningRate * x[p], sharpness.get(p), drift);
    }
    preconditioning.whiten(drift);
    preconditioning.velocity(gradient, x, derivative);
  }

  /** The Gram matrix {@code UᵀU} of the critical directions. */
  double[][] gram() {
    double[][] gram = new double[size()][size()];
    for (int i = 0; i < size(); i++) {
      for (int j = i; j < size(); j++) {
        gram[i][j] = backend.dot(directions.get(i), directions.get(j));
        gram[j][i] = gram[i][j];
      }
    }
    return gram;
  }

  /** X's trace, which is {@code η} times what the oscillation adds to the loss. */
  double trace(double[] x) {
    return packing.trace(x);
  }

  /** {@code tr Σ = ⟨UᵀU, X⟩}. */
  double variance(double[] x) {
    return SymmetricPacking.dot(packing.pack(gram()), x);
  }

  /** The eigenvalues of {@code UXUᵀ} that may differ from 0, in descending order. */
  double[] principalVariances(double[] x) {
    if (x.length == 0) {
      return new double[0];
    }
    // With UᵀU = LLᵀ they are those of LᵀXL.
    RealMatrix lower =
        new CholeskyDecomposition(new Array2DRowRealMatrix(gram(), false), 1e-12, 0).getL();
    RealMatrix variance =
        lower.transposeMultiply(new Array2DRowRealMatrix(packing.unpack(x), false)).multiply(lower);
    double[] values = new EigenDecompositionSymmetric(variance, 1e-10, true).getEigenvalues();
    return Arrays.stream(values).map(v -> -Math.max(0, v)).sorted().map(v -> -v).toArray();
  }
}
