package org.edgeflow.core.record;

import java.io.IOException;
import java.nio.file.Path;

/** Makes something to look at of a finished run directory. */
public interface Reporter {

  /**
   * Reads {@code summary.json}, {@code config.yaml} and {@code trajectories/} of a run directory
   * and adds files to it.
   *
   * @throws IOException if the directory cannot be read or written
   */
  void report(Path runDirectory) throws IOException;
}
