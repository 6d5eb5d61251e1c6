package org.edgeflow.core.experiment.reference;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.objective.SampledLoss;

/**
 * Which examples each step of the reference sees: batches without replacement, shuffled anew for
 * each pass over the data. Step and seed alone decide, so that nothing has to be remembered.
 */
public final class Sampler {
  /** Odd, and no multiple of the generator's own increment: streams do not run into each other. */
  private static final long STREAM = 0xD1342543DE82EF95L;

  private final SampledLoss loss;
  private final long seed;
  private final int[] order;
  private final int[] chosen;
  private final long batches;
  private long shuffled = -1;

  public Sampler(SampledLoss loss, long seed) {
    this.loss = loss;
    this.seed = seed;
    this.order = new int[loss.examples()];
    this.chosen = new int[loss.batchSize()];
    this.batches = order.length / chosen.length;
  }

  /** What step k of the optimizer minimizes, k = 0, 1, …; valid until the next call. */
  Loss at(long step) {
    if (chosen.length == order.length) {
      Arrays.setAll(chosen, i -> i);
    } else {
      shuffle(step / batches);
      System.arraycopy(order, (int) (step % batches) * chosen.length, chosen, 0, chosen.length);
    }
    loss.choose(chosen, new SplittableRandom(seed ^ STREAM * (2 * step + 1)));
    return loss;
  }

  private void shuffle(long pass) {
    if (pass == shuffled) {
      return;
    }
    shuffled = pass;
    SplittableRandom random = new SplittableRandom(seed ^ STREAM * (2 * pass + 2));
    Arrays.setAll(order, i -> i);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
  }
}
