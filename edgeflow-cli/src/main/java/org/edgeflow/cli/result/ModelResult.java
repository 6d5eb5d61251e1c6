package org.edgeflow.cli.result;

import java.util.Optional;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.finding.ModelSummary;

/**
 * One entry of {@code summary.json}'s list, the reference's or a model's.
 *
 * @param name unique in its run, and the name of its trajectory's file
 * @param type the flow's or the optimizer's name in the registry
 * @param outcome {@code completed}, {@code diverged} or {@code stopped}; of a run that is being
 *     looked at while it goes on, {@code running}
 * @param figures what the run found; NaN for what it did not have
 * @param advice what to do about an outcome that is not {@code completed}
 * @param remark what everybody who reads its results must know about it
 */
public record ModelResult(
    String name,
    String type,
    String outcome,
    Figures figures,
    Optional<String> advice,
    Optional<String> remark) {

  /** The note under every table that it is in; empty for most. */
  public Optional<String> note() {
    return remark.map(text -> ModelSummary.note(name, text));
  }

  /** One of its figures; NaN if the run did not have it. */
  public double get(Figure figure) {
    return figures.get(figure);
  }

  /** Whether it got to the end. */
  public boolean completed() {
    return outcome.equals("completed");
  }

  /** Whether its errors may be ranked: it got so far, and is not the optimizer itself. */
  public boolean competes() {
    return (completed() || outcome.equals("running")) && remark.isEmpty();
  }
}
