package org.edgeflow.core.experiment;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.finding.RunningMean;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The mean of {@code ¼‖c_{k+1} − 2c_k + c_{k−1}‖} along the path of a centre. It is what of the
 * path alternates and a quarter of how it bends: a leap bends GD's own two-step centre, too.
 */
final class CentreAlternation implements Snapshot.Part {
  private final RunningMean mean = new RunningMean("mean_alternation");
  private final Tensor last;
  private final Tensor lastButOne;
  private final Tensor swing;
  private long seen;

  /**
   * Of a path that has not begun.
   *
   * @param like has the shape of the centres; not modified
   */
  CentreAlternation(Tensor like) {
    last = like.backend().copyOf(like);
    lastButOne = like.backend().copyOf(like);
    swing = like.backend().copyOf(like);
  }

  /** Takes the next centre; not modified. */
  void observe(Tensor centre) {
    TensorBackend backend = centre.backend();
    if (seen >= 2) {
      // As for the reference: neighbouring centres differ by little, so differences come first.
      backend.combine(1, last, -1, lastButOne, swing);
      backend.axpy(-1, centre, swing);
      backend.axpy(1, last, swing);
      mean.add(0.25 * backend.norm(swing));
    }
    backend.copy(last, lastButOne);
    backend.copy(centre, last);
    seen++;
  }

  /** The path begins anew. */
  void clear() {
    mean.clear();
    seen = 0;
  }

  /** The mean; NaN of fewer than three centres. */
  double value() {
    return mean.value();
  }

  @Override
  public void visit(Fields fields) {
    mean.visit(fields);
    seen = fields.count("centres_seen", seen);
    fields.tensor("last_centre", last);
    fields.tensor("last_centre_but_one", lastButOne);
  }
}
