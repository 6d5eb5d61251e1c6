package org.edgeflow.models.data.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edgeflow.core.settings.ConfigException;

/**
 * A directory that a config names.
 *
 * @param dataset the dataset's name, for messages
 * @param path where it should be
 * @param content what it should hold ("IDX files"), for messages
 */
public record DataDirectory(String dataset, Path path, String content) {
  private static final int LISTED = 20;

  /**
   * The files of one split.
   *
   * @param wanted for each file the names that it may have; the first that exists is taken
   * @return one path for each file wanted
   * @throws ConfigException if there is no such directory, or it lacks a file
   */
  public List<Path> find(Split split, List<List<String>> wanted) {
    requireDirectory();
    List<Path> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (List<String> names : wanted) {
      find(names).ifPresentOrElse(found::add, () -> missing.add(String.join(", ", names)));
    }
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "dataset '"
              + dataset
              + "': the directory "
              + path
              + " lacks files of the "
              + split.label()
              + "; looked for "
              + String.join("; and for ", missing)
              + ". It holds: "
              + contents()
              + ". Set 'directory' to where the "
              + content
              + " are.");
    }
    return found;
  }

  /** The first file that exists, of several names. */
  public Optional<Path> find(List<String> names) {
    return names.stream().map(path::resolve).filter(Files::isRegularFile).findFirst();
  }

  /**
   * A file with all its bytes.
   *
   * @throws ConfigException if it is too large or cannot be read
   */
  public static SourceFile read(Path path) {
    try {
      if (Files.size(path) > Integer.MAX_VALUE - 64L) {
        throw new ConfigException(
            path + " has " + Files.size(path) + " bytes, expected fewer than 2^31.");
      }
      return new SourceFile(
          path.getFileName().toString(), path.toString(), Files.readAllBytes(path));
    } catch (IOException e) {
      throw new ConfigException(path + " cannot be read (" + e + "). Check that you may read it.");
    }
  }

  private void requireDirectory() {
    if (!Files.exists(path)) {
      throw new ConfigException(
          "dataset '"
              + dataset
              + "': the directory "
              + path
              + " does not exist. Set 'directory' to where the "
              + content
              + " are.");
    }
    if (!Files.isDirectory(path)) {
      throw new ConfigException(
          "dataset '"
              + dataset
              + "': "
              + path
              + " is a file, expected a directory. Set 'directory' to the directory that holds it.");
    }
  }

  private String contents() {
    try (Stream<Path> entries = Files.list(path)) {
      List<String> names = entries.map(entry -> entry.getFileName().toString()).sorted().toList();
      if (names.isEmpty()) {
        return "nothing";
      }
      String shown = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
      return names.size() > LISTED ? shown + " and " + (names.size() - LISTED) + " more" : shown;
    } catch (IOException | UncheckedIOException e) {
      return "files that cannot be listed (" + e.getMessage() + ")";
    }
  }
}
