package org.edgeflow.cli.grid.work;

import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.edgeflow.cli.console.StopRequest;

/**
 * What whoever carries out runs has to know.
 *
 * @param requests makes the run of an index
 * @param progress shown while there is work
 * @param stop the person's wish to stop, upon which runs save their checkpoints
 * @param ends told of the end of each run
 */
public record WorkOrder(
    IntFunction<RunRequest> requests,
    GridProgress progress,
    StopRequest stop,
    Consumer<RunEnd> ends) {}
