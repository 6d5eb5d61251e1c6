package org.edgeflow.cli.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edgeflow.core.checkpoint.DamagedFileException;
import org.edgeflow.core.checkpoint.Durable;
import org.edgeflow.core.checkpoint.GrowingFile;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.checkpoint.SnapshotFile;

/**
 * What an interrupted run goes on from: its state, and whatever must be as it was then.
 *
 * @param config the resolved config, as {@code config.yaml} has it
 * @param inputs what the run reads beside it: names, and the SHA-256 of each
 * @param provenances the SHA-256 of each content that {@code provenance.json} may have: what it
 *     had, and while a run goes on what it is about to have, so that no kill falls between the two
 * @param trajectories what each trajectory's file held
 * @param state of the experiment
 */
public record Checkpoint(
    String config,
    Map<String, String> inputs,
    List<String> provenances,
    Map<String, GrowingFile.Mark> trajectories,
    Snapshot state) {
  /** The names of the arrays that are not the experiment's own begin with it. */
  private static final String PREFIX = "run.";

  private static final String CONFIG = PREFIX + "config";
  private static final String INPUTS = PREFIX + "inputs";
  private static final String PROVENANCES = PREFIX + "provenance";
  private static final String TRAJECTORIES = PREFIX + "trajectories";
  private static final Pattern INPUT = Pattern.compile("([0-9a-f]{64}) (.+)");
  private static final Pattern PROVENANCE = Pattern.compile("([0-9a-f]{64})");
  private static final Pattern TRAJECTORY = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64}) (.+)");

  /** The same one, which goes with one more content of {@code provenance.json}. */
  public Checkpoint accepting(String provenance) {
    List<String> more = new ArrayList<>(provenances);
    more.add(provenance);
    return new Checkpoint(config, inputs, more, trajectories, state);
  }

  /**
   * Writes it, durably: whatever happens meanwhile, the file is the last checkpoint or this one.
   *
   * @param file in a folder that may be missing, in a directory that may not
   */
  public void save(Path file) throws IOException {
    Snapshot all = new Snapshot();
    all.putText(CONFIG, config);
    StringBuilder lines = new StringBuilder();
    inputs.forEach((name, sha256) -> lines.append(sha256 + " " + name.replace('\n', ' ') + "\n"));
    all.putText(INPUTS, lines.toString());
    all.putText(PROVENANCES, String.join("\n", provenances) + "\n");
    lines.setLength(0);
    trajectories.forEach(
        (name, mark) -> lines.append(mark.bytes() + " " + mark.sha256() + " " + name + "\n"));
    all.putText(TRAJECTORIES, lines.toString());
    state.arrays().forEach(all::put);
    if (!Files.isDirectory(file.getParent())) {
      // Not its parents: a run directory that is gone is not to come back with nothing else in it.
      Files.createDirectory(file.getParent());
      Durable.syncFolder(file.toAbsolutePath().getParent().getParent());
    }
    SnapshotFile.save(all, file);
  }

  /**
   * Reads one.
   *
   * @throws DamagedFileException naming the file, if it is not as it was written
   * @throws IOException if it cannot be read
   */
  public static Checkpoint load(Path file) throws IOException {
    Snapshot all = SnapshotFile.load(file);
    try {
      Map<String, String> inputs = new LinkedHashMap<>();
      for (Matcher line : lines(all, INPUTS, INPUT)) {
        inputs.put(line.group(2), line.group(1));
      }
      List<String> provenances =
          lines(all, PROVENANCES, PROVENANCE).stream().map(line -> line.group(1)).toList();
      Map<String, GrowingFile.Mark> trajectories = new LinkedHashMap<>();
      for (Matcher line : lines(all, TRAJECTORIES, TRAJECTORY)) {
        trajectories.put(
            line.group(3), new GrowingFile.Mark(Long.parseLong(line.group(1)), line.group(2)));
      }
      return new Checkpoint(
          all.text(CONFIG), inputs, provenances, trajectories, all.without(PREFIX));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file + " is no checkpoint of a run: " + e.getMessage(), e);
    }
  }

  private static List<Matcher> lines(Snapshot all, String name, Pattern form) {
    return all.text(name)
        .lines()
        .map(
            line -> {
              Matcher matcher = form.matcher(line);
              if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + name + "' holds '" + line + "'");
              }
              return matcher;
            })
        .toList();
  }
}
