package org.edgeflow.core.spectral;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.Eigenpairs.Ending;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Follows the k (algebraically) largest eigenvalues of a changing symmetric operator, by a block
 * Davidson method without preconditioner and with thick restarts; from a cold start with {@code k =
 * 1} it is the Lanczos method until the basis is full.
 *
 * <p>One iteration: with an orthonormal basis V and the stored products {@code W = AV}, take the
 * Ritz pairs {@code (θᵢ, xᵢ)} of {@code VᵀW}, and extend V by the residuals {@code A xᵢ − θᵢ xᵢ} of
 * those wanted pairs that have not converged. A full basis is replaced by its leading Ritz vectors.
 * A pair has converged when
 *
 * <pre>  ‖A xᵢ − θᵢ xᵢ‖ ≤ max( tolerance · maxⱼ |θⱼ| ,  64 ε_mach ‖A‖ ),</pre>
 *
 * j over the wanted pairs, {@code ‖A‖} estimated by the largest |Ritz value| seen: of this call, or
 * of the last where this one ends at once. The dimension has no part in it.
 *
 * <p>The first call starts from k random vectors (k of them, or an eigenvalue that is repeated
 * would be found once). Every later call starts from the vectors of the last: where these still
 * satisfy the tolerance, it costs exactly k products. The vector that came next, the {@code
 * k+1}-st, is kept too, and enters (for one product) only when there is something to improve: so an
 * eigenvalue that overtakes the wanted ones is noticed. One that overtakes them while they remain
 * eigenvectors to within the tolerance is not; {@link #forget} starts afresh.
 *
 * <p>Signs: on a cold start a vector's component of largest modulus is positive; afterwards a
 * vector has a positive product with the earlier vector that it resembles most.
 *
 * <p>Equal operators, seeds and histories give equal bits. It comes to hold up to {@code 2½ basis +
 * 3k} vectors, each allocated when it is first needed and then kept. One thread at a time.
 */
public final class EigenSolver implements Snapshot.Part {
  private static final int ATTEMPTS = 8;

  private final Settings settings;
  private final TensorBackend backend;
  private final int dimension;
  private final int count;
  private final int capacity;
  private final long seed;
  private final RitzBasis basis;
  private final SearchProgress progress;
  private final Tensor[] residuals;
  private final double[] lengths;
  private final double[] host;
  private Tensor[] vectors;
  private Tensor[] fresh;
  private final Tensor next;
  private boolean warm;
  private boolean hasNext;
  private double norm;

  /**
   * How many pairs, how exactly, and at what cost.
   *
   * @param count k; where the dimension is smaller, all pairs are computed
   * @param tolerance the largest residual allowed, relative to the largest |θ| of the wanted pairs
   * @param maxProducts the most products one {@code solve} spends
   * @param maxBasis the most basis vectors held, at two tensors each
   */
  public record Settings(
      @Setting(value = "How many of the largest eigenvalues.", byDefault = "1", atLeast = 1)
          int count,
      @Setting(
              value = "The largest residual, relative to the largest of the eigenvalues.",
              byDefault = "1e-6",
              atLeast = 0)
          double tolerance,
      @Setting(
              value = "The most Hessian-vector products that one computation may spend.",
              byDefault = "300",
              atLeast = 1)
          int maxProducts,
      @Setting(
              value = "The most basis vectors held in memory; raised to 3 count + 3 if smaller.",
              byDefault = "20",
              atLeast = 1)
          int maxBasis) {

    /** Checks that the pairs can be computed. */
    public Settings {
      if (count < 1) {
        throw new IllegalArgumentException(
            "'count' is " + count + ", expected at least one eigenvalue");
      }
      if (!(tolerance >= 0)) {
        throw new IllegalArgumentException(
            "'tolerance' is " + tolerance + ", expected a number that is not negative");
      }
      if (maxProducts < count) {
        throw new IllegalArgumentException(
            "'max-products' is "
                + maxProducts
                + ", expected at least 'count', which is "
                + count
                + ": every eigenvalue takes a product");
      }
      if (maxBasis < 1) {
        throw new IllegalArgumentException(
            "'max-basis' is " + maxBasis + ", expected at least one vector");
      }
    }

    /** The k largest eigenvalues, with the default tolerance and limits. */
    public static Settings of(int count) {
      return new Settings(count, 1e-6, Math.max(300, 100 * count), 20);
    }
  }

  /**
   * A solver that has not seen an operator yet.
   *
   * @param dimension of the operators to come
   * @param seed for the random vectors of a cold start
   */
  public EigenSolver(Settings settings, TensorBackend backend, int dimension, long seed) {
    if (dimension < 1) {
      throw new IllegalArgumentException(
          "an operator of dimension " + dimension + " has no eigenvalues");
    }
    this.settings = settings;
    this.backend = backend;
    this.dimension = dimension;
    this.seed = seed;
    this.count = Math.min(settings.count(), dimension);
    this.capacity = (int) Math.min(dimension, Math.max(settings.maxBasis(), 3L * count + 3));
    // Beside what a restart keeps must remain room for one block of residuals.
    int kept =
        Math.max(
            1, Math.min(capacity - count, 2 * count + Math.max(1, (capacity - 3 * count) / 2)));
    this.basis = new RitzBasis(backend, dimension, capacity, kept);
    this.progress = new SearchProgress(backend.dataType().epsilon(), capacity);
    this.residuals = zeros();
    this.vectors = zeros();
    this.fresh = zeros();
    this.next = backend.zeros(dimension);
    this.lengths = new double[count];
    this.host = new double[dimension];
  }

  private Tensor[] zeros() {
    Tensor[] tensors = new Tensor[count];
    for (int i = 0; i < count; i++) {
      tensors[i] = backend.zeros(dimension);
    }
    return tensors;
  }

  /** Makes the next call a cold start. */
  public void forget() {
    warm = false;
    hasNext = false;
    norm = 0;
  }

  /**
   * Computes the pairs, starting from those of the previous call. It always ends: converged, or
   * with the pairs that it has and the reason.
   *
   * @param operator symmetric, of this solver's dimension
   * @return the pairs; their vectors are live
   */
  public Eigenpairs solve(SymmetricOperator operator) {
    basis.clear();
    int iterations = 0;
    int products = 0;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      if (!(warm && basis.propose(vectors[i]))) {
        proposeRandom(random);
      }
      products++;
      if (!basis.multiply(operator)) {
        return end(Ending.NOT_FINITE, products, iterations);
      }
    }
    boolean nextPending = warm && hasNext;
    progress.begin(products);
    double seen = 0;
    while (true) {
      basis.decompose();
      iterations++;
      seen = Math.max(seen, basis.largestModulus());
      // The wanted pairs alone say little of ‖A‖ where they are its small ones; what the last call
      // learnt of it holds until this one has learnt more.
      norm = iterations == 1 ? Math.max(norm, seen) : seen;
      double worst = 0;
      double sum = 0;
      for (int i = 0; i < count; i++) {
        lengths[i] = basis.residual(i, residuals[i]);
        worst = Math.max(worst, lengths[i]);
        sum += basis.value(i);
      }
      // Iterating below the tolerance keeps rounding, and the freedom to rotate the vectors of a
      // repeated eigenvalue, from undoing the convergence that the next call starts from.
      double limit = iterations == 1 ? limit(1, 64) : limit(0.9 / Math.sqrt(count), 48);
      if (worst <= limit) {
        return end(Ending.CONVERGED, products, iterations);
      }
      if (progress.stalled(products, sum, worst, norm, basis.noise(), count)) {
        return end(Ending.STAGNATED, products, iterations);
      }
      int before = basis.size();
      int wanted = extensions(limit, nextPending);
      if (wanted > basis.room() && capacity < dimension) {
        basis.restart(count);
        before = basis.size();
      }
      for (int i = -1; i < count; i++) {
        boolean candidate = i < 0 ? nextPending : lengths[i] > limit;
        if (!candidate || basis.room() == 0 || !basis.propose(i < 0 ? next : residuals[i])) {
          continue;
        }
        if (products == settings.maxProducts()) {
          // What was taken in since the last decomposition may have brought the tolerance.
          return basis.size() > before
              ? endAfterDecomposition(products, iterations + 1)
              : end(Ending.OUT_OF_PRODUCTS, products, iterations);
        }
        products++;
        if (!basis.multiply(operator)) {
          return end(Ending.NOT_FINITE, products, iterations);
        }
      }
      nextPending = false;
      if (basis.size() == before) {
        // The residuals lie inside the span: nothing but rounding or noise is left of them.
        return end(Ending.STAGNATED, products, iterations);
      }
    }
  }

  private int extensions(double limit, boolean nextPending) {
    int wanted = nextPending ? 1 : 0;
    for (double length : lengths) {
      wanted += length > limit ? 1 : 0;
    }
    return wanted;
  }

  private Eigenpairs endAfterDecomposition(int products, int iterations) {
    basis.decompose();
    for (int i = 0; i < count; i++) {
      lengths[i] = basis.residual(i, residuals[i]);
    }
    return end(Ending.OUT_OF_PRODUCTS, products, iterations);
  }

  private double limit(double share, double ulps) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(basis.value(i)));
    }
    return Math.max(
        share * settings.tolerance() * largest, ulps * backend.dataType().epsilon() * norm);
  }

  private void proposeRandom(SplittableRandom random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      for (int i = 0; i < dimension; i++) {
        host[i] = random.nextDouble(-1, 1);
      }
      backend.write(host, residuals[0]);
      if (basis.propose(residuals[0])) {
        return;
      }
    }
    throw new IllegalStateException(
        "no random vector of dimension " + dimension + " is independent of " + basis.size());
  }

  private Eigenpairs end(Ending ending, int products, int iterations) {
    if (iterations == 0) {
      List<Double> unknown = new ArrayList<>(java.util.Collections.nCopies(count, Double.NaN));
      return new Eigenpairs(unknown, Arrays.asList(vectors), unknown, products, 0, ending);
    }
    List<Double> values = new ArrayList<>();
    List<Double> claims = new ArrayList<>();
    boolean within = true;
    for (int i = 0; i < count; i++) {
      values.add(basis.value(i));
      claims.add(lengths[i]);
      within &= lengths[i] <= limit(1, 64);
      basis.vector(i, fresh[i]);
      orient(fresh[i]);
    }
    if (basis.decomposed() > count) {
      basis.vector(count, next);
      hasNext = true;
    }
    Tensor[] old = vectors;
    vectors = fresh;
    fresh = old;
    warm = true;
    Ending verdict = within && ending != Ending.NOT_FINITE ? Ending.CONVERGED : ending;
    return new Eigenpairs(values, Arrays.asList(vectors), claims, products, iterations, verdict);
  }

  private void orient(Tensor vector) {
    double guide = 0;
    if (warm) {
      for (Tensor earlier : vectors) {
        double overlap = backend.dot(earlier, vector);
        guide = Math.abs(overlap) > Math.abs(guide) ? overlap : guide;
      }
    }
    if (guide == 0) {
      backend.read(vector, host);
      for (double component : host) {
        guide = Math.abs(component) > Math.abs(guide) ? component : guide;
      }
    }
    if (guide < 0) {
      backend.scale(-1, vector);
    }
  }

  @Override
  public void visit(Fields fields) {
    double[] flags = {warm ? 1 : 0, hasNext ? 1 : 0, norm};
    fields.elements("warm", flags);
    warm = flags[0] == 1;
    hasNext = flags[1] == 1;
    norm = flags[2];
    for (int i = 0; warm && i < count; i++) {
      fields.tensor("vector" + i, vectors[i]);
    }
    if (hasNext) {
      fields.tensor("vector" + count, next);
    }
  }
}
