package org.edgeflow.backends.host.blas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The file into which netlib unpacks its binding, anew for each process. The JVM removes it at its
 * exit, which a killed process never reaches. Where a loaded library needs its name no more, as on
 * Linux, the name is removed at once; elsewhere the JVM's exit must do.
 */
final class UnpackedBinding {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final Pattern NAME = Pattern.compile("libnetlib\\w*jni\\d*\\.so");

  private UnpackedBinding() {}

  /** Removes the name of what this process has loaded. */
  static void unlink() {
    if (!Files.isReadable(MAPS)) {
      return;
    }
    try {
      for (Path file : loaded(Files.readAllLines(MAPS), TemporaryFolder.path())) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException e) {
      // Then it stays until the JVM's exit; nothing depends on it.
    }
  }

  /**
   * The bindings among the files that a process has mapped.
   *
   * @param maps lines of {@code /proc/self/maps}
   * @param folder the only one from which anything is removed
   */
  static Set<Path> loaded(List<String> maps, Path folder) {
    Set<Path> files = new TreeSet<>();
    for (String line : maps) {
      int at = line.indexOf('/');
      if (at >= 0) {
        Path file = Path.of(line.substring(at));
        if (folder.equals(file.getParent())
            && NAME.matcher(file.getFileName().toString()).matches()) {
          files.add(file);
        }
      }
    }
    return files;
  }
}
