package org.edgeflow.core.experiment.plan;

import java.util.function.Supplier;
import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.Solver;

/**
 * A model that a config asks for: a flow, and the solver that advances it.
 *
 * @param name unique in the run; its file name
 * @param remark what everybody who reads its results must know; empty for most
 */
public record ModelPlan(
    String name,
    Part<FlowFactory.Configured<?>> flow,
    Part<Supplier<Solver>> solver,
    String remark) {

  /**
   * What was found of the model.
   *
   * @param rule the optimizer that it describes
   */
  public ModelSummary summary(UpdateRule rule, Outcome outcome, Figures figures) {
    return new ModelSummary(
        name,
        flow.type(),
        outcome,
        figures,
        rule.isGradientDescent() ? remark : remark.replace("gradient descent", "the optimizer"));
  }
}
