package org.edgeflow.core.experiment;

import org.edgeflow.core.record.ProbeFactory;

/**
 * A probe that a config asks for.
 *
 * @param every in steps
 */
public record ProbePlan(Part<ProbeFactory.Configured> probe, int every) {}
