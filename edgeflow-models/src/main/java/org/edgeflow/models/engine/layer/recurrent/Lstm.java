package org.edgeflow.models.engine.layer.recurrent;

import java.util.List;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * A layer of long short-term memory (Hochreiter and Schmidhuber 1997; forget gates: Gers,
 * Schmidhuber and Cummins 2000), without peepholes, behind a dense layer that gives each position
 * the four sums {@code x = W a + b}, which are its channels: candidate, forget, output and input
 * gate, {@code units} of each. With {@code h₋₁ = c₋₁ = 0}, step by step:
 *
 * <pre>
 *   z_g = x_g + R_g h₋                    for each gate g
 *   a = φ(z_a),  f, o, i = σ(z_f, z_o, z_i)
 *   c = f ∘ c₋ + i ∘ a
 *   h = o ∘ φ(c)
 * </pre>
 *
 * <p>Its output is h at every position. Parameters: {@code R_a, R_f, R_o, R_i}, each units × units,
 * row-major.
 *
 * @param units n
 * @param cell φ
 * @param gate σ
 * @param backwards whether it begins at the last position
 */
public record Lstm(int units, Activation cell, Activation gate, boolean backwards)
    implements Layer {
  /** Candidate, forget, output and input gate, in DL4J's order. */
  public static final int GATES = 4;

  /** The usual one: φ = tanh, σ the logistic function. */
  public static Lstm of(int units, boolean backwards) {
    return new Lstm(units, StandardActivation.TANH, StandardActivation.SIGMOID, backwards);
  }

  @Override
  public Extents output(List<Extents> inputs) {
    return Sequences.gated(Layer.single(inputs), GATES, units);
  }

  @Override
  public int parameters(List<Extents> inputs) {
    return Math.multiplyExact(GATES, Math.multiplyExact(units, units));
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new LstmStage(this, wiring);
  }
}
