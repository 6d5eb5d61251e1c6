package org.edgeflow.baselines.central;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edgeflow.baselines.complementarity.SemidefiniteComplementarity;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Central Flow (arXiv 2410.24206): the path that gradient descent, scalar RMSProp and RMSProp
 * follow on average over their oscillations,
 *
 * <pre>
 *   ẇ = −η P⁻¹ [ g(w) + ½ ∇_w ⟨H(w), Σ⟩ ],   Σ = UXUᵀ ⪰ 0,
 *   ν̇ = c ( mean of the squared gradient at w + δ, E δδᵀ = Σ, less ν )    (RMSProp)
 * </pre>
 *
 * <p>where the columns of U are the critical directions, {@code HU = (2/η) PU}, {@code UᵀPU = I},
 * and Σ is the one covariance that keeps the flow from crossing the edge of stability {@code A =
 * Uᵀ(2P − ηH)U ⪰ 0}: {@code X ⪰ 0}, {@code Ȧ ⪰ 0} where {@code A = 0}, and {@code ⟨X, Ȧ⟩ = 0}.
 *
 * <p>A discrete step leaves the edge by a little, so the conditions are put on where a step of
 * length τ will end, to first order: {@code 0 ⪯ X ⊥ A + τȦ ⪰ 0}. This is a {@link
 * SemidefiniteComplementarity semidefinite complementarity problem}, since Ȧ is affine in X ({@link
 * CriticalMotion}). Directions may thus be taken in before they are critical, their X being 0 until
 * they are; all eigenvectors with eigenvalues from {@code (1 − margin) 2/η} on are. τ is the length
 * of the solver's last step, which the state carries as {@code horizon}; it is 1 before the first.
 * As it goes to 0 the flow above is what remains.
 *
 * <p>It predicts the loss {@code L(w) + tr(X)/η} and the oscillation's magnitude {@code √(tr Σ)};
 * the state carries {@code tr Σ} as {@code variance}, as of the beginning of the last step.
 *
 * <p>One evaluation with k directions costs {@code 1 + k(k+1)} gradients, and the HVPs that the
 * {@link SpectralTracker} needs for the k eigenpairs and one below them as a guard: at least {@code
 * k + 1}, or {@code 1} where {@code k = 0}. Not every step has to pay that: within an iteration up
 * to {@code searchInterval} of them share U and the third derivatives, and A is carried along by
 * its own equation, {@code A ← A + τȦ}, for one gradient a step. What was carried is compared with
 * what the next search finds; beyond a difference of 1e-4 of {@code 2/η}, or where a direction may
 * come to the margin in between, every step searches ({@link SearchInterval}). A preconditioner
 * moves U's metric, and there every step searches, too.
 *
 * <p>The flow stops with a {@link FlowStoppedException} where the eigenvectors do not converge,
 * more directions are critical than the cap allows, or the complementarity problem is not solved to
 * {@link SemidefiniteComplementarity#TOLERANCE}.
 */
public final class CentralFlow implements Flow {
  private static final State.Scalar HORIZON = new State.Scalar("horizon");
  private static final State.Scalar VARIANCE = new State.Scalar("variance");

  private final Objective objective;
  private final double learningRate;
  private final double threshold;
  private final Settings settings;
  private final Preconditioning preconditioning;
  private final CriticalMotion motion;
  private final SpectralTracker tracker;
  private final Tensor whitened;
  private final SearchInterval interval;
  private double[] covariance = {};

  /**
   * How the flow is computed.
   *
   * @param margin how far below the edge an eigenvector counts as critical, relative to 2/η; the
   *     authors' is 0.025
   * @param cap the most critical directions
   * @param differenceStep h of the third derivatives, in parameter units; 0 for the number format's
   * @param eigenTolerance the largest residual of an eigenpair, relative to the largest eigenvalue
   * @param maxProducts the most HVPs that one evaluation may spend on the eigenpairs
   * @param searchInterval the most steps of an iteration that share critical directions and their
   *     third derivatives; 1 for none
   */
  public record Settings(
      double margin,
      int cap,
      double differenceStep,
      double eigenTolerance,
      int maxProducts,
      int searchInterval) {

    /** The defaults of a config. */
    public static final Settings DEFAULT = new Settings(0.025, 12, 0, 1e-3, 500, 4);

    /** Checks that the settings go together. */
    public Settings {
      if (!(margin > 0 && margin < 1)) {
        throw new IllegalArgumentException(
            "'margin' is " + margin + ", expected a share of 2/η between 0 and 1");
      }
      if (maxProducts <= cap) {
        throw new IllegalArgumentException(
            "'max-products' is "
                + maxProducts
                + ", expected more than 'cap', which is "
                + cap
                + ": every critical direction takes a product, and so does the one after them");
      }
      if (searchInterval < 1) {
        throw new IllegalArgumentException(
            "'search-interval' is " + searchInterval + ", expected at least one step");
      }
    }
  }

  /**
   * Central Flow on an objective.
   *
   * @param rule the optimizer: no momentum, and β₂ &gt; 0 if it has second moments
   * @param seed of the first search for eigenvectors
   */
  public CentralFlow(Objective objective, UpdateRule rule, Settings settings, long seed) {
    TensorBackend backend = objective.backend();
    this.objective = objective;
    this.learningRate = rule.learningRate();
    this.threshold = rule.threshold();
    this.settings = settings;
    this.preconditioning = Preconditioning.of(rule, backend, objective.dimension());
    this.motion =
        new CriticalMotion(objective, learningRate, preconditioning, settings.differenceStep());
    this.tracker =
        new SpectralTracker(
            new SpectralTracker.Settings(
                1, settings.cap() + 1, settings.eigenTolerance(), settings.maxProducts()),
            backend,
            objective.dimension(),
            seed);
    this.whitened = backend.zeros(objective.dimension());
    // A preconditioner moves, and with it the directions that the edge is measured in.
    boolean fixed = preconditioning.vectors().isEmpty() && preconditioning.numbers().isEmpty();
    this.interval = new SearchInterval(fixed ? settings.searchInterval() : 1);
  }

  @Override
  public State initial(Tensor start) {
    return initial(Start.at(start));
  }

  @Override
  public State initial(Start from) {
    Tensor start = from.centre();
    List<State.Scalar> numbers = new ArrayList<>(List.of(HORIZON, VARIANCE));
    numbers.addAll(preconditioning.numbers());
    State state =
        new State(objective.backend(), objective.dimension(), preconditioning.vectors(), numbers);
    objective.backend().copy(start, state.centre());
    state.setNumber(HORIZON, 1);
    if (!preconditioning.numbers().isEmpty()) {
      objective.lossAndGradient(start, whitened);
      preconditioning.start(state, whitened, from.memory());
    }
    return state;
  }

  @Override
  public Reading derivative(State state, State derivative) {
    double loss = motion.at(state);
    double horizon = state.number(HORIZON);
    if (interval.due()) {
      search(state);
    }
    motion.anticipate(horizon);
    double[] x = motion.size() == 0 ? new double[0] : solve();
    motion.velocity(x, derivative);
    covariance = x;
    derivative.setNumber(HORIZON, 0);
    // Euler's step of length τ makes this exactly tr Σ.
    derivative.setNumber(
        VARIANCE, (Math.max(0, motion.variance(x)) - state.number(VARIANCE)) / horizon);
    return new Reading(loss, loss + motion.trace(x) / learningRate, threshold * interval.leading());
  }

  private void search(State state) {
    Eigenpairs pairs = tracker.track(hessian(state.centre()), floor());
    int size = critical(pairs);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = pairs.value(i) / threshold;
    }
    interval.found(values, pairs.value(0) / threshold, 1 - settings.margin());
    motion.confine(state, pairs, size);
  }

  private double floor() {
    return (1 - settings.margin()) * threshold;
  }

  private SymmetricOperator hessian(Tensor centre) {
    if (preconditioning.vectors().isEmpty() && preconditioning.numbers().isEmpty()) {
      return SymmetricOperator.hessian(objective, centre);
    }
    return (v, out) -> {
      objective.backend().copy(v, whitened);
      preconditioning.whiten(whitened);
      objective.hessianVector(centre, whitened, out);
      preconditioning.whiten(out);
    };
  }

  private int critical(Eigenpairs pairs) {
    if (!pairs.converged()) {
      throw new FlowStoppedException(
          "the leading eigenvectors were not found after "
              + pairs.products()
              + " Hessian-vector products ("
              + pairs.ending().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
              + ", largest residual "
              + pairs.residuals().stream().mapToDouble(r -> r).max().orElse(Double.NaN)
              + "); raise 'max-products' or 'eigen-tolerance', or use float64");
    }
    int size = 0;
    while (size < pairs.count() && pairs.value(size) >= floor()) {
      size++;
    }
    if (size > settings.cap()) {
      throw new FlowStoppedException(
          "more than "
              + settings.cap()
              + " directions are critical (sharpness from "
              + floor()
              + " on); raise 'cap', or lower 'margin'");
    }
    return size;
  }

  private double[] solve() {
    SemidefiniteComplementarity.Solution solution =
        SemidefiniteComplementarity.solve(motion.size(), motion.offset(), motion.operator());
    if (!solution.solved()) {
      throw new FlowStoppedException(
          "no oscillation along the critical directions ("
              + motion.size()
              + ") keeps the sharpness at the edge (residual "
              + solution.residual()
              + " after "
              + solution.iterations()
              + " iterations, expected "
              + SemidefiniteComplementarity.TOLERANCE
              + "): the loss has no third derivative along them, or it drowns in rounding; try a"
              + " smaller learning rate, another 'difference-step', or float64");
    }
    return solution.x();
  }

  @Override
  public void settle(State state, double elapsed) {
    motion.carry(covariance, elapsed / state.number(HORIZON));
    interval.advance(elapsed, Arrays.stream(motion.distances()).map(a -> 1 - 0.5 * a).toArray());
    state.setNumber(HORIZON, elapsed);
  }

  @Override
  public double magnitude(State state) {
    return Math.sqrt(Math.max(0, state.number(VARIANCE)));
  }

  @Override
  public Optional<Tensor> preconditioner(State state) {
    preconditioning.at(state);
    return preconditioning.preconditioner();
  }

  /**
   * The variances of the oscillation along its principal directions, as of the last evaluation: the
   * eigenvalues of Σ in the critical directions, in descending order.
   */
  public double[] variances() {
    return motion.principalVariances(covariance);
  }

  @Override
  public void visit(Fields fields) {
    fields.part("tracker", tracker);
    fields.part("interval", interval);
  }
}
