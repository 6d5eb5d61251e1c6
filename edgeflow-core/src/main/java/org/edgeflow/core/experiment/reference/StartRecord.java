package org.edgeflow.core.experiment.reference;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Where a model began that started late: taken from the reference, and in a snapshot. */
public final class StartRecord {
  private StartRecord() {}

  /** Where models start, at the step after which they do; not to be modified. */
  public static Start of(Reference reference) {
    return reference.start();
  }

  /**
   * Names the start in a snapshot, if there is one.
   *
   * @param rule the optimizer's, which decides what there is to remember
   * @param like has the shape of the start's vectors
   */
  public static Optional<Start> visit(
      Fields fields, Optional<Start> begun, UpdateRule rule, Tensor like) {
    if (!fields.flag("begun", begun.isPresent())) {
      return Optional.empty();
    }
    TensorBackend backend = like.backend();
    Start start =
        fields.restoring()
            ? Start.late(backend.copyOf(like), backend.copyOf(like), backend.copyOf(like))
            : begun.orElseThrow();
    fields.tensor("start_centre", start.centre());
    fields.tensor("start_oscillation", start.oscillation().orElseThrow());
    fields.tensor("start_iterate", start.iterate());
    if (rule.isGradientDescent() || !fields.flag("start_remembers", start.memory().isPresent())) {
      return Optional.of(start);
    }
    Memory memory = fields.restoring() ? room(rule, like) : start.memory().orElseThrow();
    memory.average().ifPresent(mean -> fields.tensor("start_average", mean));
    memory.averageOscillation().ifPresent(wave -> fields.tensor("start_wave", wave));
    memory.squares().ifPresent(squares -> fields.tensor("start_moments", squares));
    double square = fields.number("start_moment", memory.square());
    double taken = fields.number("start_taken", memory.taken());
    return Optional.of(
        start.with(
            new Memory(
                memory.average(), memory.averageOscillation(), memory.squares(), square, taken)));
  }

  private static Memory room(UpdateRule rule, Tensor like) {
    Optional<Tensor> none = Optional.empty();
    TensorBackend backend = like.backend();
    return new Memory(
        rule.averages() ? Optional.of(backend.copyOf(like)) : none,
        rule.averages() ? Optional.of(backend.copyOf(like)) : none,
        rule.scaling().kind() == Scaling.Kind.PER_COMPONENT
            ? Optional.of(backend.copyOf(like))
            : none,
        0,
        0);
  }
}
