package org.edgeflow.models.engine;

import java.util.Arrays;
import org.edgeflow.core.tensor.Tensor;

/**
 * A network's own parameters from those of its reduction to the row space.
 *
 * @param space of the inputs
 * @param outputs of the first layer
 * @param parameters of the network
 * @param constant the part of the first layer's weights that no input sees, in the engine's order
 * @param order for each parameter in the engine's order its place in the caller's; null where they
 *     are the same
 */
@SuppressWarnings("ArrayRecordComponent")
record RowSpaceParameters(
    RowSpace space, int outputs, int parameters, double[] constant, int[] order) {

  /** The network's parameters, in the caller's order. */
  double[] export(Tensor reduced) {
    double[] whole = whole(reduced, constant);
    return order == null ? whole : restored(whole);
  }

  /** √(Σ u_i² w_i²) of parameters w and a direction u in the network's coordinates. */
  double roundingScale(Tensor reduced, Tensor direction) {
    double[] along = whole(direction, new double[0]);
    double[] whole = export(reduced);
    double sum = 0;
    for (int i = 0; i < whole.length; i++) {
      double product = whole[order == null ? i : order[i]] * along[i];
      sum += product * product;
    }
    return Math.sqrt(sum);
  }

  /** In the engine's order, the first layer's weights added to what they start from. */
  private double[] whole(Tensor reduced, double[] from) {
    double[] values = new double[reduced.size()];
    reduced.backend().read(reduced, values);
    double[] whole = Arrays.copyOf(from, parameters);
    space.expand(1, values, 0, outputs, whole, 0);
    int after = outputs * space.rank();
    System.arraycopy(values, after, whole, outputs * space.features(), values.length - after);
    return whole;
  }

  private double[] restored(double[] inside) {
    double[] outside = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      outside[order[i]] = inside[i];
    }
    return outside;
  }
}
