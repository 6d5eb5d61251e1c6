package org.edgeflow.baselines.central;

import java.util.List;
import java.util.Optional;
import org.edgeflow.baselines.complementarity.SymmetricPacking;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.tensor.Tensor;

/** Gradient descent: {@code P = I}. */
record Unscaled() implements Preconditioning {
  @Override
  public List<State.Vector> vectors() {
    return List.of();
  }

  @Override
  public List<State.Scalar> numbers() {
    return List.of();
  }

  @Override
  public void start(State state, Tensor gradient, Optional<Memory> memory) {
    // The identity carries nothing.
  }

  @Override
  public void at(State state) {
    // The identity is the same at every state.
  }

  @Override
  public void whiten(Tensor x) {
    // The identity's root is the identity.
  }

  @Override
  public Optional<Tensor> preconditioner() {
    return Optional.empty();
  }

  @Override
  public void addMotion(
      SymmetricPacking packing,
      List<Tensor> directions,
      Tensor gradient,
      double horizon,
      double[] offset,
      double[][] operator) {
    // The identity does not move.
  }

  @Override
  public void velocity(Tensor gradient, double[] x, State derivative) {
    // The identity carries nothing.
  }
}
