package org.edgeflow.models.dl4j.backprop;

import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The full-batch loss of a DL4J network, differentiated by DL4J's own backprop:
 *
 * <pre>  L(w) = κ · score(w),   g(w) = κ · Σₙ ∇ℓₙ(w) / N</pre>
 *
 * <p>DL4J's raw gradient is the sum over the N examples while its score is the mean; where a
 * network is configured not to average ({@code miniBatch(false)}), both are sums and nothing is
 * divided.
 *
 * <p>Parameters are copied into the network and gradients out of it through a Java array that is
 * kept, whatever the run's backend. Nothing but DL4J itself allocates.
 */
public final class NetworkLoss implements Loss {
  private final TensorBackend backend;
  private final Nd4jRuntime runtime;
  private final Network network;
  private final INDArray parameters;
  private final double lossFactor;
  private final double gradientFactor;
  private final int dimension;
  private final double[] array;

  /**
   * The loss of a network that has been fed.
   *
   * @param backend whose tensors the loss takes; in the format of the network
   * @param runtime where the network's arrays live
   * @param factor κ
   * @param examples N
   */
  public NetworkLoss(
      TensorBackend backend, Nd4jRuntime runtime, Network network, double factor, int examples) {
    this.backend = backend;
    this.runtime = runtime;
    this.network = network;
    this.parameters = network.parameters();
    this.lossFactor = factor;
    this.gradientFactor = network.averages() ? factor / examples : factor;
    this.dimension = Math.toIntExact(parameters.length());
    this.array = new double[dimension];
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public double loss(Tensor parameters) {
    load(parameters);
    return lossFactor * network.score();
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    Shapes.requireOwner(backend, gradient);
    Shapes.requireSameSize(parameters, gradient);
    load(parameters);
    double score = network.backpropagate();
    runtime.read(network.gradient(), array);
    backend.write(array, gradient);
    backend.scale(gradientFactor, gradient);
    return lossFactor * score;
  }

  private void load(Tensor from) {
    Shapes.requireOwner(backend, from);
    if (from.size() != dimension) {
      throw new IllegalArgumentException(
          "the network has " + dimension + " parameters, got a tensor of " + from.size());
    }
    backend.read(from, array);
    runtime.write(array, parameters);
  }
}
