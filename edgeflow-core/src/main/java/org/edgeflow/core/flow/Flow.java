package org.edgeflow.core.flow;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;

/**
 * A continuous-time model of an optimizer: an ordinary differential equation on {@link State}s
 * whose time is measured in the optimizer's iterations.
 *
 * <p>Equal states give equal derivatives. A flow may remember, beside its objective and workspaces,
 * where an iterative solver left off (the eigenvectors of the last call, say); that memory is part
 * of the run's snapshot, and moves its derivatives by no more than the solver's tolerance.
 */
public interface Flow extends Snapshot.Part {

  /**
   * The state at time 0.
   *
   * @param start {@code w_0}; not modified
   */
  State initial(Tensor start);

  /**
   * The state at time 0, with GD's oscillation where it is known. A flow that carries no
   * oscillation starts at the centre alone.
   *
   * @param start not modified
   */
  default State initial(Start start) {
    return initial(start.centre());
  }

  /**
   * The right-hand side.
   *
   * @param state not modified
   * @param derivative modified: the rate of change of every block, per iteration
   * @return what was learnt on the way
   * @throws FlowStoppedException if the flow cannot go on from here; the loop records it
   */
  Reading derivative(State state, State derivative);

  /**
   * Restores what an exact solution keeps and a discrete step loses (a direction's length), and
   * adds what acts on the flow from outside (rounding noise). Solvers call it after every step of
   * theirs.
   *
   * @param state modified
   * @param elapsed the length of the step, in iterations
   */
  default void settle(State state, double elapsed) {}

  /**
   * Whether the last {@link #settle} changed the derivative by no more than the error of a step, so
   * that a solver may take the slope before for the slope after.
   */
  default boolean keepsSlopes() {
    return false;
  }

  /**
   * Whether the equations hold the optimizer's own discretization error whole. An explicit Euler
   * step of one iteration makes that error itself, and would count it twice: solvers that take such
   * steps refuse the flow.
   */
  default boolean holdsDiscretizationError() {
    return false;
  }

  /**
   * How fast the stiffest of the directions relaxes that every run at the edge of stability has,
   * per iteration; 0 where nothing is known. Explicit solvers whose steps are too long for it say
   * so before the first one.
   */
  default double relaxationRate() {
    return 0;
  }

  /** The predicted oscillation of GD about the centre; NaN for a flow that predicts none. */
  default double magnitude(State state) {
    return Double.NaN;
  }

  /** What may help where a step has left the finite losses, as the rest of a sentence. */
  default String remedy() {
    return "a smaller learning rate, or a solver with more 'steps-per-iteration', may keep it"
        + " finite";
  }

  /**
   * What of its state the flow has dropped in the last step to keep it small, relative to the
   * whole; NaN for a flow that drops nothing.
   */
  default double truncation(State state) {
    return Double.NaN;
  }

  /**
   * The preconditioner P that the flow carries, one positive entry a parameter; live. Empty where P
   * is the identity.
   */
  default Optional<Tensor> preconditioner(State state) {
    return Optional.empty();
  }

  @Override
  default void visit(Fields fields) {}
}
