package org.edgeflow.cli.report.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.Points;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.record.Column;

/** The pictures of a run, the same ones on the page and in the files. */
public final class Panels {
  /** Fixed columns that no fixed panel shows, or not of every optimizer. */
  private static final Set<Column> DRAWN_AS_EXTRA = Set.of(Column.SHARPNESS, Column.CURVATURE);

  private static final Set<String> KNOWN =
      Arrays.stream(Column.values())
          .filter(column -> !DRAWN_AS_EXTRA.contains(column))
          .map(Column::key)
          .collect(Collectors.toUnmodifiableSet());

  /** Of a run with more extra columns than this, the first ones are drawn. */
  static final int MOST_EXTRA_PANELS = 12;

  private final RunDirectory run;
  private final RunSummary summary;

  private Panels(RunDirectory run) {
    this.run = run;
    this.summary = run.summary();
  }

  /** The panels of a run that have anything to show. */
  public static List<Panel> of(RunDirectory run) {
    Panels panels = new Panels(run);
    Stream<Panel> fixed =
        Stream.of(
            panels.loss(),
            panels.sharpness(),
            panels.oscillation(),
            panels.error(
                Column.CENTER_ERROR,
                "Distance of each model's centre c to "
                    + run.summary().optimizer()
                    + "'s two-step centre A."),
            panels.error(
                Column.RELATIVE_CENTER_ERROR,
                "The centre error divided by the distance that "
                    + run.summary().optimizer()
                    + "'s centre has moved from the start."));
    Stream<Panel> extra =
        panels.extraColumns().stream().limit(MOST_EXTRA_PANELS).map(panels::extra);
    Set<String> taken = new HashSet<>();
    return Stream.concat(fixed, extra)
        .filter(panel -> panel.curves().stream().anyMatch(curve -> curve.points().size() > 0))
        .map(panel -> taken.add(panel.id()) ? panel : panel.named(panel.id() + "-" + taken.size()))
        .toList();
  }

  /** The same for files: where it is positive, the loss is on both axes. */
  public static List<Panel> pictures(RunDirectory run) {
    return of(run).stream()
        .flatMap(
            panel -> {
              if (!panel.id().equals("loss")) {
                return Stream.of(panel);
              }
              boolean positive =
                  panel.curves().stream()
                      .map(Curve::points)
                      .allMatch(points -> points.positive().size() == points.size());
              Panel linear = panel.logarithmic(false);
              return positive
                  ? Stream.of(linear, panel.logarithmic(true).named("loss-log"))
                  : Stream.of(linear);
            })
        .toList();
  }

  /** How many extra columns {@link #of} leaves out. */
  public static int leftOut(RunDirectory run) {
    return Math.max(0, new Panels(run).extraColumns().size() - MOST_EXTRA_PANELS);
  }

  private Panel loss() {
    Points average = run.referenceTrajectory().against(Column.AVERAGE_LOSS);
    boolean averaged = average.size() > 0;
    List<Curve> curves = new ArrayList<>();
    curves.add(
        new Curve(
            averaged ? summary.optimizer() + ", each iterate" : summary.optimizer(),
            averaged ? "each-iterate" : "gradient-descent",
            run.referenceTrajectory().against(Column.LOSS),
            averaged
                ? Palette.gradientDescent().color(Palette.GREY).width(1)
                : Palette.gradientDescent(),
            true));
    if (averaged) {
      curves.add(
          new Curve(
              summary.optimizer() + ", two-step average",
              "gradient-descent",
              average,
              Palette.gradientDescent(),
              true));
    }
    curves.addAll(models(Column.PREDICTED_LOSS.key()));
    return new Panel(
        "loss",
        "Loss",
        summary.optimizer()
            + (averaged
                ? "'s loss at each iterate, its average over two steps (weights ¼, ½, ¼)"
                : "'s loss")
            + (summary.models().isEmpty() ? "." : ", and each model's prediction of that average."),
        "loss",
        Curve.spanDecades(curves),
        curves,
        List.of(),
        onset());
  }

  // Only GD is stable or not by the sharpness itself.
  private Panel sharpness() {
    boolean plain = summary.isGradientDescent();
    Column column = plain ? Column.SHARPNESS : Column.EFFECTIVE_SHARPNESS;
    return new Panel(
        "sharpness",
        plain ? "Sharpness" : "Effective sharpness",
        "Largest eigenvalue of "
            + (plain ? "the Hessian" : "P^(−1/2) H P^(−1/2), P being the preconditioner")
            + ", at "
            + summary.optimizer()
            + "'s iterates"
            + (summary.models().isEmpty() ? "" : " and at each model's centre")
            + ". Dashed: the threshold "
            + summary.thresholdFormula()
            + ", above which "
            + summary.optimizer()
            + " on a quadratic is unstable.",
        column.symbol(),
        false,
        withReference(column.key(), models(column.key())),
        threshold(),
        onset());
  }

  private Panel oscillation() {
    List<Panel.Mark> moments = new ArrayList<>(onset());
    for (int i = 0; i < summary.models().size(); i++) {
      ModelResult model = summary.models().get(i);
      if (Double.isFinite(model.get(Figure.ONSET_STEP))) {
        moments.add(new Panel.Mark(model.get(Figure.ONSET_STEP), "", Palette.model(i).color()));
      }
    }
    List<Curve> curves = withReference(Column.OSCILLATION.key(), models(Column.MAGNITUDE.key()));
    return new Panel(
        "oscillation",
        "Oscillation",
        summary.optimizer()
            + "'s oscillation ¼‖wₖ₊₁ − 2wₖ + wₖ₋₁‖"
            + (summary.models().isEmpty()
                ? "."
                : " and the magnitude by which each model predicts it; coloured verticals are the"
                    + " onsets that models predict."),
        "oscillation",
        true,
        Curve.positive(curves),
        List.of(),
        moments);
  }

  private Panel error(Column column, String caption) {
    return new Panel(
        column.key().replace('_', '-'),
        capital(column.label()),
        caption,
        column.symbol(),
        true,
        Curve.positive(models(column.key())),
        List.of(),
        onset());
  }

  private Panel extra(String column) {
    boolean curvature = column.equals(Column.CURVATURE.key());
    return new Panel(
        "column-" + column.replaceAll("[^A-Za-z0-9._-]", "_"),
        curvature ? "Curvature along each model's direction" : title(column),
        curvature
            ? "Curvature uᵀHu along each model's own direction u. Dashed: the threshold "
                + summary.thresholdFormula()
                + "."
            : "Column “" + column + "” of the trajectories.",
        curvature ? "uᵀHu" : column,
        false,
        withReference(column, models(column)).stream().map(Panels::thin).toList(),
        curvature ? threshold() : List.of(),
        onset());
  }

  private static String title(String column) {
    return Arrays.stream(Column.values())
        .filter(known -> known.key().equals(column))
        .map(known -> capital(known.label()))
        .findFirst()
        .orElse("“" + column + "”");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private Set<String> extraColumns() {
    Set<String> columns = new LinkedHashSet<>(run.referenceTrajectory().columns());
    summary.models().forEach(model -> columns.addAll(run.trajectory(model).columns()));
    columns.removeAll(KNOWN);
    if (summary.isGradientDescent()) {
      columns.remove(Column.SHARPNESS.key());
    }
    columns.removeIf(
        column ->
            run.referenceTrajectory().against(column).size() == 0
                && summary.models().stream()
                    .allMatch(model -> run.trajectory(model).against(column).size() == 0));
    return columns;
  }

  private List<Curve> withReference(String column, List<Curve> models) {
    List<Curve> curves = new ArrayList<>();
    curves.add(
        new Curve(
            summary.optimizer(),
            "gradient-descent",
            run.referenceTrajectory().against(column),
            Palette.gradientDescent(),
            true));
    curves.addAll(models);
    return curves.stream().filter(curve -> curve.points().size() > 0).toList();
  }

  private List<Curve> models(String column) {
    return IntStream.range(0, summary.models().size())
        .mapToObj(
            i -> {
              ModelResult model = summary.models().get(i);
              return new Curve(
                  model.name(),
                  "model-" + i,
                  run.trajectory(model).against(column),
                  Palette.model(i),
                  !model.outcome().equals("diverged"));
            })
        .filter(curve -> curve.points().size() > 0)
        .toList();
  }

  /** GD's coordinates alternate: at full width they would hide every model. */
  private static Curve thin(Curve curve) {
    return curve.key().equals("gradient-descent")
        ? new Curve(
            curve.label(), curve.key(), curve.points(), curve.stroke().width(1), curve.framing())
        : curve;
  }

  private List<Panel.Mark> threshold() {
    return Double.isFinite(summary.threshold())
        ? List.of(
            new Panel.Mark(
                summary.threshold(),
                String.format(
                    Locale.ROOT, "%s = %.4g", summary.thresholdFormula(), summary.threshold()),
                Palette.LINE))
        : List.of();
  }

  private List<Panel.Mark> onset() {
    double step = summary.reference().get(Figure.ONSET_STEP);
    return Double.isFinite(step)
        ? List.of(
            new Panel.Mark(
                step, summary.optimizer() + "'s onset, step " + (long) step, Palette.LINE))
        : List.of();
  }
}
