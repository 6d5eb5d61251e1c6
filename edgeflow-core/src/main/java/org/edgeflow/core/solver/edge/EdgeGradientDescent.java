package org.edgeflow.core.solver.edge;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.WholeSteps;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;

/**
 * Edge Gradient Descent, the discretization Edge Flow is defined with (arXiv 2606.18080): an
 * explicit Euler step of one GD iteration for the centre and the direction, the magnitude by its
 * exact exponential, the direction renormalized.
 *
 * <p>A step of one iteration is better than a finer one: wherever nothing oscillates it makes the
 * same discretization error as GD, and with r = 0 it is GD. Since Edge Flow carries {@code ln r},
 * Euler's step of that block is the exact exponential, and the method is Euler's.
 */
public record EdgeGradientDescent() implements Solver {

  @Override
  public Stepper start(Flow flow, State state) {
    WholeSteps.require(flow, "egd");
    return new RungeKutta(Tableau.EULER, 1).start(flow, state);
  }

  /** Builds the method from configs. */
  public static final class Factory implements SolverFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description(
          "Edge Gradient Descent: one Euler step a GD iteration, the magnitude exponentially.",
          "arXiv 2606.18080");
    }

    @Override
    public Solver create(NoSettings settings) {
      return new EdgeGradientDescent();
    }
  }
}
