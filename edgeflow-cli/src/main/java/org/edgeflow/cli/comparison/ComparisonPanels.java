package org.edgeflow.cli.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.Points;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.record.Column;

/** The pictures of a comparison: one quantity of one model a panel, a curve a run. */
final class ComparisonPanels {
  private final Comparison comparison;
  private final String name;
  private final boolean reference;
  private final String optimizer;

  private ComparisonPanels(Comparison comparison, String name) {
    this.comparison = comparison;
    this.name = name;
    this.reference = name.equals(comparison.first().reference().name());
    this.optimizer = comparison.first().optimizer();
  }

  /** The panels of the reference or of a model that have anything to show. */
  static List<Panel> of(Comparison comparison, String name) {
    ComparisonPanels panels = new ComparisonPanels(comparison, name);
    return (panels.reference ? panels.ofReference() : panels.ofModel())
        .filter(panel -> !panel.curves().isEmpty())
        .toList();
  }

  /** The stroke of a run, in every panel and table. */
  static Curve.Stroke stroke(int run) {
    return Palette.model(run);
  }

  private Stream<Panel> ofReference() {
    List<Curve> averages = curves(Column.AVERAGE_LOSS);
    boolean averaged = averages.size() == comparison.entries().size();
    List<Curve> losses = averaged ? averages : curves(Column.LOSS);
    return Stream.of(
        panel(
            "loss",
            "Loss",
            optimizer
                + "'s loss"
                + (averaged ? ", averaged over two steps (weights ¼, ½, ¼)." : "."),
            "loss",
            Curve.spanDecades(losses),
            losses,
            List.of()),
        sharpness("at " + optimizer + "'s iterates"),
        panel(
            "oscillation",
            "Oscillation",
            optimizer + "'s oscillation ¼‖wₖ₊₁ − 2wₖ + wₖ₋₁‖.",
            "oscillation",
            true,
            Curve.positive(curves(Column.OSCILLATION)),
            List.of()));
  }

  private Stream<Panel> ofModel() {
    List<Curve> losses = curves(Column.PREDICTED_LOSS);
    return Stream.of(
        panel(
            "loss",
            "Predicted loss",
            "What the model says that " + optimizer + "'s loss is, averaged over two steps.",
            "loss",
            Curve.spanDecades(losses),
            losses,
            List.of()),
        sharpness("at the model's centre"),
        panel(
            "magnitude",
            "Magnitude",
            "The model's prediction of " + optimizer + "'s oscillation.",
            "magnitude",
            true,
            Curve.positive(curves(Column.MAGNITUDE)),
            List.of()),
        panel(
            "center-error",
            "Centre error",
            "Distance of the model's centre c to the two-step centre A of its own run's "
                + optimizer
                + ".",
            Column.CENTER_ERROR.symbol(),
            true,
            Curve.positive(curves(Column.CENTER_ERROR)),
            List.of()),
        panel(
            "relative-center-error",
            "Relative centre error",
            "The centre error divided by the distance that "
                + optimizer
                + "'s centre has moved from the start.",
            Column.RELATIVE_CENTER_ERROR.symbol(),
            true,
            Curve.positive(curves(Column.RELATIVE_CENTER_ERROR)),
            List.of()));
  }

  // Only GD is stable or not by the sharpness itself.
  private Panel sharpness(String where) {
    boolean plain = comparison.first().isGradientDescent();
    return panel(
        "sharpness",
        plain ? "Sharpness" : "Effective sharpness",
        "Largest eigenvalue of "
            + (plain ? "the Hessian " : "P^(−1/2) H P^(−1/2), P being the preconditioner, ")
            + where
            + ". Dashed: the threshold "
            + comparison.first().thresholdFormula()
            + ".",
        (plain ? Column.SHARPNESS : Column.EFFECTIVE_SHARPNESS).symbol(),
        false,
        curves(plain ? Column.SHARPNESS : Column.EFFECTIVE_SHARPNESS),
        thresholds());
  }

  private Panel panel(
      String id,
      String title,
      String caption,
      String ordinate,
      boolean logarithmic,
      List<Curve> curves,
      List<Panel.Mark> levels) {
    return new Panel(
        name + "-" + id, title, caption, ordinate, logarithmic, curves, levels, onsets());
  }

  private List<Curve> curves(Column column) {
    List<Curve> curves = new ArrayList<>();
    for (int i = 0; i < comparison.entries().size(); i++) {
      Comparison.Entry entry = comparison.entries().get(i);
      int index = i;
      entry
          .result(name)
          .map(
              result ->
                  new Curve(
                      entry.label(),
                      "run-" + index,
                      points(entry.run(), result, column),
                      stroke(index),
                      !result.outcome().equals("diverged")))
          .filter(curve -> curve.points().size() > 0)
          .ifPresent(curves::add);
    }
    return curves;
  }

  private Points points(RunDirectory run, ModelResult result, Column column) {
    return (reference ? run.referenceTrajectory() : run.trajectory(result)).against(column);
  }

  // One line where all runs have one threshold, otherwise each run's in its colour.
  private List<Panel.Mark> thresholds() {
    double[] thresholds =
        comparison.entries().stream()
            .mapToDouble(entry -> entry.run().summary().threshold())
            .toArray();
    boolean one =
        IntStream.range(1, thresholds.length).allMatch(i -> thresholds[i] == thresholds[0]);
    return IntStream.range(0, one ? 1 : thresholds.length)
        .filter(i -> Double.isFinite(thresholds[i]))
        .mapToObj(
            i ->
                new Panel.Mark(
                    thresholds[i],
                    String.format(
                        Locale.ROOT,
                        "%s = %.4g",
                        comparison.first().thresholdFormula(),
                        thresholds[i]),
                    one ? Palette.LINE : stroke(i).color()))
        .toList();
  }

  private List<Panel.Mark> onsets() {
    List<Panel.Mark> onsets = new ArrayList<>();
    for (int i = 0; i < comparison.entries().size(); i++) {
      RunSummary summary = comparison.entries().get(i).run().summary();
      if (Double.isFinite(summary.reference().get(Figure.ONSET_STEP))) {
        onsets.add(
            new Panel.Mark(summary.reference().get(Figure.ONSET_STEP), "", stroke(i).color()));
      }
    }
    return onsets;
  }
}
