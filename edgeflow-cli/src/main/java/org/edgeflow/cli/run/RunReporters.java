package org.edgeflow.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.experiment.plan.Part;
import org.edgeflow.core.record.Reporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs reporters one after the other; one that fails keeps none of the others from its work. */
public final class RunReporters {
  private static final Logger LOG = LoggerFactory.getLogger(RunReporters.class);

  private RunReporters() {}

  /**
   * Runs them.
   *
   * @return for each that failed, what happened
   */
  public static List<String> run(List<Part<Supplier<Reporter>>> reporters, Path directory) {
    List<String> failures = new ArrayList<>();
    for (Part<Supplier<Reporter>> part : reporters) {
      try {
        part.configured().get().report(directory);
      } catch (IOException e) {
        failures.add(failure(part.type(), RunLayout.reason(e) + ".", directory, e));
      } catch (OutOfMemoryError e) {
        failures.add(failure(part.type(), outOfMemory(), directory, e));
      } catch (RuntimeException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        failures.add(failure(part.type(), why.replaceAll("\\.$", "") + ".", directory, e));
      }
    }
    return failures;
  }

  private static String failure(String type, String why, Path directory, Throwable e) {
    LOG.debug("reporter {} failed", type, e);
    return "the report '"
        + type
        + "' could not be made: "
        + why
        + " The run itself is complete; `report "
        + directory
        + "` tries again.";
  }

  /** Why something could not be made for which there was no memory, and what to do. */
  public static String outOfMemory() {
    return "out of memory, the heap may grow to "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MB; allow more with EDGEFLOW_JAVA_OPTS=-Xmx8g.";
  }
}
