package org.edgeflow.core.flow;

/**
 * What a flow learns for nothing while it evaluates its derivative at a state. NaN: not learnt.
 *
 * @param loss {@code L} at the centre
 * @param predictedLoss what the flow says GD's loss is, averaged over two steps
 * @param curvature {@code uᵀHu}, the flow's own estimate of the sharpness
 */
public record Reading(double loss, double predictedLoss, double curvature) {}
