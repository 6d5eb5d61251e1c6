package org.edgeflow.cli.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * On how many threads each run of a comparison computes, kept in {@code threads} beside the runs:
 * sums over examples, and so the last digits, depend on it, and runs of one table are to have the
 * same.
 */
record ThreadsOfRuns(Path root) {
  private static final String LINE = "each run computes on threads: ";

  private Path file() {
    return root.resolve("threads");
  }

  /** Whether a comparison was begun here. */
  boolean known() {
    return Files.exists(file());
  }

  /**
   * The number that the runs have, kept from now on.
   *
   * @param given what the person asks for
   * @throws ConfigException if that is another than the runs that are here have
   */
  int settle(OptionalInt given) {
    Path file = file();
    try {
      if (known()) {
        int kept = read(file);
        if (given.isPresent() && given.getAsInt() != kept) {
          throw new ConfigException(
              "the runs in "
                  + root
                  + " compute on "
                  + kept
                  + (kept == 1 ? " thread" : " threads")
                  + " each, not on "
                  + given.getAsInt()
                  + ", and the last digits of results depend on it. Leave --threads out, or choose"
                  + " another --out.");
        }
        return kept;
      }
      int number = given.orElse(1);
      JsonFile.write(file, LINE + number + "\n");
      return number;
    } catch (IOException e) {
      throw new RunLayout(root).cannotWrite(e);
    }
  }

  private static int read(Path file) throws IOException {
    String text = Files.readString(file).strip();
    if (!text.matches(LINE + "[1-9]\\d{0,3}")) {
      throw new ConfigException(
          file
              + ": '"
              + Excerpt.of(text)
              + "', expected '"
              + LINE
              + "N'. Remove the file, and give"
              + " --threads as the comparison was begun.");
    }
    return Integer.parseInt(text.substring(LINE.length()));
  }
}
