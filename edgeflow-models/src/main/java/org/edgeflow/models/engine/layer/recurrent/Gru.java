package org.edgeflow.models.engine.layer.recurrent;

import java.util.List;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * A layer of gated recurrent units (Cho et al., arXiv 1406.1078), with the reset gate behind the
 * recurrent weights, as cuDNN and PyTorch have it. It stands behind a dense layer that gives each
 * position the three sums {@code x = W a + b}, which are its channels: reset gate, update gate and
 * candidate, {@code units} of each. With {@code h₋₁ = 0}, step by step:
 *
 * <pre>
 *   r = σ(x_r + R_r h₋),  z = σ(x_z + R_z h₋)
 *   q = R_n h₋ + b_n
 *   n = tanh(x_n + r ∘ q)
 *   h = n + z ∘ (h₋ − n)
 * </pre>
 *
 * <p>Its output is h at every position. Parameters: {@code R_r, R_z, R_n}, each units × units,
 * row-major, then {@code b_n}, where there is one.
 *
 * @param units how many
 * @param biased whether there is {@code b_n}
 * @param backwards whether it begins at the last position
 */
public record Gru(int units, boolean biased, boolean backwards) implements Layer {
  /** Reset gate, update gate, candidate. */
  public static final int GATES = 3;

  /** The usual one, with {@code b_n}. */
  public static Gru of(int units, boolean backwards) {
    return new Gru(units, true, backwards);
  }

  @Override
  public Extents output(List<Extents> inputs) {
    return Sequences.gated(Layer.single(inputs), GATES, units);
  }

  @Override
  public int parameters(List<Extents> inputs) {
    int weights = Math.multiplyExact(GATES, Math.multiplyExact(units, units));
    return Math.addExact(weights, biased ? units : 0);
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new GruStage(this, wiring);
  }
}
