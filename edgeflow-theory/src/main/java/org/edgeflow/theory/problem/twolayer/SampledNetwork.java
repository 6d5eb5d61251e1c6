package org.edgeflow.theory.problem.twolayer;

import java.util.SplittableRandom;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.theory.problem.data.Examples;

/** Some of the examples at a time, with normal noise on their targets. */
record SampledNetwork(Examples all, TwoLayerNetwork batch, double noise) implements SampledLoss {
  @Override
  public TensorBackend backend() {
    return batch.backend();
  }

  @Override
  public int dimension() {
    return batch.dimension();
  }

  @Override
  public int examples() {
    return all.count();
  }

  @Override
  public int batchSize() {
    return batch.examples().count();
  }

  @Override
  public void choose(int[] chosen, SplittableRandom random) {
    Examples room = batch.examples();
    int features = all.features();
    int outputs = all.outputs();
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(all.inputs(), chosen[i] * features, room.inputs(), i * features, features);
      System.arraycopy(all.targets(), chosen[i] * outputs, room.targets(), i * outputs, outputs);
    }
    if (noise > 0) {
      for (int i = 0; i < room.targets().length; i++) {
        room.targets()[i] += noise * random.nextGaussian();
      }
    }
    batch.replace(room.inputs(), room.targets());
  }

  @Override
  public double loss(Tensor parameters) {
    return batch.loss(parameters);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    return batch.lossAndGradient(parameters, gradient);
  }
}
