package org.edgeflow.cli.grid.plan;

import java.util.Map;
import org.edgeflow.core.settings.Node;

/**
 * One run of a grid.
 *
 * @param index its place in the grid, from 0; the last key of the section varies fastest
 * @param name of the run and of its directory, unique in the grid
 * @param values of the grid's keys, as text
 * @param config that a lone run of it has
 */
public record GridPoint(int index, String name, Map<String, String> values, Node.Mapping config) {

  /** Copies the map, keeping its order. */
  public GridPoint {
    values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
  }
}
