package org.edgeflow.core.solver;

import java.util.List;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** An oscillation on {@code ½ wᵀ diag(1.9, 0.05) w} with η = 1, written as an outsider would. */
class Oscillation implements OscillatingFlow {
  private static final State.Vector AXIS = new State.Vector("axis");
  private static final State.Scalar SWING = new State.Scalar("swing");
  private static final double[] CURVATURES = {1.9, 0.05};
  double elapsed;
  int evaluations;
  private final TensorBackend backend;

  Oscillation(TensorBackend backend) {
    this.backend = backend;
  }

  @Override
  public State initial(Tensor start) {
    State state = new State(backend, 2, List.of(AXIS), List.of(SWING));
    backend.copy(start, state.centre());
    backend.write(new double[] {0.8, 0.6}, direction(state));
    setMagnitude(state, 0.02);
    return state;
  }

  @Override
  public Reading derivative(State state, State derivative) {
    evaluations++;
    double[] middle = read(state.centre());
    double[] axis = read(direction(state));
    double curvature = 0;
    for (int i = 0; i < 2; i++) {
      curvature += CURVATURES[i] * axis[i] * axis[i];
    }
    double[] drift = new double[2];
    double[] turn = new double[2];
    for (int i = 0; i < 2; i++) {
      drift[i] = -CURVATURES[i] * middle[i];
      turn[i] = (CURVATURES[i] - curvature) * axis[i];
    }
    backend.write(drift, derivative.centre());
    backend.write(turn, turning(derivative));
    derivative.setNumber(SWING, curvature - 2);
    return new Reading(Double.NaN, loss(state), curvature);
  }

  double loss(State state) {
    double[] middle = read(state.centre());
    return 0.5 * (CURVATURES[0] * middle[0] * middle[0] + CURVATURES[1] * middle[1] * middle[1]);
  }

  @Override
  public void settle(State state, double length) {
    elapsed += length;
    backend.scale(1 / backend.norm(direction(state)), direction(state));
  }

  @Override
  public Tensor direction(State state) {
    return state.vector(AXIS);
  }

  @Override
  public Tensor turning(State derivative) {
    return derivative.vector(AXIS);
  }

  @Override
  public double magnitude(State state) {
    return Math.exp(state.number(SWING));
  }

  @Override
  public void setMagnitude(State state, double magnitude) {
    state.setNumber(SWING, Math.log(magnitude));
  }

  @Override
  public double learningRate() {
    return 1;
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
