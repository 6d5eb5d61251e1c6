package org.edgeflow.models.engine;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.blocks.Blocks;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.loss.Criterion;

/**
 * A network's loss over some of its examples: the same network wired to room for one batch, into
 * which the chosen examples are written.
 *
 * <p>Label noise, drawn at each choice: with squared errors a Gaussian of the given standard
 * deviation is added to every target; with cross-entropy a row's label is replaced, with the given
 * probability, by one of the others, all equally likely.
 */
final class SampledNetworkLoss implements SampledLoss {
  private final Examples examples;
  private final Criterion criterion;
  private final double labelNoise;
  private final int batchSize;
  private final int features;
  private final int width;
  private final NetworkObjective network;
  private final double[][] inputs;
  private final double[][] targets;
  private final int[] held;

  /**
   * Room for a batch.
   *
   * @param examples all of them
   * @param batchSize 0: all
   * @param wire makes the network for examples, whose tensors it does not share
   */
  SampledNetworkLoss(
      Examples examples,
      Criterion criterion,
      int batchSize,
      double labelNoise,
      Function<Examples, NetworkObjective> wire) {
    if (batchSize > examples.count()) {
      throw new IllegalArgumentException(
          "'batch-size' is "
              + batchSize
              + ", expected at most the number of examples, "
              + examples.count());
    }
    if (criterion == Criterion.CROSS_ENTROPY && labelNoise > 1) {
      throw new IllegalArgumentException(
          "'label-noise' is "
              + labelNoise
              + ", expected a probability: with cross-entropy it is that of a wrong label");
    }
    this.examples = examples;
    this.criterion = criterion;
    this.labelNoise = labelNoise;
    this.batchSize = batchSize == 0 ? examples.count() : batchSize;
    this.features = examples.inputs().length / examples.count();
    this.width = examples.targets().length / examples.count();
    // No zeros among the stand-ins: the row space's blocks are to keep all of their columns.
    double[] standIns = new double[this.batchSize * features];
    Arrays.fill(standIns, 1);
    this.network =
        wire.apply(
            new Examples(
                standIns, new double[this.batchSize * width], this.batchSize, examples.rows()));
    this.inputs = sizes(network.blocks().inputs());
    this.targets = sizes(network.blocks().targets());
    this.held = new int[this.batchSize];
    Arrays.fill(held, -1);
  }

  private static double[][] sizes(List<Tensor> tensors) {
    return tensors.stream().map(tensor -> new double[tensor.size()]).toArray(double[][]::new);
  }

  @Override
  public int examples() {
    return examples.count();
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public void choose(int[] chosen, SplittableRandom noise) {
    boolean others = !Arrays.equals(chosen, held);
    if (!others && labelNoise == 0) {
      return;
    }
    Blocks blocks = network.blocks();
    int place = 0;
    for (int block = 0; block < blocks.count(); block++) {
      int size = blocks.sizes().get(block);
      for (int i = 0; i < size; i++) {
        int example = chosen[place + i];
        System.arraycopy(
            examples.inputs(), example * features, inputs[block], i * features, features);
        System.arraycopy(examples.targets(), example * width, targets[block], i * width, width);
      }
      if (labelNoise > 0) {
        disturb(targets[block], noise);
      }
      if (others) {
        backend().write(inputs[block], blocks.inputs().get(block));
      }
      backend().write(targets[block], blocks.targets().get(block));
      place += size;
    }
    if (others) {
      System.arraycopy(chosen, 0, held, 0, held.length);
      network.forgetInputs();
    }
  }

  private void disturb(double[] labels, SplittableRandom noise) {
    if (criterion == Criterion.SQUARED_ERROR) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] += labelNoise * noise.nextGaussian();
      }
      return;
    }
    int classes = width / examples.rows();
    for (int row = 0; row < labels.length; row += classes) {
      if (noise.nextDouble() < labelNoise && classes > 1) {
        int label = row;
        while (labels[label] == 0) {
          label++;
        }
        labels[label] = 0;
        labels[row + (label - row + 1 + noise.nextInt(classes - 1)) % classes] = 1;
      }
    }
  }

  @Override
  public TensorBackend backend() {
    return network.backend();
  }

  @Override
  public int dimension() {
    return network.dimension();
  }

  @Override
  public double loss(Tensor parameters) {
    return network.loss(parameters);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    return network.lossAndGradient(parameters, gradient);
  }
}
