package org.edgeflow.cli.run;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.experiment.Experiment;

/**
 * {@code provenance.json}: what decided the result beside the config. It is there from the first
 * step on and gets its end when the run has one; a run that went on later says when.
 */
final class ProvenanceFile {
  private static final String START = "start";
  private static final String END = "end";
  private static final String RESUMED = "resumed";

  private final RunLayout layout;
  private final Map<String, Object> content = new LinkedHashMap<>();

  ProvenanceFile(RunLayout layout, Experiment experiment, Console console) {
    this.layout = layout;
    content.putAll(experiment.provenance());
    content.put("processor", Machine.processor());
    content.put("processor_features", Machine.features());
    content.put("git", GitState.of(console.home()));
  }

  /** Writes the beginning of a new run. */
  void begin() throws IOException {
    content.put(START, now());
    content.put(END, null);
    JsonFile.write(layout.provenance(), content);
  }

  /** Writes that a run goes on; its start stays what it was. */
  void resume() throws IOException {
    Map<String, Object> before = JsonFile.readOrEmpty(layout.provenance());
    List<Object> resumed = new ArrayList<>();
    if (before.get(RESUMED) instanceof List<?> earlier) {
      resumed.addAll(earlier);
    }
    resumed.add(now());
    content.put(START, before.get(START));
    content.put(RESUMED, resumed);
    content.put(END, null);
    JsonFile.write(layout.provenance(), content);
  }

  /** Writes the end. */
  void end() throws IOException {
    content.put(END, now());
    JsonFile.write(layout.provenance(), content);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
