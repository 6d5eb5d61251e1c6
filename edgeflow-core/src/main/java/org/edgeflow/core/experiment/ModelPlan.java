package org.edgeflow.core.experiment;

import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.solver.SolverFactory;

/**
 * A model that a config asks for: a flow, and the solver that advances it.
 *
 * @param name unique in the run; its file name
 * @param remark what everybody who reads its results must know; empty for most
 */
public record ModelPlan(
    String name, Part<FlowFactory<?>> flow, Part<SolverFactory<?>> solver, String remark) {

  ModelSummary summary(Outcome outcome, Figures figures) {
    return new ModelSummary(name, flow.type(), outcome, figures, remark);
  }
}
