package org.edgeflow.core.experiment;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Snapshot;
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

  static void save(Optional<Start> begun, Snapshot snapshot, String prefix) {
    snapshot.putCounts(prefix + "begun", begun.isPresent() ? 1 : 0);
    begun.ifPresent(
        start -> {
          snapshot.put(prefix + "start_centre", start.centre());
          snapshot.put(prefix + "start_oscillation", start.oscillation().orElseThrow());
          snapshot.put(prefix + "start_iterate", start.iterate());
        });
  }

  /** What was saved; {@code like} has its shape and is not modified. */
  static Optional<Start> restore(Snapshot snapshot, String prefix, Tensor like) {
    if (snapshot.count(prefix + "begun") == 0) {
      return Optional.empty();
    }
    Tensor centre = like.backend().copyOf(like);
    Tensor oscillation = like.backend().copyOf(like);
    snapshot.get(prefix + "start_centre", centre);
    snapshot.get(prefix + "start_oscillation", oscillation);
    Tensor iterate = like.backend().copyOf(like);
    snapshot.get(prefix + "start_iterate", iterate);
    return Optional.of(Start.late(centre, oscillation, iterate));
  }
}
