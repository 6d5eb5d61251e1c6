package org.edgeflow.core.experiment;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Where a model began that started late: taken from the reference, and in a snapshot. */
final class StartRecord {
  private StartRecord() {}

  /** Where the reference stands, at the step after which models start; copied. */
  static Start of(Reference reference) {
    TensorBackend backend = reference.centre().backend();
    return Start.late(
        backend.copyOf(reference.centre()),
        reference.startOscillation(),
        backend.copyOf(reference.iterate()));
  }

  /** Names the start in a snapshot, if there is one; {@code like} has its shape. */
  static Optional<Start> visit(Fields fields, Optional<Start> begun, Tensor like) {
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
    return Optional.of(start);
  }
}
