package org.edgeflow.cli.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.edgeflow.cli.checkpoint.RunLock;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.core.checkpoint.DamagedFileException;
import org.edgeflow.core.checkpoint.Durable;
import org.edgeflow.core.settings.ConfigException;

/**
 * Where the files of a run lie.
 *
 * @param root the run directory
 */
public record RunLayout(Path root) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  /** Where a run of this name goes when nobody says where: {@code runs/NAME/TIME}. */
  public static RunLayout byDefault(String experiment, LocalDateTime now) {
    Path parent = Path.of("runs", FolderName.of(experiment));
    Path directory = parent.resolve(now.format(STAMP));
    for (int i = 2; Files.exists(directory); i++) {
      directory = parent.resolve(now.format(STAMP) + "-" + i);
    }
    return new RunLayout(directory);
  }

  /** The resolved config. */
  public Path config() {
    return root.resolve("config.yaml");
  }

  /** What beside the config decided the result. */
  public Path provenance() {
    return root.resolve("provenance.json");
  }

  /** The folder of the CSV files. */
  public Path trajectories() {
    return root.resolve("trajectories");
  }

  /** The rows of the reference or of a model. */
  public Path trajectory(String name) {
    return trajectories().resolve(name + ".csv");
  }

  /** The results; there exactly if the run is finished. */
  public Path summary() {
    return root.resolve("summary.json");
  }

  /** The sums of all these files. */
  public Path checksums() {
    return root.resolve("checksums.sha256");
  }

  /** The folder of the {@code .npy} files. */
  public Path arrays() {
    return root.resolve("arrays");
  }

  /** The page. */
  public Path page() {
    return root.resolve("report.html");
  }

  /** The state to go on from. */
  public Path checkpoint() {
    return root.resolve("checkpoint").resolve("state.npz");
  }

  /** Whether this is a run directory, finished or not. */
  public boolean isRun() {
    return Files.isRegularFile(config()) && Files.isDirectory(trajectories());
  }

  /**
   * Makes sure that a run may be written here, and writes nothing.
   *
   * @throws ConfigException if something is here already
   */
  public void checkFree() {
    if (Files.isDirectory(root)) {
      try (Stream<Path> entries = Files.list(root)) {
        if (entries.anyMatch(entry -> !entry.endsWith(RunLock.FILE))) {
          checkUnused();
          throw new ConfigException(
              "the output directory "
                  + root
                  + " is not empty"
                  + (Files.exists(checkpoint())
                      ? ": it holds an interrupted run. Go on with it by --resume, or choose"
                          + " another --out."
                      : ". Choose another --out, or remove it."));
        }
      } catch (IOException e) {
        throw cannotWrite(e);
      }
    } else if (Files.exists(root)) {
      throw new ConfigException(
          "the output directory " + root + " is a file. Choose another --out.");
    }
  }

  // Somebody at work here is the better reason.
  private void checkUnused() {
    if (Files.exists(root.resolve(RunLock.FILE))) {
      lock().close();
    }
  }

  /**
   * Takes the right to write here, until it is closed; the directory is made if it is missing.
   *
   * @throws ConfigException if another process has it
   * @throws EnvironmentException if that is not permitted
   */
  public RunLock lock() {
    try {
      return RunLock.take(root);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Makes sure that there is a directory.
   *
   * @throws ConfigException if there is none
   */
  public void checkExists() {
    if (!Files.isDirectory(root)) {
      throw new ConfigException("nothing to resume: there is no directory " + root + ".");
    }
  }

  /** Makes sure that what was written at the beginning is there at the end. */
  public void checkWhole() throws DamagedFileException {
    for (Path file : List.of(config(), provenance())) {
      if (!Files.isRegularFile(file)) {
        throw new DamagedFileException(file + " was removed or moved away during the run");
      }
    }
  }

  /**
   * Makes sure that a finished run lies here.
   *
   * @throws ConfigException if there is no run, or it is not finished; the message says which
   */
  public void checkFinished() {
    if (Files.isRegularFile(summary())) {
      return;
    }
    if (!Files.exists(root)) {
      throw new ConfigException(root + ": no such directory, expected a run directory.");
    }
    throw new ConfigException(
        isRun()
            ? "the run in "
                + root
                + " is not finished (no summary.json); go on with it: run "
                + root
                + " --resume"
            : root
                + (Files.isDirectory(root)
                    ? " is no run directory: it has no config.yaml and trajectories/."
                    : " is a file, expected a run directory.")
                + " Give the directory that 'run' wrote (its option --out).");
  }

  /**
   * Creates the directory and its folder of trajectories.
   *
   * @throws EnvironmentException if that is not permitted, or the disk is full
   */
  public void create() {
    try {
      Files.createDirectories(trajectories());
    } catch (IOException e) {
      discard();
      throw cannotWrite(e);
    }
  }

  /**
   * Writes one file into the directory, whole or not at all; a directory made for it stays only
   * with it.
   *
   * @throws EnvironmentException if that is not permitted, or the disk is full
   */
  public void write(Path file, String text) {
    boolean made = !Files.exists(root);
    try {
      Files.createDirectories(root);
      JsonFile.write(file, text);
    } catch (IOException e) {
      if (made) {
        discard();
      }
      throw cannotWrite(e);
    }
  }

  /**
   * Removes what a run wrote that could not even begin; the folder too, if nothing else is in it.
   */
  public void discard() {
    try {
      Files.deleteIfExists(config());
      Files.deleteIfExists(provenance());
      if (Files.isDirectory(trajectories())) {
        try (Stream<Path> tables = Files.list(trajectories())) {
          for (Path table : tables.toList()) {
            Files.delete(table);
          }
        }
      }
      Files.deleteIfExists(trajectories());
      Files.deleteIfExists(root);
    } catch (IOException e) {
      // What cannot be removed stays; the failure that led here is the one to report.
    }
  }

  /** Removes the checkpoint of a run that needs it no more. */
  public void removeCheckpoint() throws IOException {
    Durable.remove(checkpoint());
    Files.deleteIfExists(checkpoint().getParent());
  }

  /** The message for a file of this run that could not be written. */
  public EnvironmentException cannotWrite(IOException e) {
    String why = reason(e);
    String remedy =
        why.contains("space") || why.contains("quota")
            ? "Free some space, or choose another --out."
            : "Choose another --out, or make this one writable.";
    return new EnvironmentException(
        "cannot write to the output directory " + root + ": " + why + ". " + remedy, e);
  }

  /** The message for a file of this run that could not be read. */
  public EnvironmentException cannotRead(IOException e) {
    return new EnvironmentException(
        "cannot read the run directory " + root + ": " + reason(e) + ". Make it readable.", e);
  }

  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "permission denied (" + denied.getFile() + ")";
    }
    if (e instanceof NoSuchFileException missing) {
      return "no such folder can be made there (" + missing.getFile() + ")";
    }
    if (e instanceof FileSystemException files && files.getReason() != null) {
      return files.getReason() + " (" + files.getFile() + ")";
    }
    if (e instanceof FileSystemException files) {
      return files.getClass().getSimpleName().replace("Exception", "")
          + " ("
          + files.getFile()
          + ")";
    }
    return String.valueOf(e.getMessage());
  }
}
