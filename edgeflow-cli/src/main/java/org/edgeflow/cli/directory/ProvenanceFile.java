package org.edgeflow.cli.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.cli.checkpoint.Checkpoint;
import org.edgeflow.cli.console.Console;
import org.edgeflow.core.checkpoint.DamagedFileException;
import org.edgeflow.core.checkpoint.Sha256;
import org.edgeflow.core.experiment.Experiment;

/**
 * {@code provenance.json}: what decided the result beside the config. It is there from the first
 * step on and gets its end when the run has one; a run that went on later says when.
 */
public final class ProvenanceFile {
  private static final String START = "start";
  private static final String END = "end";
  private static final String RESUMED = "resumed";

  private final RunLayout layout;
  private final Map<String, Object> content = new LinkedHashMap<>();

  public ProvenanceFile(RunLayout layout, Experiment experiment, Console console) {
    this.layout = layout;
    content.putAll(experiment.provenance());
    content.put("processor", Machine.processor());
    content.put("processor_features", Machine.features());
    content.put("git", GitState.of(console.home()));
  }

  /** Writes the beginning of a new run. */
  public void begin() throws IOException {
    content.put(START, now());
    content.put(END, null);
    write();
  }

  /**
   * Takes from the file what it alone knows of the run's past, and makes up what it will hold when
   * the run goes on; writes nothing.
   *
   * @param accepted the SHA-256 of each content that it may have
   * @throws DamagedFileException if it is missing or has another
   */
  public void recall(List<String> accepted) throws IOException {
    Path file = layout.provenance();
    if (!Files.isRegularFile(file)) {
      throw new DamagedFileException(file + " is missing");
    }
    String found = Sha256.of(file);
    if (!accepted.contains(found)) {
      throw new DamagedFileException(
          file
              + " was changed: its SHA-256 is "
              + found
              + ", at the checkpoint it was "
              + accepted.get(0));
    }
    Map<String, Object> before = JsonFile.read(file);
    List<Object> resumed = new ArrayList<>();
    if (before.get(RESUMED) instanceof List<?> earlier) {
      resumed.addAll(earlier);
    }
    resumed.add(now());
    content.put(START, before.get(START));
    content.put(RESUMED, resumed);
    content.put(END, null);
  }

  /** Writes that the run goes on, as {@link #recall} made it up. */
  public void resume() throws IOException {
    write();
  }

  /**
   * Writes the end. A process that is killed between this and the summary leaves a run to go on
   * with, and so the checkpoint, if there is one, goes with this content from now on, too.
   */
  public void end() throws IOException {
    content.put(END, now());
    if (Files.exists(layout.checkpoint())) {
      try {
        Checkpoint.load(layout.checkpoint()).accepting(sha256()).save(layout.checkpoint());
      } catch (DamagedFileException e) {
        // Then nobody could go on from it, and the run needs it no more.
      }
    }
    write();
  }

  /** The SHA-256 of the file as it is, or as {@link #resume} is going to write it. */
  public String sha256() throws IOException {
    return Sha256.of(JsonFile.text(content));
  }

  private void write() throws IOException {
    JsonFile.write(layout.provenance(), JsonFile.text(content));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
