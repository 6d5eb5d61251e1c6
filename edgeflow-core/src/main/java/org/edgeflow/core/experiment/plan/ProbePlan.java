package org.edgeflow.core.experiment.plan;

import org.edgeflow.core.record.probe.ProbeFactory;

/**
 * A probe that a config asks for.
 *
 * @param every in steps
 */
public record ProbePlan(Part<ProbeFactory.Configured<?>> probe, int every) {}
