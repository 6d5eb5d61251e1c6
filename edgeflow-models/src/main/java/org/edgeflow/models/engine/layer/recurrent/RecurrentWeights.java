package org.edgeflow.models.engine.layer.recurrent;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
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

  /** Of a layer whose parameters they are, from the first. */
  RecurrentWeights(Wiring wiring, int gates, int units) {
    products = wiring.kernels().products();
    weights = new Tensor[gates];
    directions = new Tensor[gates];
    gradients = new Tensor[gates];
    gradientTangents = new Tensor[gates];
    for (int gate = 0; gate < gates; gate++) {
      int from = gate * units * units;
      weights[gate] = wiring.parameter(from, units, units);
      directions[gate] = wiring.direction(from, units, units);
      gradients[gate] = wiring.gradient(from, units, units);
      gradientTangents[gate] = wiring.gradientTangent(from, units, units);
    }
  }

  /** {@code Z ← β Z + H Rᵀ}. */
  void forward(int gate, Tensor state, double beta, Tensor sums) {
    products.gemm(false, true, 1, state, weights[gate], beta, sums);
  }

  /** {@code Ż ← β Ż + Ḣ Rᵀ + H Ṙᵀ}. */
  void forwardTangent(int gate, Tensor state, Tensor stateTangent, double beta, Tensor tangents) {
    products.gemm(false, true, 1, stateTangent, weights[gate], beta, tangents);
    products.gemm(false, true, 1, state, directions[gate], 1, tangents);
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
