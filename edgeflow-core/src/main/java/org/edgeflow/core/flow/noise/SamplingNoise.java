package org.edgeflow.core.flow.noise;

import java.util.SplittableRandom;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The noise of a stochastic gradient: {@code σ² = κ² η² σ_u²}, with σ_u² the variance along u of
 * the gradient that one step of the reference sees, from mini-batches and noisy labels. It holds
 * the sharpness below the edge by {@code ηβσ_u²/(4α)}, {@code α = −∇L·∇S}, {@code β = ‖∇S‖²} (arXiv
 * 2604.21016).
 *
 * <p>Once an iteration two batches are drawn, which costs two of their gradients: half the square
 * of their difference along u has σ_u² for its mean. The estimate is the mean over all iterations
 * so far, and over about the last hundred once there are so many.
 */
public final class SamplingNoise implements NoiseFloor {
  private static final int MEMORY = 100;

  private final SampledLoss loss;
  private final double scale;
  private final long seed;
  private final int[] chosen;
  private final Tensor gradient;
  private double variance;
  private double since = 1;
  private long drawn;

  /**
   * The noise of a sampled loss.
   *
   * @param loss its own: nobody else chooses its examples between two calls
   * @param scale κη
   * @param seed for the batches
   */
  public SamplingNoise(SampledLoss loss, double scale, long seed) {
    this.loss = loss;
    this.scale = scale;
    this.seed = seed;
    this.chosen = new int[loss.batchSize()];
    this.gradient = loss.backend().zeros(loss.dimension());
  }

  @Override
  public double square(Tensor centre, Tensor direction, double elapsed) {
    since += elapsed;
    // Steps of thirds do not add up to one.
    if (since >= 1 - 1e-9) {
      since = 0;
      SplittableRandom random = new SplittableRandom(seed + drawn);
      drawn++;
      double first = slope(centre, direction, random.split());
      double difference = first - slope(centre, direction, random.split());
      variance += (0.5 * difference * difference - variance) / Math.min(drawn, MEMORY);
    }
    return scale * scale * variance * elapsed;
  }

  private double slope(Tensor centre, Tensor direction, SplittableRandom random) {
    TensorBackend backend = loss.backend();
    choose(random);
    loss.choose(chosen, random);
    loss.lossAndGradient(centre, gradient);
    return backend.dot(direction, gradient);
  }

  /** Floyd's draw without replacement. */
  private void choose(SplittableRandom random) {
    int examples = loss.examples();
    for (int i = 0; i < chosen.length; i++) {
      int last = examples - chosen.length + i;
      int pick = random.nextInt(last + 1);
      for (int j = 0; j < i; j++) {
        if (chosen[j] == pick) {
          pick = last;
          break;
        }
      }
      chosen[i] = pick;
    }
  }

  @Override
  public void visit(Fields fields) {
    variance = fields.number("variance", variance);
    since = fields.number("since", since);
    drawn = fields.count("drawn", drawn);
  }
}
