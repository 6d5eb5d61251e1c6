package org.edgeflow.core.experiment.reference;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Gradient descent's oscillation out of its last iterates, as a least-squares fit: the path is a
 * polynomial of the iteration's number, and what alternates obeys the linearized iteration itself,
 *
 * <pre>
 *   w_k = p(k) + Σ_i a_i z_{i,k}      z_{i,k+1} = z_{i,k} − η H(A_k) z_{i,k}
 *   a minimizes ‖ F(w) − Σ_i a_i F(z_i) ‖      F: the difference of order m, which p does not pass
 *   δ_k = Σ_i a_i z_{i,k}
 * </pre>
 *
 * <p>with a z_i for each eigenvalue that alternates, {@code ηλ > 1}, beginning at the oldest
 * iterate as its eigenvector there. The Hessian is that at the two-step centres {@code A_k =
 * (w_{k−1} + 2w_k + w_{k+1})/4}, which is the chord's but for second order in δ; at the iterates
 * themselves it errs to first order. Against a difference alone ({@link OscillationFilter}) it sees
 * of the bend only what lies along the z_i, which is little; each of them grows or decays as the
 * iteration makes it, however fast the curvature changes; and there may be several.
 *
 * <p>It costs up to twelve Hessian–vector products an iterate of the window, and the search for the
 * eigenvectors.
 */
final class OscillationFit {
  private static final int HIGHEST_ORDER = 6;
  private static final int MOST_MODES = 12;
  private static final int MAX_PRODUCTS = 400;

  private final Objective objective;
  private final TensorBackend backend;
  private final double learningRate;

  /**
   * A fit.
   *
   * @param objective whose products are nobody's cost
   * @param learningRate η
   */
  OscillationFit(Objective objective, double learningRate) {
    this.objective = objective;
    this.backend = objective.backend();
    this.learningRate = learningRate;
  }

  /**
   * The oscillation at the iterate before the newest: δ with the iterate at {@code c + δ}, c on the
   * path that does not alternate.
   *
   * @param newestFirst iterates in a row, at least 3; not modified
   * @return zeros where nothing alternates
   */
  Tensor oscillation(List<Tensor> newestFirst) {
    int order = Math.min(HIGHEST_ORDER, newestFirst.size() - 1);
    Tensor asked = middle(newestFirst, 1);
    Tensor oscillation = backend.zeros(asked.size());
    int modes = alternating(asked);
    if (modes == 0) {
      return oscillation;
    }
    List<Tensor> waves = leading(middle(newestFirst, order), modes);
    List<Tensor> differences = new ArrayList<>();
    waves.forEach(wave -> differences.add(backend.zeros(asked.size())));
    Tensor path = backend.zeros(asked.size());
    List<Tensor> there = new ArrayList<>();
    double weight = Math.pow(-0.5, order);
    for (int back = order; back >= 0; back--) {
      backend.axpy(weight, newestFirst.get(back), path);
      for (int i = 0; i < waves.size(); i++) {
        backend.axpy(weight, waves.get(i), differences.get(i));
      }
      if (back == 1) {
        waves.forEach(wave -> there.add(backend.copyOf(wave)));
      }
      if (back > 0) {
        advance(middle(newestFirst, back), waves);
      }
      weight *= -back / (order - back + 1.0);
    }
    double[] shares = shares(differences, path);
    for (int i = 0; i < shares.length; i++) {
      backend.axpy(shares[i], there.get(i), oscillation);
    }
    return oscillation;
  }

  // Where a neighbour is missing, the iterate itself.
  private Tensor middle(List<Tensor> newestFirst, int back) {
    Tensor middle = backend.copyOf(newestFirst.get(back));
    if (back > 0 && back + 1 < newestFirst.size()) {
      backend.combine(0.25, newestFirst.get(back - 1), 0.5, middle, middle);
      backend.axpy(0.25, newestFirst.get(back + 1), middle);
    }
    return middle;
  }

  private int alternating(Tensor at) {
    SpectralTracker tracker =
        tracker(new SpectralTracker.Settings(1, MOST_MODES, tolerance(), MAX_PRODUCTS));
    return (int)
        tracker.track(SymmetricOperator.hessian(objective, at), 1 / learningRate).values().stream()
            .filter(value -> learningRate * value > 1)
            .count();
  }

  private List<Tensor> leading(Tensor at, int count) {
    SpectralTracker tracker =
        tracker(SpectralTracker.Settings.leading(count, tolerance(), MAX_PRODUCTS));
    List<Tensor> vectors = new ArrayList<>();
    tracker
        .track(SymmetricOperator.hessian(objective, at))
        .vectors()
        .forEach(vector -> vectors.add(backend.copyOf(vector)));
    return vectors;
  }

  private SpectralTracker tracker(SpectralTracker.Settings settings) {
    return new SpectralTracker(settings, backend, objective.dimension(), 1);
  }

  private double tolerance() {
    return backend.dataType() == DataType.FLOAT64 ? 1e-6 : 1e-3;
  }

  private void advance(Tensor at, List<Tensor> waves) {
    Tensor product = backend.zeros(at.size());
    for (Tensor wave : waves) {
      objective.hessianVector(at, wave, product);
      backend.axpy(-learningRate, product, wave);
    }
  }

  private double[] shares(List<Tensor> columns, Tensor target) {
    int count = columns.size();
    double[] scales =
        columns.stream().mapToDouble(backend::norm).map(n -> n > 0 ? 1 / n : 0).toArray();
    RealMatrix gram = new Array2DRowRealMatrix(count, count);
    RealVector right = new ArrayRealVector(count);
    for (int i = 0; i < count; i++) {
      right.setEntry(i, scales[i] * backend.dot(columns.get(i), target));
      for (int j = 0; j <= i; j++) {
        double product = scales[i] * scales[j] * backend.dot(columns.get(i), columns.get(j));
        gram.setEntry(i, j, product);
        gram.setEntry(j, i, product);
      }
    }
    double[] shares = new SingularValueDecomposition(gram).getSolver().solve(right).toArray();
    for (int i = 0; i < count; i++) {
      shares[i] *= scales[i];
    }
    return shares;
  }
}
