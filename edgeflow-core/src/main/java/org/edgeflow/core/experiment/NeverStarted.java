package org.edgeflow.core.experiment;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.Tensor;

/** A model that found no state to start from: it stands where the run starts, for good. */
final class NeverStarted implements Stepper {
  private final State state;

  NeverStarted(Tensor start) {
    this.state = new State(start.backend(), start.size(), List.of(), List.of());
    start.backend().copy(start, state.centre());
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Reading step() {
    throw new IllegalStateException("a model that never started takes no steps");
  }

  @Override
  public void visit(Fields fields) {
    // It stands where it always stands.
  }
}
