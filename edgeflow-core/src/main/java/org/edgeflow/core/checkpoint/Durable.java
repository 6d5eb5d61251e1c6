package org.edgeflow.core.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that a power cut leaves as they were, or has as they were to become. */
public final class Durable {
  private static final String ASIDE = ".partial";

  private Durable() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes it.
     *
     * @param out not to be closed
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces a file: written aside, synced to the disk, moved into place. Whoever reads the file
   * sees the old one or the whole new one; if this throws, the old one is still there.
   */
  public static void replace(Path file, Content content) throws IOException {
    Path aside = aside(file);
    try {
      try (FileChannel channel =
              FileChannel.open(
                  aside,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        content.writeTo(out);
        channel.force(true);
      }
      try {
        Files.move(
            aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(aside);
    }
    syncFolder(file.toAbsolutePath().getParent());
  }

  /** Removes a file, and what a killed process may have left aside of it. */
  public static void remove(Path file) throws IOException {
    Files.deleteIfExists(aside(file));
    Files.deleteIfExists(file);
  }

  /** Makes sure that the names in a folder are on the disk, where the system lets one ask. */
  public static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems open no folders; their names are safe in other ways, or cannot be made so.
    }
  }

  private static Path aside(Path file) {
    return file.resolveSibling(file.getFileName() + ASIDE);
  }
}
