package org.edgeflow.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configs that run in milliseconds. */
final class Configs {
  static final String VALLEY =
      """
      experiment: valley
      steps: 120
      learning-rate: 0.3
      objective: {type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.3]}
      models:
        - {type: gradient-flow}
        - {type: edge-flow}
      record: {every: 1, sharpness-every: 10, checkpoint-seconds: 0}
      reports: []
      """;

  static final String QUARTIC =
      """
      experiment: quartic
      steps: 200
      learning-rate: 1
      objective: {type: quartic, curvature: 2.2, softening: 1, start: 0.1}
      models:
        - {type: edge-flow}
        - {type: edge-flow, name: edge-flow-chord, curvature: chord}
      reports: []
      """;

  static final String QUADRATIC =
      """
      experiment: quadratic
      steps: 50
      learning-rate: 0.1
      objective: {type: quadratic, eigenvalues: [1, 21], start: [1, 0.1]}
      models: [edge-flow]
      reports: []
      """;

  private Configs() {}

  static String in(Path directory, String text) throws IOException {
    Path file = directory.resolve("run.yaml");
    Files.writeString(file, text);
    return file.toString();
  }
}
