package org.edgeflow.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.edgeflow.core.experiment.TestRuns.Table;
import org.junit.jupiter.api.Test;

/** A sharpness that was not found to its tolerance says so in its own row. */
class SharpnessTrustTest {

  // 500 eigenvalues in steps of 1/500: to a residual of 1e-14 they take more products than allowed.
  private static Table run(double tolerance) {
    List<Double> eigenvalues = IntStream.rangeClosed(1, 500).mapToObj(i -> i / 500.0).toList();
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "crowd");
    config.put("steps", 4);
    config.put("learning-rate", 0.1);
    config.put("objective", Map.of(
            "type", "quadratic", "eigenvalues", eigenvalues, "start", Collections.nCopies(500, 1.0)));
    config.put("models", List.of("edge-flow"));
    config.put("record", Map.of("sharpness-every", 2, "sharpness-tolerance", tolerance));
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      return table;
    }
  }

  @Test
  void aToleranceThatWasMissedIsMarkedInTheRow() {
    Table table = run(1e-14);
    for (String name : List.of("gradient-descent", "edge-flow")) {
      double[] marks = table.column(name, "sharpness_converged");
      assertThat(marks[0]).isZero();
      assertThat(marks[1]).as("no sharpness was taken").isNaN();
    }
  }

  @Test
  void aToleranceThatWasMetIsMarkedToo() {
    Table table = run(0.05);
    assertThat(table.column("gradient-descent", "sharpness_converged")[2]).isEqualTo(1);
  }
}
