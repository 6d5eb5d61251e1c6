/**
 * The page of a run while it runs: {@code LivePage} serves it on the loopback interface, from what
 * {@code GrowingRun} keeps in memory. A run knows an {@link org.edgeflow.cli.live.Onlooker} only.
 * Nothing is written, and it ends with the run. Only the room that carries runs out comes in.
 */
package org.edgeflow.cli.live;
