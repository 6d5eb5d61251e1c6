package org.edgeflow.backends.host.blas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JVM's temporary folder, from which the binding between Java and a BLAS is loaded. */
final class TemporaryFolder {
  private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

  /** What is wrong where {@link #runsPrograms} is false, and what to do. */
  static final String COMPLAINT =
      "the temporary folder "
          + FOLDER
          + " runs no programs: it is missing, read-only or mounted noexec; name another with"
          + " EDGEFLOW_JAVA_OPTS=-Djava.io.tmpdir=DIR";

  private TemporaryFolder() {}

  /** Where it is. */
  static Path path() {
    return FOLDER;
  }

  /** Whether a file there can be made and executed. */
  static boolean runsPrograms() {
    return runsPrograms(FOLDER);
  }

  static boolean runsPrograms(Path folder) {
    try {
      Path probe = Files.createTempFile(folder, "edgeflow", ".probe");
      try {
        return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
