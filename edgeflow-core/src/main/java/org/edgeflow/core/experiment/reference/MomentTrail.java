package org.edgeflow.core.experiment.reference;

import java.util.Arrays;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.optimizer.Moments;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * An optimizer's last memories, out of which that of a model is made which starts late: averaged
 * over two steps with the weights ¼, ½, ¼ of the two-step centre; the average's own oscillation as
 * {@link OscillationFilter} sees it.
 */
final class MomentTrail implements Snapshot.Part {
  private static final double[] WEIGHTS = {0.25, 0.5, 0.25};

  private final TensorBackend backend;
  private final Optional<OscillationFilter> waves;
  private final Optional<Tensor[]> averages;
  private final Optional<Tensor[]> squares;
  private final double[] square = new double[WEIGHTS.length];
  private long taken;

  /**
   * Of an optimizer.
   *
   * @param first how many memories it will have seen at least when it is asked; at least 3
   * @param like what the optimizer remembers; of its shapes; not modified
   */
  MomentTrail(long first, Moments like, TensorBackend backend) {
    this.backend = backend;
    this.waves = like.average().map(m -> new OscillationFilter(first, m));
    this.averages = like.average().map(this::copies);
    this.squares = like.squares().map(this::copies);
  }

  private Tensor[] copies(Tensor like) {
    Tensor[] copies = new Tensor[WEIGHTS.length];
    Arrays.setAll(copies, i -> backend.copyOf(like));
    return copies;
  }

  /** Takes what the optimizer remembers at the next iterate; not modified. */
  void add(Moments moments) {
    waves.ifPresent(filter -> filter.add(moments.average().orElseThrow()));
    averages.ifPresent(kept -> push(moments.average().orElseThrow(), kept));
    squares.ifPresent(kept -> push(moments.squares().orElseThrow(), kept));
    System.arraycopy(square, 0, square, 1, square.length - 1);
    square[0] = moments.square();
    taken = moments.taken();
  }

  private void push(Tensor newest, Tensor[] kept) {
    Tensor oldest = kept[kept.length - 1];
    System.arraycopy(kept, 0, kept, 1, kept.length - 1);
    kept[0] = oldest;
    backend.copy(newest, oldest);
  }

  /** The memory at the iterate before the newest. */
  Memory memory() {
    double meanSquare = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      meanSquare += WEIGHTS[i] * square[i];
    }
    return new Memory(
        averages.map(this::mean),
        waves.map(filter -> against(filter.oscillation(), averages.orElseThrow()[0])),
        squares.map(this::mean),
        meanSquare,
        taken - 1.0);
  }

  // The average ends with the gradient of the iterate before: it alternates against the iterate.
  private Tensor against(Optional<Tensor> oscillation, Tensor like) {
    Tensor wave = backend.zeros(like.size());
    oscillation.ifPresent(seen -> backend.axpy(-1, seen, wave));
    return wave;
  }

  private Tensor mean(Tensor[] kept) {
    Tensor mean = backend.zeros(kept[0].size());
    for (int i = 0; i < WEIGHTS.length; i++) {
      backend.axpy(WEIGHTS[i], kept[i], mean);
    }
    return mean;
  }

  @Override
  public void visit(Fields fields) {
    waves.ifPresent(filter -> fields.part("waves", filter));
    averages.ifPresent(kept -> visit(fields, "average", kept));
    squares.ifPresent(kept -> visit(fields, "squares", kept));
    fields.elements("square", square);
    taken = fields.count("taken", taken);
  }

  private static void visit(Fields fields, String name, Tensor[] kept) {
    for (int i = 0; i < kept.length; i++) {
      fields.tensor(name + i, kept[i]);
    }
  }
}
