package org.edgeflow.core.experiment;

import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.solver.SolverFactory;

/**
 * A model that a config asks for: a flow, and the solver that advances it.
 *
 * @param name unique in the run; its file name
 * @param remark what everybody who reads its results must know; empty for most
 */
public record ModelPlan(
    String name, Part<FlowFactory<?>> flow, Part<SolverFactory<?>> solver, String remark) {}
