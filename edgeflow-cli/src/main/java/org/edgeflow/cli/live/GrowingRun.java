package org.edgeflow.cli.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.cli.result.Trajectory;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.record.Curves;
import org.edgeflow.core.record.Recorder;

/** A run as far as it has come, in memory: its thread writes, and whoever asks reads a copy. */
final class GrowingRun {
  private static final int MOST_ROWS = 4000;

  private final ExperimentPlan plan;
  private final RunLayout layout;
  private final Supplier<Summary> findings;
  private final Map<String, String> provenance = new LinkedHashMap<>();
  private final Curves curves = new Curves(MOST_ROWS);
  private Summary summary;

  /** Of an experiment that is about to go on. */
  GrowingRun(ExperimentPlan plan, RunLayout layout, Experiment experiment) {
    this.plan = plan;
    this.layout = layout;
    this.findings = experiment::summary;
    this.summary = findings.get();
    flatten("", experiment.provenance());
  }

  private void flatten(String prefix, Map<?, ?> values) {
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + key + ".", inner);
          } else if (value != null) {
            provenance.put(prefix + key, value.toString());
          }
        });
  }

  /** Takes the rows. */
  Recorder recorder() {
    return curves;
  }

  /** Called by the run's own thread between two steps: takes what has been found so far. */
  void look() {
    Summary now = findings.get();
    synchronized (this) {
      summary = now;
    }
  }

  /** What a finished run that ended here would be. */
  synchronized RunDirectory soFar() {
    Map<String, Trajectory> trajectories = new LinkedHashMap<>();
    for (ModelSummary model : summary.models()) {
      trajectories.put(model.name(), new Trajectory(curves.columns(model.name())));
    }
    List<ModelResult> results =
        new ArrayList<>(summary.models().stream().map(GrowingRun::result).toList());
    ModelResult reference = results.remove(0);
    ExperimentSettings settings = plan.settings();
    RunSummary found =
        new RunSummary(
            settings.experiment(),
            settings.steps(),
            settings.startAfter(),
            Double.NaN,
            settings.learningRate(),
            plan.rule().threshold(),
            OptionalLong.of(settings.seed()),
            Optional.of(settings.dtype().name().toLowerCase(Locale.ROOT)),
            Optional.of(plan.backend().type()),
            Optional.of(plan.objective().type()),
            plan.dataset().map(part -> part.type()),
            reference,
            results);
    return new RunDirectory(
        layout.root(),
        found,
        trajectories.remove(reference.name()),
        trajectories,
        YamlWriter.write(plan.resolved()),
        provenance);
  }

  private static ModelResult result(ModelSummary model) {
    return new ModelResult(
        model.name(),
        model.type(),
        model.outcome().kind().label(),
        model.figures(),
        Optional.of(model.outcome().advice()).filter(text -> !text.isEmpty()),
        Optional.of(model.remark()).filter(text -> !text.isEmpty()));
  }
}
