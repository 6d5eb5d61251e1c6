package org.edgeflow.core.solver.rungekutta;

import java.util.Locale;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.WholeSteps;

/**
 * A fixed-step explicit Runge–Kutta method over any flow.
 *
 * <pre>
 *   h = 1 / stepsPerIteration
 *   repeat stepsPerIteration times
 *     k_i ← F(x + h Σ_{j&lt;i} a_ij k_j)     for every stage i
 *     x ← x + h Σ b_i k_i, and what the flow settles
 * </pre>
 *
 * <p>Order and stability are the tableau's. An iteration costs {@code stepsPerIteration} times the
 * tableau's stages, each an evaluation of the flow.
 *
 * @param tableau the method
 * @param stepsPerIteration how many equal steps make one GD iteration
 */
public record RungeKutta(Tableau tableau, int stepsPerIteration) implements Solver {

  /** Checks the count. */
  public RungeKutta {
    if (stepsPerIteration < 1) {
      throw new IllegalArgumentException(
          "steps-per-iteration is " + stepsPerIteration + ", expected at least 1");
    }
  }

  @Override
  public Stepper start(Flow flow, State state) {
    if (tableau.order() == 1 && stepsPerIteration == 1) {
      WholeSteps.require(flow, "euler");
    }
    requireStability(flow.relaxationRate());
    return new Walk(flow, state);
  }

  private void requireStability(double rate) {
    double reach = tableau.stabilityInterval();
    if (rate > reach * stepsPerIteration) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the centre relaxes along the oscillation at a rate of %.3g an iteration, which this"
                  + " method follows up to %.3g a step: 'steps-per-iteration' is %d, expected at"
                  + " least %d, or 'solver: adaptive', which finds its own.",
              rate,
              reach,
              stepsPerIteration,
              (int) Math.ceil(rate / reach)));
    }
  }

  private final class Walk implements Stepper {
    private final Flow flow;
    private final State state;
    private final StageSlopes slopes;

    Walk(Flow flow, State state) {
      this.flow = flow;
      this.state = state;
      this.slopes = new StageSlopes(tableau, tableau.stepStages(), state);
    }

    @Override
    public State state() {
      return state;
    }

    @Override
    public Reading step() {
      double length = 1.0 / stepsPerIteration;
      Reading first = null;
      for (int n = 0; n < stepsPerIteration; n++) {
        Reading reading = advance(length);
        if (first == null) {
          first = reading;
        }
      }
      return first;
    }

    private Reading advance(double length) {
      Reading reading = slopes.evaluate(flow, state, length);
      slopes.addTo(state, length, tableau.weights());
      flow.settle(state, length);
      return reading;
    }

    @Override
    public void visit(Fields fields) {
      state.visit(fields);
    }
  }

  /**
   * Builds one method from configs.
   *
   * @param description what it is
   * @param tableau the method
   */
  public record Factory(Description description, Tableau tableau)
      implements SolverFactory<Factory.Settings> {

    /** The settings of a fixed-step method. */
    public record Settings(
        @Setting(
                value = "How many equal steps make one GD iteration.",
                byDefault = "1",
                atLeast = 1,
                atMost = 1e6,
                unit = "steps/iteration")
            int stepsPerIteration) {}

    @Override
    public Solver create(Settings settings) {
      return new RungeKutta(tableau, settings.stepsPerIteration());
    }
  }
}
