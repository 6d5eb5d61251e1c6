package org.edgeflow.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.experiment.Part;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.ReporterFactory;
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
  public static List<String> run(List<Part<ReporterFactory<?>>> reporters, Path directory) {
    List<String> failures = new ArrayList<>();
    for (Part<ReporterFactory<?>> part : reporters) {
      try {
        create(part.factory(), part.settings()).report(directory);
      } catch (IOException | RuntimeException e) {
        LOG.debug("reporter {} failed", part.type(), e);
        failures.add(
            "the report '"
                + part.type()
                + "' could not be made: "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                + ". The run itself is complete; `report "
                + directory
                + "` tries again.");
      }
    }
    return failures;
  }

  private static <S extends Record> Reporter create(ReporterFactory<S> factory, Record settings) {
    return factory.create(factory.settings().cast(settings));
  }
}
