package org.edgeflow.cli.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.cli.console.ProcessOutput;

/** Which EdgeFlow this is: the commit of the clone that the launcher stands in. */
final class GitState {
  private GitState() {}

  /**
   * Commit, and whether the sources differ from it.
   *
   * @return nulls where there is no git, or no clone
   */
  static Map<String, Object> of(Optional<Path> home) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("commit", null);
    state.put("modified", null);
    if (home.isEmpty() || !Files.exists(home.get().resolve(".git"))) {
      return state;
    }
    String at = home.get().toString();
    Optional<String> commit = output("git", "-C", at, "rev-parse", "HEAD");
    if (commit.isPresent()) {
      state.put("commit", commit.get());
      state.put(
          "modified",
          output("git", "-C", at, "status", "--porcelain", "--untracked-files=no")
              .map(changes -> !changes.isEmpty())
              .orElse(null));
    }
    return state;
  }

  private static Optional<String> output(String... command) {
    try {
      return ProcessOutput.of(List.of(command));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
