package org.edgeflow.cli.grid.work;

import java.io.Serializable;

/**
 * A run that a worker is to bring to its end.
 *
 * @param name for messages
 * @param directory its run directory, as an absolute path
 * @param config resolved, as YAML: nothing in it depends on where it is read
 * @param steps how many it has
 * @param work what it takes beside the others, in any unit: its steps, where nothing better is
 *     known
 */
public record RunRequest(String name, String directory, String config, long steps, double work)
    implements Serializable {}
