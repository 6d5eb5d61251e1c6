package org.edgeflow.cli.fidelity.standing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Edge Flow against the best of its rivals on one problem, by the median centre error after GD's
 * onset. Errors below GD's own spread count as the spread: nothing is ranked below it. A model with
 * a remark, which is GD in other coordinates, is neither variant nor rival.
 *
 * @param problem the problem's name
 * @param edgeFlow Edge Flow as published, the model called {@code edge-flow}
 * @param variant the best of all Edge Flow's variants
 * @param rival the best model of another type
 */
public record Verdict(
    String problem,
    Optional<Standing> edgeFlow,
    Optional<Standing> variant,
    Optional<Standing> rival) {
  private static final String EDGE_FLOW = "edge-flow";

  /** Of every problem, in order. */
  public static List<Verdict> of(List<Standing> standings) {
    return standings.stream()
        .map(Standing::problem)
        .distinct()
        .map(
            problem ->
                new Verdict(
                    problem,
                    best(standings, problem, each -> each.model().equals(EDGE_FLOW)),
                    best(
                        standings,
                        problem,
                        each ->
                            each.type().equals(EDGE_FLOW) && !each.model().equals(Trial.HALVED)),
                    best(standings, problem, each -> !each.type().equals(EDGE_FLOW))))
        .toList();
  }

  private static Optional<Standing> best(
      List<Standing> standings, String problem, Predicate<Standing> among) {
    return candidates(standings, problem, among)
        .min(Comparator.comparingDouble(Standing::rankedError));
  }

  private static Stream<Standing> candidates(
      List<Standing> standings, String problem, Predicate<Standing> among) {
    return standings.stream()
        .filter(standing -> standing.problem().equals(problem) && standing.isModel())
        .filter(standing -> standing.note().isEmpty())
        .filter(among)
        .filter(standing -> Double.isFinite(standing.errorAfter().median()));
  }

  /** Edge Flow's error in units of the best rival's; NaN where either has none. */
  public double ratio() {
    return ratio(edgeFlow);
  }

  /** The best variant's error in units of the best rival's; NaN where either has none. */
  public double variantRatio() {
    return ratio(variant);
  }

  private double ratio(Optional<Standing> ours) {
    return ours.isPresent() && rival.isPresent()
        ? ours.get().rankedError() / rival.get().rankedError()
        : Double.NaN;
  }
}
