package org.edgeflow.cli.grid.work;

import java.nio.file.Path;
import java.util.Map;

/**
 * A run at its end.
 *
 * @param name of the run
 * @param directory its run directory
 * @param values of the grid's keys, as text
 */
public record FinishedRun(String name, Path directory, Map<String, String> values) {}
