package org.edgeflow.core.solver.stride;

import java.util.Locale;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.WholeSteps;

/**
 * Edge Flow in steps of many iterations, for fewer gradients than GD itself takes (ours). A step of
 * n iterations is one of {@link org.edgeflow.core.solver.rungekutta.ChebyshevStages} whose second
 * order is that of n repetitions of GD's two-step map ({@link EdgeMap}): it makes GD's own
 * discretization error, so that the equations need hold none, and costs as many evaluations as
 * stages are needed to stay stable, about {@code 1.8 √n}.
 *
 * <pre>
 *   while the oscillation does not act     one gradient a stage, for the centre alone;
 *                                          then u by Krylov's method (one to eight products), and
 *                                          ln r iteration by iteration along the sharpness
 *   once it acts                           two gradients a stage, for all three equations
 *   error    e = 0.8 [ x_0 − x_1 + ½ n (F_0 + F_1) − ½ (F_1 − F_0) ]
 *            in the predicted loss   |ḡ·e_c| + ½ |e_cᵀHe_c|, one product, or at the edge
 *                                    |ḡ·e_c| + ½ s ‖e_c‖² + s r² |e_ln r|, relative to it
 *            in the sharpness        by what it does: |e_ln r|, and ‖e_u‖
 * </pre>
 *
 * <p>Where no step of three iterations is within the tolerances, the map is taken one iteration at
 * a time, for one evaluation, with what alternates along u damped. Between a step's ends the path
 * is a cubic. The oscillation acts once {@code ½ s r²} is 3 % of the loss tolerance and r is
 * resolved by differences of gradients; a step that it would begin to act in ends there.
 *
 * <p>A step may reach beyond the end of a run, and is paid for whole. Beside the flow's workspace
 * it holds fourteen states and ten vectors.
 *
 * @param lossTolerance what a step may err by in the predicted loss, relatively
 * @param tolerance what a step may err by in ln r and in the direction; in ln r of an oscillation
 *     that does not act, twice as much
 * @param longestStep in iterations
 */
public record LongSteps(double lossTolerance, double tolerance, int longestStep) implements Solver {

  @Override
  public Stepper start(Flow flow, State state) {
    if (!(flow instanceof QuietFlow quiet)) {
      throw new IllegalArgumentException(
          "solver 'long-steps' needs a flow with a direction and a magnitude that can be evaluated"
              + " without them, which this one cannot; use adaptive.");
    }
    WholeSteps.require(flow, "long-steps");
    double reachable = 16 * state.centre().dataType().epsilon();
    if (Math.min(lossTolerance, tolerance) < reachable) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' is %.3g, which %s cannot reach; expected at least %.2g, or a finer dtype.",
              lossTolerance < reachable ? "loss-tolerance" : "tolerance",
              lossTolerance < reachable ? lossTolerance : tolerance,
              state.centre().dataType().name().toLowerCase(Locale.ROOT),
              reachable));
    }
    return new LongWalk(this, quiet, state);
  }

  /** Builds the method from configs. */
  public static final class Factory implements SolverFactory<Factory.Settings> {

    /** The settings of {@code long-steps}. */
    public record Settings(
        @Setting(
                value = "What a step may err by in the predicted loss, relatively.",
                byDefault = "0.03",
                above = 0)
            double lossTolerance,
        @Setting(
                value =
                    "What a step may err by in the magnitude, relatively, and in the direction.",
                byDefault = "0.1",
                above = 0)
            double tolerance,
        @Setting(
                value = "What no step is longer than.",
                byDefault = "100",
                atLeast = 1,
                atMost = 10000,
                unit = "iterations")
            int longestStep) {}

    @Override
    public Description description() {
      return new Description(
          "Steps of many GD iterations, stabilized, with GD's own discretization error.");
    }

    @Override
    public Solver create(Settings settings) {
      return new LongSteps(settings.lossTolerance(), settings.tolerance(), settings.longestStep());
    }
  }
}
