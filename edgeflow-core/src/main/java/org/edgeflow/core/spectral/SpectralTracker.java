package org.edgeflow.core.spectral;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.Eigenpairs.Ending;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Follows the leading eigenpairs of a symmetric operator that drifts, such as a Hessian along a
 * trajectory: as many as lie above a floor, or a fixed number.
 *
 * <p>One call with k pairs: the subspace is forecast from the last four ({@link SubspaceForecast}),
 * the k vectors are multiplied, the Ritz pairs and their residuals taken. Where all residuals pass,
 * that is all: k products. Otherwise the basis is extended by the Davidson correction ({@link
 * DavidsonCorrection}) of the pair that is worst off, a product at a time, until all pass: from a
 * cold start, where nothing is known of the operator, that is its residual, and the basis a Krylov
 * space that serves all pairs. The last residuals correct the vectors that the next forecast starts
 * from, for no product. Rayleigh-Ritz and forecast see the subspace only, so that eigenvalues may
 * cross. A residual passes when
 *
 * <pre>  ‖A xᵢ − θᵢ xᵢ‖ ≤ max( tolerance · maxⱼ |θⱼ| ,  64 ε_mach ‖A‖ ),</pre>
 *
 * in which the dimension has no part. A pair below the floor, other than the first, is a guard,
 * there to be seen rising: but for the first call its residual may also be as large as the lesser
 * of a quarter of its distance to the floor and 2 % of {@code max |θ|}.
 *
 * <p>The number of pairs: with a floor it grows, within a call, while the smallest lies at or above
 * the floor, up to the cap; it shrinks while two lie below the floor, the upper one by more than 5
 * % of {@code max(|floor|, |θ₁|)}. A call without a floor leaves it as it is.
 *
 * <p>Scouts: pairs that still pass say nothing of an eigenvalue that overtakes them from outside
 * their span. So every 20th call spends two more products in the direction that comes next. An
 * overtaking is noticed within some such calls, not at once.
 *
 * <p>Where the operator is known to be the same as in the last call, {@link #last} answers for no
 * product.
 *
 * <p>Signs: a vector has a positive product with the earlier vector that it resembles most; the
 * first time, its component of largest modulus is positive. Equal operators, seeds and histories
 * give equal bits, through a snapshot too. It holds up to about {@code 20 k + 70} vectors, k the
 * pairs tracked, each allocated when first needed. One thread at a time.
 */
public final class SpectralTracker implements Snapshot.Part {
  private static final int SCOUT_EVERY = 20;

  /** Compares as false with every eigenvalue. */
  private static final double NO_FLOOR = Double.NaN;

  private final Settings settings;
  private final int dimension;
  private final int cap;
  private final RitzSearch search;
  private final TrackedSubspace subspace;
  private int unscouted;
  private boolean capped;
  private Eigenpairs last;

  /**
   * How many pairs, how exactly, and at what cost.
   *
   * @param initial how many pairs are tracked at first
   * @param cap the most pairs that are ever tracked
   * @param tolerance the largest residual allowed, relative to the largest |θ| tracked
   * @param maxProducts the most products that one call spends
   */
  public record Settings(
      @Setting(value = "How many eigenpairs are tracked at first.", byDefault = "1", atLeast = 1)
          int initial,
      @Setting(value = "The most eigenpairs ever tracked.", byDefault = "16", atLeast = 1) int cap,
      @Setting(
              value = "The largest residual, relative to the largest of the eigenvalues.",
              byDefault = "1e-4",
              atLeast = 0)
          double tolerance,
      @Setting(
              value = "The most Hessian-vector products that one call may spend.",
              byDefault = "500",
              atLeast = 1)
          int maxProducts) {

    /**
     * A fixed number of pairs, the algebraically largest.
     *
     * @param count k; where the dimension is smaller, all pairs are computed
     * @param tolerance the largest residual allowed, relative to the largest |θ| of these pairs
     * @param maxProducts the most products that one call spends
     */
    public static Settings leading(int count, double tolerance, int maxProducts) {
      return new Settings(count, count, tolerance, maxProducts);
    }

    /** Checks that the pairs can be computed. */
    public Settings {
      if (initial < 1) {
        throw new IllegalArgumentException(
            "'initial' is " + initial + ", expected at least one eigenpair");
      }
      if (cap < initial) {
        throw new IllegalArgumentException(
            "'cap' is " + cap + ", expected at least 'initial', which is " + initial);
      }
      if (!(tolerance >= 0)) {
        throw new IllegalArgumentException(
            "'tolerance' is " + tolerance + ", expected a number that is not negative");
      }
      if (maxProducts < cap) {
        throw new IllegalArgumentException(
            "'max-products' is "
                + maxProducts
                + ", expected at least 'cap', which is "
                + cap
                + ": every eigenpair takes a product");
      }
    }
  }

  /**
   * A tracker that has not seen an operator yet.
   *
   * @param dimension of the operators to come
   * @param seed for the random vectors of a cold start
   */
  public SpectralTracker(Settings settings, TensorBackend backend, int dimension, long seed) {
    if (dimension < 1) {
      throw new IllegalArgumentException(
          "an operator of dimension " + dimension + " has no eigenvalues");
    }
    this.settings = settings;
    this.dimension = dimension;
    this.cap = Math.min(settings.cap(), dimension);
    double[] host = new double[dimension];
    this.search = new RitzSearch(settings, backend, cap, seed, host);
    this.subspace = new TrackedSubspace(backend, cap, host);
  }

  /** The most vectors that a snapshot holds of a tracker of so many pairs. */
  public static int remembered(int pairs) {
    return pairs * (1 + SubspaceForecast.DEPTH) + RitzSearch.GUARDS;
  }

  /** How many pairs are tracked now. */
  public int count() {
    return search.count();
  }

  /**
   * Whether the last call had a floor, tracked as many pairs as the cap allows, and found all of
   * them at or above it: there may be more.
   */
  public boolean capped() {
    return capped;
  }

  /**
   * The last answer again, for no product: for a caller that knows that the operator has not
   * changed.
   *
   * @throws IllegalStateException if there has not been a call since this was made or restored
   */
  public Eigenpairs last() {
    if (last == null) {
      throw new IllegalStateException("the tracker has not seen an operator yet");
    }
    return last;
  }

  /** Makes the next call a cold start. */
  public void forget() {
    unscouted = 0;
    subspace.forget();
    search.forget();
  }

  /**
   * All eigenpairs with eigenvalues at or above the floor, and one below it as a guard, up to the
   * cap.
   *
   * @param operator symmetric, of this tracker's dimension
   * @param floor finite
   * @return the pairs; their vectors are live
   */
  public Eigenpairs track(SymmetricOperator operator, double floor) {
    if (!Double.isFinite(floor)) {
      throw new IllegalArgumentException("the floor is " + floor + ", expected a finite number");
    }
    return follow(operator, floor);
  }

  /**
   * The leading pairs, as many as were tracked last.
   *
   * @param operator symmetric, of this tracker's dimension
   * @return the pairs; their vectors are live
   */
  public Eigenpairs track(SymmetricOperator operator) {
    return follow(operator, NO_FLOOR);
  }

  private Eigenpairs follow(SymmetricOperator operator, double floor) {
    capped = false;
    search.begin();
    subspace.begin();
    Ending ending = solve(operator, floor);
    if (ending != Ending.CONVERGED && search.iterations() > 0) {
      search.remeasure();
    }
    last = search.iterations() == 0 ? unanswered(ending) : answer(ending, floor);
    return last;
  }

  private Ending solve(SymmetricOperator operator, double floor) {
    boolean forecasts = subspace.predict(search.count());
    unscouted += forecasts ? 1 : 0;
    // A search that knows nothing may take for a guard what has a larger one still hidden in it.
    search.residuals().loosenGuards(forecasts);
    if (!multiplyStarts(operator, forecasts)) {
      return Ending.NOT_FINITE;
    }
    search.decompose();
    if (unscouted >= SCOUT_EVERY && search.canScout()) {
      unscouted = 0;
      if (!search.scout(operator)) {
        return Ending.NOT_FINITE;
      }
    }
    return search.run(operator, floor);
  }

  /** Fills the basis; false where a product is not finite. */
  private boolean multiplyStarts(SymmetricOperator operator, boolean forecasts) {
    for (int i = 0; i < search.count(); i++) {
      if (!(forecasts && search.basis().propose(subspace.start(i)))) {
        search.proposeRandom();
      }
      if (!search.multiply(operator)) {
        return false;
      }
    }
    return true;
  }

  private Eigenpairs unanswered(Ending ending) {
    List<Double> unknown = Collections.nCopies(search.count(), Double.NaN);
    return new Eigenpairs(
        unknown, subspace.vectors(search.count()), unknown, search.products(), 0, ending);
  }

  private Eigenpairs answer(Ending ending, double floor) {
    boolean within = search.within(floor);
    capped = search.count() == cap && cap < dimension && search.above(floor);
    search.shrink(floor);
    int count = search.count();
    List<Double> values = new ArrayList<>();
    List<Double> claims = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(search.basis().value(i));
      claims.add(search.residuals().length(i));
    }
    subspace.take(search);
    subspace.learn(search);
    return new Eigenpairs(
        values,
        subspace.vectors(count),
        claims,
        search.products(),
        search.iterations(),
        within && ending != Ending.NOT_FINITE ? Ending.CONVERGED : ending);
  }

  @Override
  public void visit(Fields fields) {
    unscouted = fields.count("unscouted", unscouted);
    search.visit(fields);
    subspace.visit(fields);
    if (fields.restoring()) {
      last = null;
    }
  }
}
