package org.edgeflow.core.settings;

import java.nio.file.Path;

/**
 * Where a piece of config was written.
 *
 * @param source the file, or the command-line option
 * @param line from 1; 0 where there are no lines
 * @param directory what relative paths are relative to
 */
public record Origin(String source, int line, Path directory) {

  /** The place as people read it: {@code run.yaml:12}. */
  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
