package org.edgeflow.core.spectral;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;

/**
 * Approximate eigenpairs {@code A xᵢ ≈ θᵢ xᵢ} of the largest eigenvalues, and how far to trust
 * them.
 *
 * <p>A symmetric {@code A} has an eigenvalue within {@code ‖A xᵢ − θᵢ xᵢ‖} of {@code θᵢ}, whatever
 * else is known of it. That there is no larger one which the search has missed is likely, never
 * certain.
 *
 * @param values θᵢ, in descending order; NaN where the solver ended before it had any
 * @param vectors xᵢ, orthonormal to rounding (zero where the solver has never had any); the
 *     solver's own, valid until its next {@code solve}; not to be modified
 * @param residuals {@code ‖A xᵢ − θᵢ xᵢ‖₂}, in the units of A
 * @param products how many products with A were spent
 * @param iterations how many projected problems were solved
 * @param ending why the solver ended
 */
public record Eigenpairs(
    List<Double> values,
    List<Tensor> vectors,
    List<Double> residuals,
    int products,
    int iterations,
    Ending ending) {

  /** Copies the lists; the vectors stay live. */
  public Eigenpairs {
    values = List.copyOf(values);
    vectors = List.copyOf(vectors);
    residuals = List.copyOf(residuals);
  }

  /** Why a solver ended. */
  public enum Ending {
    /** Every residual is within the tolerance. */
    CONVERGED,
    /** The residuals no longer fall: the products are too noisy for the tolerance. */
    STAGNATED,
    /** The products that the settings allow are spent. */
    OUT_OF_PRODUCTS,
    /** A product held NaN or an infinity. */
    NOT_FINITE
  }

  /** Whether every residual is within the tolerance. */
  public boolean converged() {
    return ending == Ending.CONVERGED;
  }

  /** How many pairs there are: as many as asked for, or the dimension if that is smaller. */
  public int count() {
    return values.size();
  }

  /** {@code θᵢ}, the largest for {@code i = 0}. */
  public double value(int i) {
    return values.get(i);
  }

  /** {@code xᵢ}, live. */
  public Tensor vector(int i) {
    return vectors.get(i);
  }

  /** {@code ‖A xᵢ − θᵢ xᵢ‖₂}. */
  public double residual(int i) {
    return residuals.get(i);
  }
}
