package org.edgeflow.cli.grid.result;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.cli.directory.Checksums;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.cli.grid.plan.GridPoint;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.cli.result.SummaryReader;
import org.edgeflow.core.settings.ConfigException;

/**
 * What is known of one run of a grid.
 *
 * @param point which run
 * @param state how far it is
 * @param summary what it found, if it is finished
 * @param message why it failed; empty for all others
 */
public record GridRow(GridPoint point, State state, Optional<RunSummary> summary, String message) {

  /** How far a run is. */
  public enum State {
    /** At its end. */
    FINISHED("finished"),
    /** It cannot be carried out, or what it left is damaged. */
    FAILED("failed"),
    /** Begun; perhaps at work somewhere. */
    UNFINISHED("unfinished"),
    /** Not begun. */
    MISSING("missing");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** As tables have it. */
    public String label() {
      return label;
    }
  }

  /** Reads whatever is there of all runs, in the grid's order. */
  public static List<GridRow> all(GridPlan plan, GridDirectory directory) {
    List<GridRow> rows = new ArrayList<>(plan.size());
    for (int i = 0; i < plan.size(); i++) {
      rows.add(of(plan.point(i), directory));
    }
    return rows;
  }

  private static GridRow of(GridPoint point, GridDirectory directory) {
    RunLayout layout = directory.run(point);
    if (Files.isRegularFile(layout.summary())) {
      try {
        new Checksums(layout).verify(List.of(layout.summary()));
        RunSummary summary =
            new SummaryReader("Remove " + layout.root() + " and run the grid again.")
                .read(layout.summary());
        return new GridRow(point, State.FINISHED, Optional.of(summary), "");
      } catch (ConfigException damaged) {
        return failed(point, String.join(" ", damaged.problems()));
      } catch (IOException e) {
        return failed(point, layout.summary() + " cannot be read: " + e.getMessage());
      }
    }
    String failure = directory.failureOf(point);
    if (!failure.isEmpty()) {
      return failed(point, failure);
    }
    State state = Files.isDirectory(layout.root()) ? State.UNFINISHED : State.MISSING;
    return new GridRow(point, state, Optional.empty(), "");
  }

  private static GridRow failed(GridPoint point, String message) {
    return new GridRow(point, State.FAILED, Optional.empty(), message);
  }
}
