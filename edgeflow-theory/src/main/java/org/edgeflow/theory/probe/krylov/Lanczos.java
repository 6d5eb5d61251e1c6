package org.edgeflow.theory.probe.krylov;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * The Lanczos process with full reorthogonalization: an orthonormal basis V of the Krylov space of
 * a symmetric A from a vector b, and the tridiagonal {@code T = VᵀAV}.
 *
 * <p>With T = QΘQᵀ, Gauss quadrature of b's spectral measure has the nodes {@code θᵢ} and the
 * weights {@code Q₁ᵢ²}: {@code bᵀf(A)b ≈ ‖b‖² Σ Q₁ᵢ² f(θᵢ)}, exact for polynomials of degree 2m −
 * 1, and {@code f(A)b ≈ ‖b‖ V Q f(Θ) Qᵀe₁}. With {@code f = 1/θ} the latter is what conjugate
 * gradients (A ≻ 0) give after as many products; here f may be 0 where A is flat, or A indefinite.
 *
 * <p>It comes to hold one vector a product, each allocated when first needed and then kept.
 */
public final class Lanczos {
  /** A rest of the last product that is smaller, relative to the largest |T|, is rounding. */
  private static final double EXHAUSTED = 64;

  private final TensorBackend backend;
  private final int dimension;
  private final int limit;
  private final List<Tensor> basis = new ArrayList<>();
  private double[] nodes = {};
  private double[][] rotation = {};
  private double length;

  /**
   * A process that has not run.
   *
   * @param dimension of the operators to come
   * @param products the most that a run spends; at most the dimension is useful
   */
  public Lanczos(TensorBackend backend, int dimension, int products) {
    this.backend = backend;
    this.dimension = dimension;
    this.limit = Math.min(products, dimension);
  }

  /**
   * Runs until the products are spent or the Krylov space is exhausted.
   *
   * @param operator symmetric
   * @param start b; not modified
   * @return whether there is anything: false where b is 0, or something was not finite
   */
  public boolean run(SymmetricOperator operator, Tensor start) {
    length = backend.norm(start);
    nodes = new double[0];
    if (!(length > 0) || Double.isInfinite(length)) {
      return false;
    }
    double[] diagonal = new double[limit];
    double[] beside = new double[limit];
    backend.combine(1 / length, start, 0, start, vector(0));
    int size = 0;
    double largest = 0;
    while (size < limit) {
      Tensor next = vector(size + 1);
      operator.apply(vector(size), next);
      diagonal[size] = backend.dot(vector(size), next);
      double rest = orthogonalize(next, size + 1);
      if (!Double.isFinite(rest + diagonal[size])) {
        return false;
      }
      largest = Math.max(largest, Math.max(Math.abs(diagonal[size]), rest));
      beside[size] = rest;
      size++;
      if (rest <= EXHAUSTED * backend.dataType().epsilon() * largest) {
        break;
      }
      backend.scale(1 / rest, next);
    }
    decompose(Arrays.copyOf(diagonal, size), Arrays.copyOf(beside, size - 1));
    return true;
  }

  private Tensor vector(int i) {
    if (i == basis.size()) {
      basis.add(backend.zeros(dimension));
    }
    return basis.get(i);
  }

  /** Twice, which is enough; returns the length of what is left. */
  private double orthogonalize(Tensor vector, int size) {
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < size; i++) {
        backend.axpy(-backend.dot(basis.get(i), vector), basis.get(i), vector);
      }
    }
    return backend.norm(vector);
  }

  private void decompose(double[] diagonal, double[] beside) {
    int size = diagonal.length;
    if (size == 1) {
      nodes = diagonal;
      rotation = new double[][] {{1}};
      return;
    }
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(diagonal, beside);
    nodes = eigen.getEigenvalues();
    rotation = eigen.getV().getData();
  }

  /** θᵢ of the last run; none where it returned false. */
  public double[] nodes() {
    return nodes.clone();
  }

  /** The weights of the nodes, which sum to 1. */
  public double[] weights() {
    double[] weights = new double[nodes.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = rotation[0][i] * rotation[0][i];
    }
    return weights;
  }

  /** {@code bᵀ f(A) b} of the last run, by its quadrature. */
  public double form(DoubleUnaryOperator f) {
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      sum += rotation[0][i] * rotation[0][i] * f.applyAsDouble(nodes[i]);
    }
    return length * length * sum;
  }

  /**
   * {@code out ← f(A) b} of the last run.
   *
   * @param out modified; may be b
   */
  public void apply(DoubleUnaryOperator f, Tensor out) {
    backend.fill(out, 0);
    for (int j = 0; j < nodes.length; j++) {
      double coefficient = 0;
      for (int i = 0; i < nodes.length; i++) {
        coefficient += rotation[j][i] * f.applyAsDouble(nodes[i]) * rotation[0][i];
      }
      backend.axpy(length * coefficient, basis.get(j), out);
    }
  }

  /**
   * {@code 1/θ}, and 0 where θ is flat against the largest of the last run's nodes: the
   * pseudo-inverse as a function of the operator.
   *
   * @param flat the largest |θ| that counts as flat, relative to the largest of the nodes
   */
  public DoubleUnaryOperator inverse(double flat) {
    double floor = flat * Arrays.stream(nodes).map(Math::abs).max().orElse(0);
    return theta -> Math.abs(theta) <= floor ? 0 : 1 / theta;
  }

  /** {@link #inverse} of the part that is positive; 0 on what is flat or negative. */
  public DoubleUnaryOperator positiveInverse(double flat) {
    DoubleUnaryOperator inverse = inverse(flat);
    return theta -> theta > 0 ? inverse.applyAsDouble(theta) : 0;
  }

  /**
   * {@code θ/(θ² + τ²)}: the inverse where |θ| is large against τ.
   *
   * @param damping τ, relative to the largest |θ| of the last run's nodes
   */
  public DoubleUnaryOperator damped(double damping) {
    double tau = damping * Arrays.stream(nodes).map(Math::abs).max().orElse(0);
    return theta -> theta / (theta * theta + tau * tau);
  }
}
