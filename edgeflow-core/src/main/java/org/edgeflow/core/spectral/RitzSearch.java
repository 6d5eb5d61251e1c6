package org.edgeflow.core.spectral;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.spectral.Eigenpairs.Ending;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * One search after the other for the leading eigenpairs of an operator: the basis, the products
 * spent on it, and the residuals of its Ritz pairs. Between two searches it keeps the number of
 * pairs wanted, about how large {@code ‖A‖} is, and what the {@link DavidsonCorrection} has learnt.
 */
final class RitzSearch implements Snapshot.Part {
  /** So many directions beside the pairs are remembered. */
  static final int GUARDS = 8;

  private static final double HYSTERESIS = 0.05;

  private final SpectralTracker.Settings settings;
  private final int dimension;
  private final int cap;
  private final int capacity;
  private final RitzBasis basis;
  private final RitzResiduals residuals;
  private final SearchProgress progress;
  private final DavidsonCorrection correction;
  private final Tensor step;
  private final RandomDirections random;
  private int count;
  private double norm;
  private double largestSeen;
  private int products;
  private int iterations;

  /**
   * Has not seen an operator yet.
   *
   * @param cap the most pairs, at most the dimension
   * @param seed for the random vectors of every search
   * @param host scratch, one element a dimension
   */
  RitzSearch(
      SpectralTracker.Settings settings, TensorBackend backend, int cap, long seed, double[] host) {
    this.settings = settings;
    this.dimension = host.length;
    this.cap = cap;
    this.random = new RandomDirections(backend, seed, host);
    this.count = Math.min(settings.initial(), dimension);
    // A cold search for four pairs of a network wants 40 vectors; many pairs have enough for each.
    this.capacity = (int) Math.min(dimension, Math.max(24, Math.min(8L * cap + 8, 4L * cap + 24)));
    int kept =
        Math.max(1, Math.min(capacity - cap, 2 * cap + Math.max(1, (capacity - 3 * cap) / 2)));
    this.basis = new RitzBasis(backend, dimension, capacity, kept);
    this.residuals = new RitzResiduals(backend, basis, dimension, cap, settings.tolerance());
    this.progress = new SearchProgress(backend.dataType().epsilon(), capacity);
    this.correction = new DavidsonCorrection(backend, dimension, Math.min(GUARDS, dimension));
    this.step = backend.zeros(dimension);
  }

  /** Forgets what earlier searches have learnt, but not the number of pairs. */
  void forget() {
    norm = 0;
    correction.clear();
  }

  /** Begins a search. */
  void begin() {
    products = 0;
    residuals.begin();
    random.begin();
    basis.clear();
    iterations = 0;
  }

  /** The basis, for reading and proposing; products go through {@link #multiply}. */
  RitzBasis basis() {
    return basis;
  }

  /** How many pairs are wanted. */
  int count() {
    return count;
  }

  /** The products spent since {@link #begin}. */
  int products() {
    return products;
  }

  /** The projected problems solved for this basis. */
  int iterations() {
    return iterations;
  }

  /** About {@code ‖A‖}. */
  double norm() {
    return norm;
  }

  /** The residuals of the pairs wanted when they were last measured. */
  RitzResiduals residuals() {
    return residuals;
  }

  /** Davidson's correction of the i-th pair; live, until the next one is asked for. */
  Tensor correction(int i) {
    correction.correct(residuals.vector(i), basis.value(i), scale(), step);
    return step;
  }

  /** The largest |θ| of the pairs wanted. */
  double scale() {
    return residuals.scale(count);
  }

  /** Multiplies what has been proposed; false if the product is not finite. */
  boolean multiply(SymmetricOperator operator) {
    products++;
    return basis.multiply(operator);
  }

  /** Solves the projected problem, and takes from it what it says of {@code ‖A‖}. */
  void decompose() {
    basis.decompose();
    double seen = basis.largestModulus();
    // The wanted pairs alone say little of the norm where they are its small ones; what the last
    // call learnt of it holds until this one has learnt more.
    largestSeen = iterations == 0 ? seen : Math.max(largestSeen, seen);
    norm = basis.size() == count ? Math.max(norm, largestSeen) : largestSeen;
    iterations++;
  }

  /** Takes the residuals of the pairs wanted. */
  RitzResiduals measure() {
    residuals.measure(count, norm);
    return residuals;
  }

  /**
   * Extends the decomposed basis until all pairs pass, or no more can be done: a vector at a time,
   * for the pair that is worst off, so that each finds all that was learnt before it.
   */
  Ending run(SymmetricOperator operator, double floor) {
    progress.begin(products);
    while (true) {
      Ending ending = grow(operator, floor);
      if (ending != null) {
        return ending;
      }
      int worst = residuals.worst(count, norm, floor);
      if (worst < 0) {
        return Ending.CONVERGED;
      }
      double length = residuals.length(worst);
      if (progress.stalled(products, residuals.sum(), length, norm, basis.noise(), count)) {
        return Ending.STAGNATED;
      }
      if (basis.room() == 0 && capacity < dimension) {
        basis.restart(count);
      }
      ending = extend(operator, worst);
      if (ending != null) {
        return ending;
      }
      decompose();
    }
  }

  /** Whether one pair more is wanted. */
  boolean grows(double floor) {
    return count < cap && above(floor);
  }

  /** Whether all pairs lie at or above the floor. */
  boolean above(double floor) {
    return basis.value(count - 1) >= floor;
  }

  private Ending grow(SymmetricOperator operator, double floor) {
    while (grows(floor)) {
      if (basis.size() == count) {
        if (products == settings.maxProducts()) {
          return Ending.OUT_OF_PRODUCTS;
        }
        proposeGuard();
        if (!multiply(operator)) {
          return Ending.NOT_FINITE;
        }
        decompose();
      }
      count++;
      progress.begin(products);
    }
    return null;
  }

  /** Extends the basis for a pair, or for another if that cannot be; null if it could. */
  private Ending extend(SymmetricOperator operator, int worst) {
    residuals.tighten(true);
    // Where the corrections lie inside the span, nothing but rounding or noise is left of them.
    if (basis.room() == 0 || !(proposeCorrection(worst) || proposeAnyCorrection())) {
      return Ending.STAGNATED;
    }
    if (products == settings.maxProducts()) {
      return Ending.OUT_OF_PRODUCTS;
    }
    if (!multiply(operator)) {
      return Ending.NOT_FINITE;
    }
    correction.learn(basis.lastQuotient());
    return null;
  }

  /** Whether two more products can be spent and held. */
  boolean canScout() {
    return products + 2 <= settings.maxProducts() && basis.size() + 2 <= capacity;
  }

  /** Two products in the direction of what comes next; false where one is not finite. */
  boolean scout(SymmetricOperator operator) {
    proposeGuard();
    if (!multiply(operator)) {
      return false;
    }
    decompose();
    basis.residual(count, step);
    if (basis.propose(step) && !multiply(operator)) {
      return false;
    }
    decompose();
    return true;
  }

  private boolean proposeCorrection(int i) {
    return basis.propose(correction(i)) || basis.propose(residuals.vector(i));
  }

  private boolean proposeAnyCorrection() {
    measure();
    for (int i = 0; i < count; i++) {
      if (proposeCorrection(i)) {
        return true;
      }
    }
    return false;
  }

  private void proposeGuard() {
    for (int i = 0; i < correction.size(); i++) {
      if (basis.propose(correction.vector(i))) {
        return;
      }
    }
    proposeRandom();
  }

  /** Proposes a random vector that is independent of the basis. */
  void proposeRandom() {
    random.propose(basis, step);
  }

  /** Takes what an interrupted search has reached; it may have come within the tolerance. */
  void remeasure() {
    if (basis.size() > basis.decomposed()) {
      decompose();
    }
    measure();
  }

  /** Ends the search: whether all pairs pass by the tolerance itself. */
  boolean within(double floor) {
    residuals.tighten(false);
    return residuals.accepted(floor);
  }

  /** Wants fewer pairs while two lie below the floor, the upper one clearly. */
  void shrink(double floor) {
    double margin = HYSTERESIS * Math.max(Math.abs(floor), scale());
    while (count > 1 && basis.value(count - 2) < floor - margin) {
      count--;
    }
  }

  /** Learns from what the basis holds beyond the pairs wanted. */
  void learn(Tensor[] tracked) {
    correction.learn(basis, count, tracked);
  }

  @Override
  public void visit(Fields fields) {
    count = fields.count("count", count);
    if (count > cap) {
      throw new IllegalArgumentException(
          "the checkpoint tracks " + count + " eigenpairs, 'cap' is " + cap + "; set it as it was");
    }
    norm = fields.number("norm", norm);
    fields.part("correction", correction);
  }
}
