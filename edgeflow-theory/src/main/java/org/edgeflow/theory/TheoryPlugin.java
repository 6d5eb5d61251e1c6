package org.edgeflow.theory;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.theory.problem.Catapult;
import org.edgeflow.theory.problem.DoubleWell;
import org.edgeflow.theory.problem.ScalarFactorization;
import org.edgeflow.theory.problem.SingleNeuron;

/** The problems and probes of the theory of the edge of stability. */
public final class TheoryPlugin extends EdgeFlowPlugin {
  @Override
  protected void configure() {
    objective("double-well", new DoubleWell.Factory());
    objective("scalar-factorization", new ScalarFactorization.Factory());
    objective("single-neuron", new SingleNeuron.Factory());
    objective("catapult", new Catapult.Factory());
  }
}
