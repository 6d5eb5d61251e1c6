package org.edgeflow.core.experiment;

/**
 * Where a run stands.
 *
 * @param step the step just finished
 * @param steps the last step
 * @param loss the reference's
 * @param sharpness the reference's, last taken; NaN before the first
 */
public record Progress(long step, long steps, double loss, double sharpness) {}
