package org.edgeflow.cli.grid.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.edgeflow.cli.directory.RunLayout;

/** What a run leaves that was killed before its first checkpoint: nothing to go on from. */
final class TornRun {
  /** What runs write; anything else in the directory is somebody's. */
  private static final Set<String> OWN =
      Set.of(
          "config.yaml",
          "config.yaml.partial",
          "provenance.json",
          "provenance.json.partial",
          "checksums.sha256",
          "checksums.sha256.partial",
          "summary.json.partial",
          "trajectories",
          "checkpoint",
          "arrays");

  private TornRun() {}

  /** Removes it. The caller has the run's lock. */
  static void discard(RunLayout layout) throws IOException {
    List<Path> entries;
    try (Stream<Path> found = Files.list(layout.root())) {
      entries = found.filter(each -> OWN.contains(each.getFileName().toString())).toList();
    }
    for (Path entry : entries) {
      List<Path> files;
      try (Stream<Path> found = Files.walk(entry)) {
        files = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
