package org.edgeflow.cli.fidelity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.edgeflow.cli.run.JsonFile;

/**
 * The comparison for programs: {@code fidelity.csv}, a row for every problem, seed and model, and
 * {@code fidelity.json}, the medians and ranges over seeds.
 */
final class FidelityFiles {
  private static final Map<String, ToDoubleFunction<Finding>> FIGURES = figures();

  private FidelityFiles() {}

  private static Map<String, ToDoubleFunction<Finding>> figures() {
    Map<String, ToDoubleFunction<Finding>> figures = new LinkedHashMap<>();
    figures.put("steps", finding -> finding.result().steps());
    figures.put("mean_center_error_before_onset", finding -> finding.result().centerErrorBefore());
    figures.put("mean_center_error_after_onset", finding -> finding.result().centerErrorAfter());
    figures.put(
        "mean_relative_center_error_after_onset",
        finding -> finding.result().relativeCenterErrorAfter());
    figures.put(
        "mean_relative_loss_error_after_onset", finding -> finding.result().lossErrorAfter());
    figures.put("onset_step", finding -> finding.result().onsetStep());
    figures.put("onset_error", Finding::onsetError);
    figures.put("peak_sharpness_over_threshold", Finding::peak);
    figures.put("gradients_per_step", Finding::gradientsPerStep);
    figures.put("hvps_per_step", Finding::hvpsPerStep);
    figures.put("seconds", finding -> finding.result().seconds());
    return figures;
  }

  static void write(Suite suite, List<Finding> findings, List<Standing> standings, Path root)
      throws IOException {
    JsonFile.write(root.resolve("fidelity.csv"), csv(findings));
    JsonFile.write(root.resolve("fidelity.json"), json(suite, standings));
  }

  private static String csv(List<Finding> findings) {
    StringBuilder text = new StringBuilder("problem,seed,model,type,outcome");
    FIGURES.keySet().forEach(name -> text.append(',').append(name));
    text.append('\n');
    for (Finding finding : findings) {
      text.append(
          String.join(
              ",",
              finding.problem(),
              Long.toString(finding.seed()),
              finding.model(),
              finding.result().type(),
              finding.result().outcome()));
      FIGURES
          .values()
          .forEach(figure -> text.append(',').append(number(figure.applyAsDouble(finding))));
      text.append('\n');
    }
    return text.toString();
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static Map<String, Object> json(Suite suite, List<Standing> standings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("suite", suite.name());
    all.put("title", suite.title());
    List<Object> problems = new ArrayList<>();
    List<Verdict> verdicts = Verdict.of(standings);
    for (Problem problem : suite.problems()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("problem", problem.name());
      entry.put("title", problem.title());
      entry.put("seeds", problem.seeds());
      verdicts.stream()
          .filter(verdict -> verdict.problem().equals(problem.name()))
          .forEach(
              verdict -> {
                entry.put("best_rival", verdict.rival().map(Standing::model).orElse(null));
                entry.put("edge_flow_over_best_rival", JsonFile.finite(verdict.ratio()));
                entry.put(
                    "best_edge_flow_over_best_rival", JsonFile.finite(verdict.variantRatio()));
              });
      entry.put(
          "models",
          standings.stream()
              .filter(standing -> standing.problem().equals(problem.name()))
              .map(FidelityFiles::json)
              .toList());
      problems.add(entry);
    }
    all.put("problems", problems);
    return all;
  }

  private static Map<String, Object> json(Standing standing) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", standing.model());
    entry.put("type", standing.type());
    entry.put("outcome", standing.outcome());
    FIGURES.forEach((name, figure) -> entry.put(name, json(standing.spread(figure))));
    return entry;
  }

  private static Map<String, Object> json(Spread spread) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("median", JsonFile.finite(spread.median()));
    entry.put("low", JsonFile.finite(spread.low()));
    entry.put("high", JsonFile.finite(spread.high()));
    return entry;
  }
}
