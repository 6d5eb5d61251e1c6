package org.edgeflow.cli.grid.result;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.cli.grid.plan.GridPoint;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * Where a grid lies: {@code grid.yaml}, a run directory for each run in {@code runs/}, a note for
 * each that failed in {@code failures/}, {@code grid.csv} and {@code comparison.html}. Several
 * processes, on several machines, may be at work in it: runs have locks of their own, and every
 * other file is replaced whole.
 */
public record GridDirectory(Path root) {

  /** The grid as it was when its directory was made. */
  public Path plan() {
    return root.resolve("grid.yaml");
  }

  /** A row a run and model. */
  public Path table() {
    return root.resolve("grid.csv");
  }

  /** The page. */
  public Path page() {
    return root.resolve("comparison.html");
  }

  /** The directory of a run. */
  public RunLayout run(GridPoint point) {
    return new RunLayout(root.resolve("runs").resolve(point.name()));
  }

  private Path failure(GridPoint point) {
    return root.resolve("failures").resolve(point.name() + ".txt");
  }

  /**
   * Makes sure that the directory is this grid's or nobody's, and writes nothing.
   *
   * @return the grid with the threads of the runs that are here, or else its own, or else one
   * @throws ConfigException if it is another grid's, or something else is here
   */
  public GridPlan settle(GridPlan plan) {
    try {
      if (Files.isRegularFile(plan())) {
        GridPlan begun = GridPlan.read(ConfigFile.read(plan()), true);
        checkSame(plan, begun.text());
        checkThreads(plan, begun);
        return plan.on(begun.threads().orElse(plan.threads().orElse(1)));
      }
      if (Files.isDirectory(root)) {
        try (Stream<Path> entries = Files.list(root)) {
          if (entries.findAny().isPresent()) {
            throw new ConfigException(
                "the output directory "
                    + root
                    + " is not empty, and no grid lies in it. Choose another --out, or remove it.");
          }
        }
      } else if (Files.exists(root)) {
        throw new ConfigException(
            "the output directory " + root + " is a file. Choose another --out.");
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    return plan.on(plan.threads().orElse(1));
  }

  private void checkThreads(GridPlan plan, GridPlan begun) {
    if (plan.threads().isPresent()
        && begun.threads().isPresent()
        && plan.threads().getAsInt() != begun.threads().getAsInt()) {
      throw new ConfigException(
          "the grid in "
              + root
              + " computes each run on "
              + begun.threads().getAsInt()
              + (begun.threads().getAsInt() == 1 ? " thread" : " threads")
              + " (its grid.yaml), not on "
              + plan.threads().getAsInt()
              + ", and the last digits of results depend on it. Leave --threads out, or choose"
              + " another --out.");
    }
  }

  private void checkSame(GridPlan plan, String there) {
    List<String> lines = plan.text().lines().toList();
    List<String> begun = there.lines().toList();
    for (int i = 0; i < Math.max(lines.size(), begun.size()); i++) {
      String line = i < lines.size() ? lines.get(i).strip() : "nothing";
      String before = i < begun.size() ? begun.get(i).strip() : "nothing";
      if (!line.equals(before)) {
        throw new ConfigException(
            "the output directory "
                + root
                + " is another grid's: its grid.yaml has '"
                + Excerpt.of(before)
                + "' where this one has '"
                + Excerpt.of(line)
                + "'. Choose another --out, or write the config as it was.");
      }
    }
  }

  /**
   * Makes the directory, and keeps the grid in it.
   *
   * @throws EnvironmentException if that is not permitted, or the disk is full
   */
  public void begin(GridPlan plan) {
    try {
      Files.createDirectories(root.resolve("runs"));
      if (!Files.exists(plan())) {
        write(plan(), plan.whole());
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Notes why a run failed, for whoever gathers. */
  public void fail(GridPoint point, List<String> messages) {
    try {
      Files.createDirectories(failure(point).getParent());
      write(failure(point), String.join("\n", messages) + "\n");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Takes back such a note. */
  public void clearFailure(GridPoint point) {
    try {
      Files.deleteIfExists(failure(point));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Why a run failed, on one line; empty if it did not. */
  String failureOf(GridPoint point) {
    try {
      return Files.exists(failure(point))
          ? String.join(" ", Files.readAllLines(failure(point)))
          : "";
    } catch (IOException e) {
      return "the note of its failure cannot be read (" + e.getMessage() + ")";
    }
  }

  /**
   * Replaces a file; a reader sees the old one or the whole new one, and so does another process
   * that replaces it at the same moment.
   */
  public void write(Path file, String text) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".partial");
    try {
      try (OutputStream out = Files.newOutputStream(aside, StandardOpenOption.CREATE_NEW)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** The message for a file of this directory that could not be written. */
  public EnvironmentException cannotWrite(IOException e) {
    return new RunLayout(root).cannotWrite(e);
  }
}
