package org.edgeflow.cli.fidelity.standing;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.finding.Figure;

/**
 * What a true flow has to show on one problem, of the suite's models {@code edge-flow-flow} and, in
 * steps half as long, {@code edge-flow-flow-half-step}.
 *
 * @param flow the flow
 * @param halved the same in half the steps
 * @param rival the best model of another type
 */
public record Trial(
    String problem, Standing flow, Optional<Standing> halved, Optional<Standing> rival) {
  static final String HALVED = "edge-flow-flow-half-step";

  private static final String FLOW = "edge-flow-flow";

  /** Of every problem that has the flow, in order. */
  public static List<Trial> of(List<Standing> standings) {
    return Verdict.of(standings).stream()
        .flatMap(
            verdict ->
                named(standings, verdict.problem(), FLOW)
                    .map(
                        flow ->
                            new Trial(
                                verdict.problem(),
                                flow,
                                named(standings, verdict.problem(), HALVED),
                                verdict.rival()))
                    .stream())
        .toList();
  }

  private static Optional<Standing> named(List<Standing> standings, String problem, String model) {
    return standings.stream()
        .filter(each -> each.problem().equals(problem) && each.model().equals(model))
        .findFirst();
  }

  /** The flow's error. */
  double error() {
    return flow.errorAfter().median();
  }

  /** By how much half the step changes the error, relatively. */
  double change() {
    return halved.map(each -> each.errorAfter().median()).orElse(Double.NaN) / error() - 1;
  }

  /** The error in units of the best rival's, neither below GD's own spread. */
  double overRival() {
    return flow.rankedError() / rival.map(Standing::rankedError).orElse(Double.NaN);
  }

  /** The alternation of GD's own two-step centre, which no model that follows it falls short of. */
  double centreAlternation() {
    return flow.spread(
            finding ->
                finding.run().reference().get(Figure.ALTERNATION_AFTER)
                    / finding.run().reference().get(Figure.OSCILLATION_AFTER))
        .median();
  }

  /** Whether the flow got to the end from every seed: of fewer nothing is judged. */
  boolean completed() {
    return flow.completed();
  }

  /** The error in units of GD's own spread. */
  double overSpread() {
    return error() / flow.limit().median();
  }

  /** Whether neither the flow nor its best rival can be told from GD. */
  boolean tied() {
    return flow.isBelowSpread() && rival.map(Standing::isBelowSpread).orElse(false);
  }
}
