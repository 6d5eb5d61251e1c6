package org.edgeflow.theory;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.theory.kinetic.KineticFlowFactory;
import org.edgeflow.theory.probe.orbit.Alignment;
import org.edgeflow.theory.probe.orbit.FlipCoefficient;
import org.edgeflow.theory.probe.orbit.FreeEnergy;
import org.edgeflow.theory.probe.orbit.RealizedEdge;
import org.edgeflow.theory.probe.orbit.SelfStabilizationProbe;
import org.edgeflow.theory.probe.orbit.TwoCycle;
import org.edgeflow.theory.probe.spectrum.BottomEigenvalues;
import org.edgeflow.theory.probe.spectrum.ParameterNorm;
import org.edgeflow.theory.probe.spectrum.SpectralDensity;
import org.edgeflow.theory.problem.Catapult;
import org.edgeflow.theory.problem.CurvedValley;
import org.edgeflow.theory.problem.DoubleWell;
import org.edgeflow.theory.problem.ScalarFactorization;
import org.edgeflow.theory.problem.SingleNeuron;
import org.edgeflow.theory.problem.TransverseCoupling;
import org.edgeflow.theory.problem.TwoCriticalEigenvalues;
import org.edgeflow.theory.problem.attention.InContextRegressionFactory;
import org.edgeflow.theory.problem.separable.LogisticRegressionFactory;
import org.edgeflow.theory.problem.twolayer.LinearNetworkFactory;
import org.edgeflow.theory.problem.twolayer.TwoLayerFactory;

/** The problems, probes and flows of the theory of the edge of stability. */
public final class TheoryPlugin extends EdgeFlowPlugin {
  @Override
  protected void configure() {
    objective("double-well", new DoubleWell.Factory());
    objective("scalar-factorization", new ScalarFactorization.Factory());
    objective("single-neuron", new SingleNeuron.Factory());
    objective("transverse-coupling", new TransverseCoupling.Factory());
    objective("two-critical-eigenvalues", new TwoCriticalEigenvalues.Factory());
    objective("logistic-regression", new LogisticRegressionFactory());
    objective("in-context-regression", new InContextRegressionFactory());
    objective("two-layer", new TwoLayerFactory());
    objective("linear-network", new LinearNetworkFactory());
    objective("catapult", new Catapult.Factory());
    objective("valley", new CurvedValley.Factory());
    flow("kinetic-flow", new KineticFlowFactory());
    probe("flip-coefficient", new FlipCoefficient.Factory());
    probe("two-cycle", new TwoCycle.Factory());
    probe("self-stabilization", new SelfStabilizationProbe.Factory());
    probe("free-energy", new FreeEnergy.Factory());
    probe("realized-edge", new RealizedEdge.Factory());
    probe("alignment", new Alignment.Factory());
    probe("bottom-eigenvalues", new BottomEigenvalues.Factory());
    probe("spectral-density", new SpectralDensity.Factory());
    probe("parameter-norm", new ParameterNorm.Factory());
  }
}
