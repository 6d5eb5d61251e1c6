package org.edgeflow.cli.fidelity.standing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.finding.Figure;

/** How many of GD's onsets each model predicts, over all problems and seeds. */
public final class Onsets {
  private static final double NEAR = 0.05;

  private Onsets() {}

  /** A row a model. */
  public static Cells grid(List<Standing> standings) {
    List<String> models =
        standings.stream().filter(Standing::isModel).map(Standing::model).distinct().toList();
    List<List<String>> rows = new ArrayList<>();
    for (String model : models) {
      List<Finding> runs =
          standings.stream()
              .filter(standing -> standing.model().equals(model))
              .flatMap(standing -> standing.findings().stream())
              .filter(finding -> Double.isFinite(onset(finding)))
              .toList();
      if (!runs.isEmpty()) {
        rows.add(
            List.of(
                model,
                count(runs, error -> error <= NEAR) + " of " + runs.size(),
                Long.toString(count(runs, Double::isNaN)),
                Spread.of(runs.stream().mapToDouble(Onsets::error)).text(2)));
      }
    }
    return new Cells(
        "Onsets predicted, over all runs in which GD has one",
        List.of("model", "within 5 % of GD's", "never", "|error| / GD's onset"),
        rows);
  }

  private static long count(List<Finding> runs, DoublePredicate which) {
    return runs.stream().mapToDouble(Onsets::error).filter(which).count();
  }

  private static double onset(Finding finding) {
    return finding.run().reference().get(Figure.ONSET_STEP);
  }

  private static double error(Finding finding) {
    return Math.abs(finding.onsetError()) / onset(finding);
  }
}
