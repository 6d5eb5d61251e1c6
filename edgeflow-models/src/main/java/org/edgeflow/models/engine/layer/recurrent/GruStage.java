package org.edgeflow.models.engine.layer.recurrent;

import org.edgeflow.core.tensor.Kernels.Elementwise;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@link Gru} at work. With {@code d = h₋ − n}, so that {@code h = n + z ∘ d}, and {@code e = ∂h}
 * at a step, backwards
 *
 * <pre>
 *   ∂x_z = e ∘ d ∘ σ′,  ∂x_n = (e − e ∘ z) ∘ tanh′,  ∂x_r = ∂x_n ∘ q ∘ σ′,  ∂q = ∂x_n ∘ r
 *   ∂h₋ = e ∘ z + ∂x_r R_r + ∂x_z R_z + ∂q R_n
 * </pre>
 *
 * <p>and the tangents by the product rule, line by line.
 */
final class GruStage implements Stage {
  private static final int RESET = 0;
  private static final int UPDATE = 1;
  private static final int CANDIDATE = 2;
  private static final Activation GATE = StandardActivation.SIGMOID;
  private static final Activation SQUASH = StandardActivation.TANH;

  private final TensorBackend backend;
  private final Elementwise elementwise;
  private final RecurrentWeights weights;
  private final BiasRow bias;
  private final TimeMajor sums;
  private final TimeMajor states;
  private final Signal in;
  private final Signal out;
  private final int steps;

  private final Quantity gates;
  private final Quantity slopes;
  private final Quantity gateDeltas;
  private final Quantity recalled;
  private final Quantity recalledDeltas;
  private final Quantity differences;
  private final Quantity hidden;
  private final Quantity hiddenDeltas;
  private final Tensor room;
  private final Tensor roomTangent;

  GruStage(Gru layer, Wiring wiring) {
    backend = wiring.backend();
    elementwise = wiring.kernels().elementwise();
    int units = layer.units();
    weights = new RecurrentWeights(wiring, Gru.GATES, units);
    int after = Gru.GATES * units * units;
    bias = new BiasRow(wiring, after, units, layer.biased());
    in = wiring.input();
    out = wiring.signal(in.extents().withChannels(units));
    sums = new TimeMajor(wiring, in, Gru.GATES, layer.backwards());
    states = new TimeMajor(wiring, out, 1, layer.backwards());
    steps = sums.steps();
    gates = new Quantity(sums);
    slopes = new Quantity(sums);
    gateDeltas = new Quantity(sums);
    recalled = new Quantity(states);
    recalledDeltas = new Quantity(states);
    differences = new Quantity(states);
    hidden = new Quantity(states);
    hiddenDeltas = new Quantity(states);
    room = states.step();
    roomTangent = states.tangentStep();
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
      reach(t);
      activate(GATE, RESET, t);
      activate(GATE, UPDATE, t);
      elementwise.multiply(gates.at(RESET, t), recalled.at(t), room);
      backend.axpy(1, room, gates.at(CANDIDATE, t));
      activate(SQUASH, CANDIDATE, t);
      mix(t);
    }
    states.join(hidden.whole(), out.value());
  }

  private void activate(Activation function, int g, int t) {
    elementwise.activate(function, gates.at(g, t), gates.at(g, t), slopes.at(g, t));
  }

  /** What the last state adds to both gates, and what the reset gate will let through of it. */
  private void reach(int t) {
    backend.fill(recalled.at(t), 0);
    if (t > 0) {
      Tensor before = hidden.at(t - 1);
      weights.forward(RESET, before, 1, gates.at(RESET, t));
      weights.forward(UPDATE, before, 1, gates.at(UPDATE, t));
      weights.forward(CANDIDATE, before, 0, recalled.at(t));
    }
    bias.add(recalled.at(t));
  }

  private void mix(int t) {
    Tensor candidate = gates.at(CANDIDATE, t);
    difference(t, candidate, t == 0 ? candidate : hidden.at(t - 1), differences.at(t));
    elementwise.multiply(gates.at(UPDATE, t), differences.at(t), room);
    backend.combine(1, candidate, 1, room, hidden.at(t));
  }

  private void difference(int t, Tensor candidate, Tensor before, Tensor to) {
    backend.combine(-1, candidate, t == 0 ? 0 : 1, before, to);
  }

  @Override
  public void forwardTangent() {
    sums.split(in.value(), gates.whole());
    sums.split(in.tangent(), gates.wholeTangent());
    for (int t = 0; t < steps; t++) {
      reach(t);
      reachTangent(t);
      activateTangent(GATE, RESET, t);
      activateTangent(GATE, UPDATE, t);
      elementwise.multiply(gates.at(RESET, t), recalled.at(t), room);
      elementwise.multiplyAdd(
          gates.tangent(RESET, t),
          recalled.at(t),
          gates.at(RESET, t),
          recalled.tangent(t),
          roomTangent);
      backend.axpy(1, room, gates.at(CANDIDATE, t));
      backend.axpy(1, roomTangent, gates.tangent(CANDIDATE, t));
      activateTangent(SQUASH, CANDIDATE, t);
      mix(t);
      mixTangent(t);
    }
    states.join(hidden.whole(), out.value());
    states.join(hidden.wholeTangent(), out.tangent());
  }

  private void reachTangent(int t) {
    backend.fill(recalled.tangent(t), 0);
    if (t > 0) {
      Tensor before = hidden.at(t - 1);
      Tensor tangent = hidden.tangent(t - 1);
      weights.forwardTangent(RESET, before, tangent, 1, gates.tangent(RESET, t));
      weights.forwardTangent(UPDATE, before, tangent, 1, gates.tangent(UPDATE, t));
      weights.forwardTangent(CANDIDATE, before, tangent, 0, recalled.tangent(t));
    }
    bias.addTangent(recalled.tangent(t));
  }

  private void activateTangent(Activation function, int g, int t) {
    Tensor gate = gates.at(g, t);
    Tensor tangent = gates.tangent(g, t);
    elementwise.activateTangent(
        function, gate, tangent, gate, tangent, slopes.at(g, t), slopes.tangent(g, t));
  }

  private void mixTangent(int t) {
    Tensor candidate = gates.tangent(CANDIDATE, t);
    difference(t, candidate, t == 0 ? candidate : hidden.tangent(t - 1), differences.tangent(t));
    elementwise.multiplyAdd(
        gates.tangent(UPDATE, t),
        differences.at(t),
        gates.at(UPDATE, t),
        differences.tangent(t),
        roomTangent);
    backend.combine(1, candidate, 1, roomTangent, hidden.tangent(t));
  }

  @Override
  public void backward() {
    states.split(out.delta(), hiddenDeltas.whole());
    for (int t = steps - 1; t >= 0; t--) {
      Tensor delta = hiddenDeltas.at(t);
      elementwise.multiply(delta, differences.at(t), room);
      elementwise.multiply(slopes.at(UPDATE, t), room, gateDeltas.at(UPDATE, t));
      elementwise.multiply(delta, gates.at(UPDATE, t), room);
      if (t > 0) {
        backend.axpy(1, room, hiddenDeltas.at(t - 1));
      }
      backend.combine(1, delta, -1, room, room);
      elementwise.multiply(slopes.at(CANDIDATE, t), room, gateDeltas.at(CANDIDATE, t));
      leaveReset(t);
      if (t > 0) {
        Tensor before = hiddenDeltas.at(t - 1);
        weights.backward(RESET, gateDeltas.at(RESET, t), before);
        weights.backward(UPDATE, gateDeltas.at(UPDATE, t), before);
        weights.backward(CANDIDATE, recalledDeltas.at(t), before);
      }
    }
    addGradient();
    sums.join(gateDeltas.whole(), in.delta());
  }

  private void addGradient() {
    if (steps > 1) {
      Tensor before = hidden.earlier();
      weights.gradient(RESET, gateDeltas.later(RESET), before);
      weights.gradient(UPDATE, gateDeltas.later(UPDATE), before);
      weights.gradient(CANDIDATE, recalledDeltas.later(0), before);
    }
    bias.gradient(recalledDeltas.whole());
  }

  /** From the candidate's delta to the reset gate's, and to what was recalled. */
  private void leaveReset(int t) {
    Tensor candidate = gateDeltas.at(CANDIDATE, t);
    elementwise.multiply(candidate, recalled.at(t), room);
    elementwise.multiply(slopes.at(RESET, t), room, gateDeltas.at(RESET, t));
    elementwise.multiply(candidate, gates.at(RESET, t), recalledDeltas.at(t));
  }

  @Override
  public void backwardTangent() {
    states.split(out.delta(), hiddenDeltas.whole());
    states.split(out.deltaTangent(), hiddenDeltas.wholeTangent());
    for (int t = steps - 1; t >= 0; t--) {
      Tensor delta = hiddenDeltas.at(t);
      Tensor tangent = hiddenDeltas.tangent(t);
      elementwise.multiplyAdd(
          tangent, differences.at(t), delta, differences.tangent(t), roomTangent);
      elementwise.multiply(delta, differences.at(t), room);
      bend(UPDATE, t);
      elementwise.multiplyAdd(
          tangent, gates.at(UPDATE, t), delta, gates.tangent(UPDATE, t), roomTangent);
      elementwise.multiply(delta, gates.at(UPDATE, t), room);
      if (t > 0) {
        backend.axpy(1, room, hiddenDeltas.at(t - 1));
        backend.axpy(1, roomTangent, hiddenDeltas.tangent(t - 1));
      }
      backend.combine(1, delta, -1, room, room);
      backend.combine(1, tangent, -1, roomTangent, roomTangent);
      bend(CANDIDATE, t);
      leaveResetTangent(t);
      if (t > 0) {
        backTangent(RESET, gateDeltas.at(RESET, t), gateDeltas.tangent(RESET, t), t - 1);
        backTangent(UPDATE, gateDeltas.at(UPDATE, t), gateDeltas.tangent(UPDATE, t), t - 1);
        backTangent(CANDIDATE, recalledDeltas.at(t), recalledDeltas.tangent(t), t - 1);
      }
    }
    if (steps > 1) {
      gradientTangent(RESET, gateDeltas, RESET);
      gradientTangent(UPDATE, gateDeltas, UPDATE);
      gradientTangent(CANDIDATE, recalledDeltas, 0);
    }
    bias.gradientTangent(recalledDeltas.wholeTangent());
    addGradient();
    sums.join(gateDeltas.wholeTangent(), in.deltaTangent());
    sums.join(gateDeltas.whole(), in.delta());
  }

  private void gradientTangent(int g, Quantity deltas, int group) {
    weights.gradientTangent(g, deltas.laterTangent(group), hidden.earlier());
    weights.gradientTangent(g, deltas.later(group), hidden.earlierTangent());
  }

  /** Back through a gate's function: both deltas from what is in the room. */
  private void bend(int g, int t) {
    elementwise.multiplyAdd(
        slopes.at(g, t), roomTangent, slopes.tangent(g, t), room, gateDeltas.tangent(g, t));
    elementwise.multiply(slopes.at(g, t), room, gateDeltas.at(g, t));
  }

  private void leaveResetTangent(int t) {
    Tensor candidate = gateDeltas.at(CANDIDATE, t);
    Tensor tangent = gateDeltas.tangent(CANDIDATE, t);
    elementwise.multiplyAdd(tangent, recalled.at(t), candidate, recalled.tangent(t), roomTangent);
    elementwise.multiply(candidate, recalled.at(t), room);
    bend(RESET, t);
    elementwise.multiplyAdd(
        tangent, gates.at(RESET, t), candidate, gates.tangent(RESET, t), recalledDeltas.tangent(t));
    elementwise.multiply(candidate, gates.at(RESET, t), recalledDeltas.at(t));
  }

  private void backTangent(int g, Tensor delta, Tensor tangent, int before) {
    weights.backwardTangent(g, delta, tangent, hiddenDeltas.tangent(before));
    weights.backward(g, delta, hiddenDeltas.at(before));
  }
}
