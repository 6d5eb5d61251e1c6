package org.edgeflow.cli.fidelity.standing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.finding.Figure;

/**
 * One model on one problem, over all seeds.
 *
 * @param findings one a seed, of the same problem and model
 */
public record Standing(String problem, String model, List<Finding> findings) {

  /** The standings of findings, in the order in which problems and models first appear. */
  public static List<Standing> of(List<Finding> findings) {
    List<Standing> standings = new ArrayList<>();
    for (Finding finding : findings) {
      Optional<Standing> found =
          standings.stream()
              .filter(
                  standing ->
                      standing.problem.equals(finding.problem())
                          && standing.model.equals(finding.model()))
              .findFirst();
      Standing standing =
          found.orElseGet(
              () -> new Standing(finding.problem(), finding.model(), new ArrayList<>()));
      if (found.isEmpty()) {
        standings.add(standing);
      }
      standing.findings.add(finding);
    }
    return standings;
  }

  /** A figure over the seeds. */
  Spread spread(ToDoubleFunction<Finding> figure) {
    return Spread.of(findings.stream().mapToDouble(figure));
  }

  /** The centre error after GD's onset over the seeds; of none unless every seed completed. */
  public Spread errorAfter() {
    return completed()
        ? Measure.ERROR_AFTER.over(this)
        : new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
  }

  /** GD's own spread over the seeds; of none where it was not recorded. */
  Spread limit() {
    return spread(finding -> finding.run().reference().get(Figure.SPREAD_AFTER));
  }

  /** Whether this is a model whose error is below GD's own spread: it ties with all such. */
  public boolean isBelowSpread() {
    return isModel() && errorAfter().median() < limit().median();
  }

  /** The error by which it is ranked: no less than GD's own spread; NaN where it has none. */
  public double rankedError() {
    return isBelowSpread() ? limit().median() : errorAfter().median();
  }

  /** Whether this is a model, and neither GD nor a yardstick. */
  boolean isModel() {
    return !reference() && !type().equals(Yardstick.TYPE);
  }

  /** What everybody who reads its results must know about it. */
  Optional<String> note() {
    return findings.get(0).result().note();
  }

  /** Whether this is GD. */
  public boolean reference() {
    return findings.get(0).reference();
  }

  /** The flow's name in the registry. */
  public String type() {
    return findings.get(0).result().type();
  }

  /** Whether every seed got to the end. */
  boolean completed() {
    return findings.stream().allMatch(finding -> finding.result().completed());
  }

  /** {@code completed}, or how many seeds ended otherwise. */
  public String outcome() {
    List<Finding> others =
        findings.stream().filter(finding -> !finding.result().completed()).toList();
    if (others.isEmpty()) {
      return "completed";
    }
    String kinds =
        String.join(
            " or ",
            others.stream()
                .map(finding -> finding.result().outcome())
                .distinct()
                .sorted()
                .toList());
    return findings.size() == 1
        ? kinds + " at step " + Spread.figure(others.get(0).result().get(Figure.STEPS), 3)
        : others.size() + " of " + findings.size() + " " + kinds;
  }
}
