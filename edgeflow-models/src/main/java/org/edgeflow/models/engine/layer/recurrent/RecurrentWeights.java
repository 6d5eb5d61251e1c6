package org.edgeflow.models.engine.layer.recurrent;

import java.util.Arrays;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.layer.TransposedWeights;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * The weights R through which a layer's state at one step enters its gates at the next, {@code Z_g
 * ← Z_g + H R_gᵀ}, one matrix {@code units × units} for each gate, with what goes back through
 * them.
 */
final class RecurrentWeights {
  private final Kernels.Products products;
  private final Tensor[] weights;
  private final Tensor[] directions;
  private final Tensor[] gradients;
  private final Tensor[] gradientTangents;
  private final TransposedWeights[] transposedWeights;
  private final TransposedWeights[] transposedDirections;

  /** Of a layer whose parameters they are, from the first. */
  RecurrentWeights(Wiring wiring, int gates, int units) {
    products = wiring.kernels().products();
    weights = new Tensor[gates];
    directions = new Tensor[gates];
    gradients = new Tensor[gates];
    gradientTangents = new Tensor[gates];
    boolean copied = TransposedWeights.pay(units * units);
    transposedWeights = new TransposedWeights[copied ? gates : 0];
    transposedDirections = new TransposedWeights[copied && wiring.tangents() ? gates : 0];
    for (int gate = 0; gate < gates; gate++) {
      int from = gate * units * units;
      weights[gate] = wiring.parameter(from, units, units);
      directions[gate] = wiring.direction(from, units, units);
      gradients[gate] = wiring.gradient(from, units, units);
      gradientTangents[gate] = wiring.gradientTangent(from, units, units);
    }
    Arrays.setAll(transposedWeights, gate -> new TransposedWeights(wiring, weights[gate]));
    Arrays.setAll(transposedDirections, gate -> new TransposedWeights(wiring, directions[gate]));
  }

  /** Takes the weights, and the direction if there is one, as they are now. */
  void prepare() {
    for (TransposedWeights copy : transposedWeights) {
      copy.refresh();
    }
    for (TransposedWeights copy : transposedDirections) {
      copy.refresh();
    }
  }

  /** {@code Z ← β Z + H Rᵀ}. */
  void forward(int gate, Tensor state, double beta, Tensor sums) {
    apply(state, weights, transposedWeights, gate, beta, sums);
  }

  /** {@code Ż ← β Ż + Ḣ Rᵀ + H Ṙᵀ}. */
  void forwardTangent(int gate, Tensor state, Tensor stateTangent, double beta, Tensor tangents) {
    apply(stateTangent, weights, transposedWeights, gate, beta, tangents);
    apply(state, directions, transposedDirections, gate, 1, tangents);
  }

  private void apply(
      Tensor state,
      Tensor[] matrices,
      TransposedWeights[] copies,
      int gate,
      double beta,
      Tensor sums) {
    if (copies.length == 0) {
      products.gemm(false, true, 1, state, matrices[gate], beta, sums);
    } else {
      products.gemm(false, false, 1, state, copies[gate].matrix(), beta, sums);
    }
  }

  /** {@code ∂H ← ∂H + ∂Z R}. */
  void backward(int gate, Tensor delta, Tensor stateDelta) {
    products.gemm(false, false, 1, delta, weights[gate], 1, stateDelta);
  }

  /** {@code ∂Ḣ ← ∂Ḣ + ∂Ż R + ∂Z Ṙ}. */
  void backwardTangent(int gate, Tensor delta, Tensor deltaTangent, Tensor stateDeltaTangent) {
    products.gemm(false, false, 1, deltaTangent, weights[gate], 1, stateDeltaTangent);
    products.gemm(false, false, 1, delta, directions[gate], 1, stateDeltaTangent);
  }

  /** {@code ∂R ← ∂R + ∂Zᵀ H}, over any number of steps at once; nothing where it is not wanted. */
  void gradient(int gate, Tensor delta, Tensor state) {
    if (gradients[gate] != null) {
      products.gemm(true, false, 1, delta, state, 1, gradients[gate]);
    }
  }

  /** {@code ∂Ṙ ← ∂Ṙ + ∂Zᵀ H} of one of a delta and a state and the tangent of the other. */
  void gradientTangent(int gate, Tensor delta, Tensor state) {
    products.gemm(true, false, 1, delta, state, 1, gradientTangents[gate]);
  }
}
