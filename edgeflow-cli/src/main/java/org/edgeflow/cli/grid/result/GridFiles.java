package org.edgeflow.cli.grid.result;

import java.io.IOException;
import java.util.List;
import org.edgeflow.cli.grid.plan.GridPlan;

/** The table and the page of whatever is finished. */
public final class GridFiles {
  private GridFiles() {}

  /**
   * Writes {@code grid.csv} and {@code comparison.html}.
   *
   * @return a table for the terminal
   */
  public static List<String> write(GridPlan plan, GridDirectory directory, List<GridRow> rows) {
    try {
      directory.write(directory.table(), GridCsv.text(plan, rows));
      directory.write(directory.page(), GridPage.html(plan, rows));
    } catch (IOException e) {
      throw directory.cannotWrite(e);
    }
    return GridTable.lines(plan, rows);
  }
}
