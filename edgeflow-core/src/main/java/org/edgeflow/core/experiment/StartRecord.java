package org.edgeflow.core.experiment;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Where a model began that started late: taken from the reference, and in a snapshot. */
final class StartRecord {
  private StartRecord() {}

  /**
   * Where the reference stands: {@code c = A_N}, {@code δ = w_N − A_N}, so that GD's iterate lies
   * at {@code c + δ}; copied.
   */
  static Start of(Reference reference) {
    TensorBackend backend = reference.centre().backend();
    Tensor oscillation = backend.copyOf(reference.iterate());
    backend.axpy(-1, reference.centre(), oscillation);
    return Start.oscillating(backend.copyOf(reference.centre()), oscillation);
  }

  /** Names the start in a snapshot, if there is one; {@code like} has its shape. */
  static Optional<Start> visit(Fields fields, Optional<Start> begun, Tensor like) {
    if (!fields.flag("begun", begun.isPresent())) {
      return Optional.empty();
    }
    TensorBackend backend = like.backend();
    Start start =
        fields.restoring()
            ? Start.oscillating(backend.copyOf(like), backend.copyOf(like))
            : begun.orElseThrow();
    fields.tensor("start_centre", start.centre());
    fields.tensor("start_oscillation", start.oscillation().orElseThrow());
    return Optional.of(start);
  }
}
