package org.edgeflow.core.solver;

import org.edgeflow.core.flow.Flow;

/** What solvers ask of a flow that take explicit steps of one whole iteration. */
public final class WholeSteps {
  private WholeSteps() {}

  /**
   * Refuses a flow that would make GD's discretization error twice.
   *
   * @param solver the solver's name in configs
   */
  public static void require(Flow flow, String solver) {
    if (flow.holdsDiscretizationError()) {
      throw new IllegalArgumentException(
          "solver '"
              + solver
              + "' takes explicit steps of one iteration, whose error is gradient descent's own;"
              + " with 'backward-error: full' the equations hold that error already, and it would"
              + " count twice. Give the model 'backward-error: none', or a solver with finer steps:"
              + " {type: rk4, steps-per-iteration: 2}.");
    }
  }
}
