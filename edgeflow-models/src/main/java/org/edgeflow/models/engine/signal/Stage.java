package org.edgeflow.models.engine.signal;

/**
 * One layer at work on one block of examples: its buffers, and what it does with them.
 *
 * <p>In a plain pass {@link #forward} and then {@link #backward} run; in a tangent pass {@link
 * #forwardTangent} and {@link #backwardTangent}, which compute values and tangents together. A
 * backward method overwrites its inputs' deltas and <em>adds</em> to what is wanted of its
 * parameters' gradient: in a plain pass the gradient of the loss, in a tangent pass that gradient's
 * tangent, which is the Hessian–vector product, and the gradient too where the wiring has one.
 *
 * <p>A stage may overwrite its output's delta while it goes backwards; it relies on its inputs'
 * values, but not on its output's, to be as it left them (unless it declares its output {@link
 * Signal#kept}).
 */
public interface Stage {

  /** What it produces. */
  Signal output();

  /**
   * What depends on the parameters alone, once they have changed: comes before the first block of
   * every evaluation.
   */
  default void prepare() {}

  /**
   * Adds what of the gradient (and its tangent) was put off while blocks went backwards: comes
   * after the last block of every evaluation that went backwards.
   */
  default void finish() {}

  /** Values from the inputs' values. */
  void forward();

  /** The inputs' deltas from the output's, and the gradient by the parameters. */
  void backward();

  /** Values and tangents from the inputs' values and tangents. */
  void forwardTangent();

  /** The inputs' deltas and their tangents, and the gradient and its tangent by the parameters. */
  void backwardTangent();
}
