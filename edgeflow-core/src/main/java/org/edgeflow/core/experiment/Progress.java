package org.edgeflow.core.experiment;

/**
 * Where a run stands.
 *
 * @param step the step just finished
 * @param steps the last step
 * @param loss the reference's
 * @param sharpness the reference's effective sharpness, last taken, which is to be seen beside the
 *     rule's threshold; NaN before the first
 */
public record Progress(long step, long steps, double loss, double sharpness) {}
