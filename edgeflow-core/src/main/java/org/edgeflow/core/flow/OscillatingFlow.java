package org.edgeflow.core.flow;

import org.edgeflow.core.tensor.Tensor;

/**
 * A flow that carries one oscillation δ = ru as a unit direction u and a magnitude r, whose
 * curvature is that of some symmetric K: {@link #derivative} returns {@code s = uᵀKu} as its
 * reading's curvature and leaves {@code η(K − s)u} in the derivative, so that solvers know {@code
 * ηKu} and can take GD's own map {@code δ ← (ηK − I)δ}.
 */
public interface OscillatingFlow extends Flow {

  /** The unit direction u, live. */
  Tensor direction(State state);

  /**
   * What the direction turns towards: {@code η(K − s)u}, as {@link #derivative} wrote it; live.
   *
   * @param derivative the state that it wrote
   */
  Tensor turning(State derivative);

  /**
   * Sets the magnitude.
   *
   * @param state modified
   * @param magnitude r ≥ 0
   */
  void setMagnitude(State state, double magnitude);

  /** {@link #resolution(Tensor)} about a state. */
  default double resolution(State state) {
    return resolution(state.centre());
  }

  /**
   * The magnitude about a centre below which a half difference of gradients says more about
   * rounding than about curvature: {@code ε_mach^(1/3)} of the parameters' root mean square.
   */
  static double resolution(Tensor centre) {
    double rootMeanSquare = centre.backend().norm(centre) / Math.sqrt(centre.size());
    return Math.cbrt(centre.dataType().epsilon()) * rootMeanSquare;
  }

  /** The learning rate η. */
  double learningRate();

  /**
   * r, of which {@code δ = r u}: the magnitude, but for a flow whose direction is part of a longer
   * unit vector.
   */
  default double amplitude(State state) {
    return magnitude(state);
  }

  /** {@code ηs} of a reading, in such units that 2 is the edge. */
  default double scaledCurvature(Reading reading) {
    return learningRate() * reading.curvature();
  }

  /**
   * Takes the optimizer's own step of the oscillation, {@code δ ← (ηK − I)δ} for gradient descent,
   * in place of the Euler step just taken; {@link #settle} is still to come.
   *
   * @param state modified: direction and magnitude
   * @param slope the derivative that the Euler step took
   * @param reading what was read there
   * @param amplitude r before the step
   */
  default void takeMap(State state, State slope, Reading reading, double amplitude) {
    double scaledCurvature = learningRate() * reading.curvature();
    Tensor direction = direction(state);
    // From v = u + η(K − s)u, which is there: (ηK − I)u = (ηs − 1)v + (2 − ηs)(v − u).
    state
        .backend()
        .combine(scaledCurvature - 1, direction, 2 - scaledCurvature, turning(slope), direction);
    setMagnitude(state, amplitude * state.backend().norm(direction));
  }

  /**
   * {@code δ ← x}; where x is 0, the direction stays.
   *
   * @param state modified: direction and magnitude
   * @param oscillation x; not modified
   * @param sign that of δ before, as the solver knows it; 1 from now on
   */
  default void setOscillation(State state, Tensor oscillation, double sign) {
    double length = state.backend().norm(oscillation);
    if (length > 0) {
      Tensor direction = direction(state);
      state.backend().copy(oscillation, direction);
      state.backend().scale(1 / length, direction);
    }
    setMagnitude(state, length);
  }

  /** How much of a displacement of the centre goes along the direction, in units of it. */
  default double along(State state, Tensor displacement) {
    return state.backend().dot(direction(state), displacement);
  }

  /**
   * Takes a part along the direction from the centre, and from whatever goes with it.
   *
   * @param state modified
   * @param along how much, in units of the direction
   */
  default void takeFromCentre(State state, double along) {
    state.backend().axpy(-along, direction(state), state.centre());
  }

  @Override
  default String remedy() {
    return "a smaller learning rate, or another 'curvature' or solver, may keep it finite";
  }
}
