package org.edgeflow.models.network.setting;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How the initial weights of a fully connected network are drawn.
 *
 * <p>The numbers come from a seeded Java generator in DL4J's flat order, so that every backend
 * starts at the same point: layer by layer, each unit's incoming weights one after another, then
 * the layer's biases.
 */
public enum Initialization {
  /** Weights and biases uniform in {@code ±1/√nIn}: PyTorch's default for linear layers. */
  FAN_IN_UNIFORM,
  /** Weights normal with variance {@code 2/(nIn + nOut)}, biases zero (Glorot and Bengio 2010). */
  XAVIER_NORMAL,
  /** Weights normal with variance {@code 2/nIn}, biases zero (He et al., arXiv 1502.01852). */
  HE_NORMAL;

  /**
   * The initial parameters of a network.
   *
   * @param widths inputs, hidden widths, outputs
   * @param scale multiplies every parameter
   */
  public double[] draw(List<Integer> widths, double scale, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int dimension = 0;
    for (int i = 1; i < widths.size(); i++) {
      dimension =
          Math.addExact(dimension, Math.multiplyExact(widths.get(i - 1) + 1, widths.get(i)));
    }
    double[] parameters = new double[dimension];
    int position = 0;
    for (int i = 1; i < widths.size(); i++) {
      int in = widths.get(i - 1);
      int out = widths.get(i);
      int biases = position + in * out;
      for (; position < biases; position++) {
        parameters[position] = scale * weight(random, in, out);
      }
      for (; position < biases + out; position++) {
        parameters[position] = scale * bias(random, in);
      }
    }
    return parameters;
  }

  /**
   * One weight of a layer in which {@code in} inputs meet in each output, and out the other way.
   */
  public double weight(RandomGenerator random, int in, int out) {
    return switch (this) {
      case FAN_IN_UNIFORM -> bias(random, in);
      case XAVIER_NORMAL -> Math.sqrt(2.0 / (in + out)) * random.nextGaussian();
      case HE_NORMAL -> Math.sqrt(2.0 / in) * random.nextGaussian();
    };
  }

  /** One bias of a layer in which {@code in} inputs meet in each output. */
  public double bias(RandomGenerator random, int in) {
    double bound = 1 / Math.sqrt(in);
    return this == FAN_IN_UNIFORM ? random.nextDouble(-bound, bound) : 0;
  }
}
