package org.edgeflow.theory.problem.separable;

import java.util.SplittableRandom;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Some of the examples at a time, each with its label turned over with some probability. */
final class SampledExamples implements SampledLoss {
  private final LogisticRegression all;
  private final LogisticRegression batch;
  private final double flip;
  private final double[] chosenRows;

  SampledExamples(LogisticRegression all, MarginLoss loss, int batchSize, double flip) {
    this.all = all;
    this.flip = flip;
    this.chosenRows = new double[batchSize * all.features()];
    this.batch = new LogisticRegression(all.backend(), loss, chosenRows, all.features());
  }

  @Override
  public TensorBackend backend() {
    return all.backend();
  }

  @Override
  public int dimension() {
    return all.dimension();
  }

  @Override
  public int examples() {
    return all.examples();
  }

  @Override
  public int batchSize() {
    return batch.examples();
  }

  @Override
  public void choose(int[] chosen, SplittableRandom noise) {
    int features = all.features();
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(all.rows(), chosen[i] * features, chosenRows, i * features, features);
      if (flip > 0 && noise.nextDouble() < flip) {
        for (int j = i * features; j < (i + 1) * features; j++) {
          chosenRows[j] = -chosenRows[j];
        }
      }
    }
    batch.replace(chosenRows);
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
