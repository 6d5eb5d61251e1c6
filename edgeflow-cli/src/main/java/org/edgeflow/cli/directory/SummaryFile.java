package org.edgeflow.cli.directory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.record.Format;

/** The content of {@code summary.json}. */
public final class SummaryFile {
  private SummaryFile() {}

  /**
   * What a run found, and of what.
   *
   * @param seconds of the process that brought the run to its end, from taking it until now: its
   *     parts opened, probes and checkpoints included
   */
  public static Map<String, Object> content(Summary summary, ExperimentPlan plan, double seconds) {
    ExperimentSettings settings = plan.settings();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("experiment", summary.experiment());
    all.put("steps", summary.steps());
    all.put("start_after", settings.startAfter());
    all.put("run_seconds", seconds);
    all.put("learning_rate", settings.learningRate());
    all.put("optimizer", plan.optimizer().type());
    all.put("threshold", plan.rule().threshold());
    all.put("seed", settings.seed());
    all.put("dtype", settings.dtype().name().toLowerCase(Locale.ROOT));
    all.put("backend", plan.backend().type());
    all.put("objective", plan.objective().type());
    all.put("dataset", plan.dataset().map(part -> part.type()).orElse(null));
    all.put("models", summary.models().stream().map(SummaryFile::content).toList());
    return all;
  }

  private static Map<String, Object> content(ModelSummary model) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", model.name());
    all.put("type", model.type());
    all.put("outcome", model.outcome().kind().label());
    for (Figure figure : Figure.values()) {
      all.put(figure.key(), number(figure, model.get(figure)));
    }
    all.put("advice", textOrNull(model.outcome().advice()));
    all.put("remark", textOrNull(model.remark()));
    return all;
  }

  private static String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Number number(Figure figure, double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    return figure.format() == Format.COUNT ? (Number) (long) value : (Number) value;
  }

  /** The models that did not get to the end, with what each says of it. */
  public static List<String> advice(Summary summary) {
    return summary.models().stream()
        .filter(model -> !model.outcome().advice().isEmpty())
        .map(
            model ->
                model.name()
                    + " "
                    + model.outcome().kind().label()
                    + " at step "
                    + model.outcome().step()
                    + ": "
                    + model.outcome().advice()
                    + (model.outcome().advice().endsWith(".") ? "" : "."))
        .toList();
  }
}
