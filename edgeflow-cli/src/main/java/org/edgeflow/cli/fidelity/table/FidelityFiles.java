package org.edgeflow.cli.fidelity.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.fidelity.standing.Finding;
import org.edgeflow.cli.fidelity.standing.Measure;
import org.edgeflow.cli.fidelity.standing.Standing;
import org.edgeflow.cli.fidelity.standing.Verdict;
import org.edgeflow.cli.fidelity.suite.Problem;
import org.edgeflow.cli.fidelity.suite.Suite;
import org.edgeflow.cli.result.Spread;

/**
 * The comparison for programs: {@code fidelity.csv}, a row for every problem, seed and model, and
 * {@code fidelity.json}, the medians and ranges over seeds.
 */
public final class FidelityFiles {
  private FidelityFiles() {}

  public static void write(Suite suite, List<Finding> findings, List<Standing> standings, Path root)
      throws IOException {
    JsonFile.write(root.resolve("fidelity.csv"), csv(findings));
    JsonFile.write(root.resolve("fidelity.json"), json(suite, standings));
  }

  private static String csv(List<Finding> findings) {
    StringBuilder text = new StringBuilder("problem,seed,model,type,outcome");
    for (Measure measure : Measure.values()) {
      text.append(',').append(measure.key());
    }
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
      for (Measure measure : Measure.values()) {
        text.append(',').append(number(measure.of(finding)));
      }
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
    entry.put("below_spread", standing.isBelowSpread());
    entry.put("remark", standing.findings().get(0).result().remark().orElse(null));
    for (Measure measure : Measure.values()) {
      entry.put(measure.key(), json(measure.over(standing)));
    }
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
