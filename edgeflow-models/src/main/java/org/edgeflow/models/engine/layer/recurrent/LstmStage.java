package org.edgeflow.models.engine.layer.recurrent;

import org.edgeflow.core.tensor.Kernels.Elementwise;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@link Lstm} at work. Backwards, with {@code e = ∂h} at a step and what the step after left,
 *
 * <pre>
 *   ∂c = e ∘ o ∘ φ′(c) + ∂c₊ ∘ f₊
 *   ∂z_o = e ∘ φ(c) ∘ σ′,  ∂z_f = ∂c ∘ c₋ ∘ σ′,  ∂z_i = ∂c ∘ a ∘ σ′,  ∂z_a = ∂c ∘ i ∘ φ′
 *   ∂h₋ = Σ_g ∂z_g R_g,  ∂R_g = Σ over steps of ∂z_gᵀ h₋,  ∂x = ∂z
 * </pre>
 *
 * <p>and the tangents by the product rule, line by line.
 */
final class LstmStage implements Stage {
  private static final int CANDIDATE = 0;
  private static final int FORGET = 1;
  private static final int OUTPUT = 2;
  private static final int INPUT = 3;

  private final TensorBackend backend;
  private final Elementwise elementwise;
  private final Activation cell;
  private final Activation[] functions;
  private final RecurrentWeights weights;
  private final TimeMajor sums;
  private final TimeMajor states;
  private final Signal in;
  private final Signal out;
  private final int steps;

  private final Quantity gates;
  private final Quantity slopes;
  private final Quantity gateDeltas;
  private final Quantity cells;
  private final Quantity squashed;
  private final Quantity squashedSlopes;
  private final Quantity hidden;
  private final Quantity hiddenDeltas;
  private final Tensor cellDelta;
  private final Tensor cellDeltaTangent;
  private final Tensor pulled;
  private final Tensor pulledTangent;

  LstmStage(Lstm layer, Wiring wiring) {
    backend = wiring.backend();
    elementwise = wiring.kernels().elementwise();
    cell = layer.cell();
    functions = new Activation[] {layer.cell(), layer.gate(), layer.gate(), layer.gate()};
    weights = new RecurrentWeights(wiring, Lstm.GATES, layer.units());
    in = wiring.input();
    out = wiring.signal(in.extents().withChannels(layer.units()));
    sums = new TimeMajor(wiring, in, Lstm.GATES, layer.backwards());
    states = new TimeMajor(wiring, out, 1, layer.backwards());
    steps = sums.steps();
    gates = new Quantity(sums);
    slopes = new Quantity(sums);
    gateDeltas = new Quantity(sums);
    cells = new Quantity(states);
    squashed = new Quantity(states);
    squashedSlopes = new Quantity(states);
    hidden = new Quantity(states);
    hiddenDeltas = new Quantity(states);
    cellDelta = states.step();
    cellDeltaTangent = states.tangentStep();
    pulled = states.step();
    pulledTangent = states.tangentStep();
  }

  @Override
  public Signal output() {
    return out;
  }

  @Override
  public void prepare() {
    weights.prepare();
  }

  @Override
  public void forward() {
    sums.split(in.value(), gates.whole());
    for (int t = 0; t < steps; t++) {
      for (int g = 0; g < Lstm.GATES; g++) {
        Tensor gate = gates.at(g, t);
        if (t > 0) {
          weights.forward(g, hidden.at(t - 1), 1, gate);
        }
        elementwise.activate(functions[g], gate, gate, slopes.at(g, t));
      }
      remember(t);
      elementwise.activate(cell, cells.at(t), squashed.at(t), squashedSlopes.at(t));
      elementwise.multiply(gates.at(OUTPUT, t), squashed.at(t), hidden.at(t));
    }
    states.join(hidden.whole(), out.value());
  }

  private void remember(int t) {
    Tensor candidate = gates.at(CANDIDATE, t);
    Tensor input = gates.at(INPUT, t);
    if (t == 0) {
      elementwise.multiply(input, candidate, cells.at(t));
    } else {
      elementwise.multiplyAdd(input, candidate, gates.at(FORGET, t), cells.at(t - 1), cells.at(t));
    }
  }

  @Override
  public void forwardTangent() {
    sums.split(in.value(), gates.whole());
    sums.split(in.tangent(), gates.wholeTangent());
    for (int t = 0; t < steps; t++) {
      for (int g = 0; g < Lstm.GATES; g++) {
        Tensor gate = gates.at(g, t);
        Tensor tangent = gates.tangent(g, t);
        if (t > 0) {
          weights.forward(g, hidden.at(t - 1), 1, gate);
          weights.forwardTangent(g, hidden.at(t - 1), hidden.tangent(t - 1), 1, tangent);
        }
        elementwise.activateTangent(
            functions[g], gate, tangent, gate, tangent, slopes.at(g, t), slopes.tangent(g, t));
      }
      remember(t);
      rememberTangent(t);
      elementwise.activateTangent(
          cell,
          cells.at(t),
          cells.tangent(t),
          squashed.at(t),
          squashed.tangent(t),
          squashedSlopes.at(t),
          squashedSlopes.tangent(t));
      elementwise.multiply(gates.at(OUTPUT, t), squashed.at(t), hidden.at(t));
      elementwise.multiplyAdd(
          gates.tangent(OUTPUT, t),
          squashed.at(t),
          gates.at(OUTPUT, t),
          squashed.tangent(t),
          hidden.tangent(t));
    }
    states.join(hidden.whole(), out.value());
    states.join(hidden.wholeTangent(), out.tangent());
  }

  private void rememberTangent(int t) {
    elementwise.multiplyAdd(
        gates.tangent(INPUT, t),
        gates.at(CANDIDATE, t),
        gates.at(INPUT, t),
        gates.tangent(CANDIDATE, t),
        cells.tangent(t));
    if (t > 0) {
      elementwise.multiplyAdd(
          gates.tangent(FORGET, t),
          cells.at(t - 1),
          gates.at(FORGET, t),
          cells.tangent(t - 1),
          pulledTangent);
      backend.axpy(1, pulledTangent, cells.tangent(t));
    }
  }

  @Override
  public void backward() {
    states.split(out.delta(), hiddenDeltas.whole());
    for (int t = steps - 1; t >= 0; t--) {
      Tensor delta = hiddenDeltas.at(t);
      elementwise.multiply(delta, gates.at(OUTPUT, t), pulled);
      leaveCell(t);
      pull(OUTPUT, t, delta, squashed.at(t));
      pull(CANDIDATE, t, cellDelta, gates.at(INPUT, t));
      pull(INPUT, t, cellDelta, gates.at(CANDIDATE, t));
      if (t == 0) {
        backend.fill(gateDeltas.at(FORGET, t), 0);
        break;
      }
      pull(FORGET, t, cellDelta, cells.at(t - 1));
      for (int g = 0; g < Lstm.GATES; g++) {
        weights.backward(g, gateDeltas.at(g, t), hiddenDeltas.at(t - 1));
      }
    }
    for (int g = 0; g < Lstm.GATES && steps > 1; g++) {
      weights.gradient(g, gateDeltas.later(g), hidden.earlier());
    }
    sums.join(gateDeltas.whole(), in.delta());
  }

  /** {@code ∂c}, from {@code e ∘ o}, which is pulled, and that of the step after. */
  private void leaveCell(int t) {
    if (t == steps - 1) {
      elementwise.multiply(pulled, squashedSlopes.at(t), cellDelta);
    } else {
      elementwise.multiplyAdd(
          pulled, squashedSlopes.at(t), cellDelta, gates.at(FORGET, t + 1), cellDelta);
    }
  }

  /** {@code ∂z_g = ∂ ∘ by ∘ slope}. */
  private void pull(int g, int t, Tensor delta, Tensor by) {
    elementwise.multiply(delta, by, pulled);
    elementwise.multiply(slopes.at(g, t), pulled, gateDeltas.at(g, t));
  }

  @Override
  public void backwardTangent() {
    states.split(out.delta(), hiddenDeltas.whole());
    states.split(out.deltaTangent(), hiddenDeltas.wholeTangent());
    for (int t = steps - 1; t >= 0; t--) {
      Tensor delta = hiddenDeltas.at(t);
      Tensor tangent = hiddenDeltas.tangent(t);
      elementwise.multiplyAdd(
          tangent, gates.at(OUTPUT, t), delta, gates.tangent(OUTPUT, t), pulledTangent);
      elementwise.multiply(delta, gates.at(OUTPUT, t), pulled);
      leaveCellTangent(t);
      leaveCell(t);
      pullTangent(OUTPUT, t, delta, tangent, squashed.at(t), squashed.tangent(t));
      pullCellTangent(CANDIDATE, t, gates.at(INPUT, t), gates.tangent(INPUT, t));
      pullCellTangent(INPUT, t, gates.at(CANDIDATE, t), gates.tangent(CANDIDATE, t));
      if (t == 0) {
        backend.fill(gateDeltas.at(FORGET, t), 0);
        backend.fill(gateDeltas.tangent(FORGET, t), 0);
        break;
      }
      pullCellTangent(FORGET, t, cells.at(t - 1), cells.tangent(t - 1));
      for (int g = 0; g < Lstm.GATES; g++) {
        Tensor back = gateDeltas.at(g, t);
        weights.backwardTangent(g, back, gateDeltas.tangent(g, t), hiddenDeltas.tangent(t - 1));
        weights.backward(g, back, hiddenDeltas.at(t - 1));
      }
    }
    for (int g = 0; g < Lstm.GATES && steps > 1; g++) {
      weights.gradient(g, gateDeltas.later(g), hidden.earlier());
      weights.gradientTangent(g, gateDeltas.laterTangent(g), hidden.earlier());
      weights.gradientTangent(g, gateDeltas.later(g), hidden.earlierTangent());
    }
    sums.join(gateDeltas.wholeTangent(), in.deltaTangent());
    sums.join(gateDeltas.whole(), in.delta());
  }

  /** {@code ∂ċ}, from both pulled, before {@link #leaveCell} moves ∂c on. */
  private void leaveCellTangent(int t) {
    Tensor slope = squashedSlopes.at(t);
    Tensor swing = squashedSlopes.tangent(t);
    if (t == steps - 1) {
      elementwise.multiplyAdd(pulledTangent, slope, pulled, swing, cellDeltaTangent);
    } else {
      elementwise.multiplyAdd(
          cellDeltaTangent,
          gates.at(FORGET, t + 1),
          cellDelta,
          gates.tangent(FORGET, t + 1),
          cellDeltaTangent);
      elementwise.multiplyAdd(pulledTangent, slope, pulled, swing, pulledTangent);
      backend.axpy(1, pulledTangent, cellDeltaTangent);
    }
  }

  private void pullCellTangent(int g, int t, Tensor by, Tensor byTangent) {
    pullTangent(g, t, cellDelta, cellDeltaTangent, by, byTangent);
  }

  private void pullTangent(
      int g, int t, Tensor delta, Tensor deltaTangent, Tensor by, Tensor byTangent) {
    elementwise.multiplyAdd(deltaTangent, by, delta, byTangent, pulledTangent);
    elementwise.multiply(delta, by, pulled);
    elementwise.multiplyAdd(
        slopes.at(g, t), pulledTangent, slopes.tangent(g, t), pulled, gateDeltas.tangent(g, t));
    elementwise.multiply(slopes.at(g, t), pulled, gateDeltas.at(g, t));
  }
}
