package org.edgeflow.core.plugin;

import org.edgeflow.core.descent.EdgeDescentFactory;
import org.edgeflow.core.flow.edge.EdgeFlowFactory;
import org.edgeflow.core.objective.closedform.MatrixFactorization;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.Quartic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.objective.closedform.TwoSharpDirections;
import org.edgeflow.core.optimizer.AdamFactory;
import org.edgeflow.core.optimizer.GradientDescentFactory;
import org.edgeflow.core.optimizer.MomentumFactory;
import org.edgeflow.core.optimizer.RmsPropFactory;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.record.probe.Accuracy;
import org.edgeflow.core.record.probe.GradientNorm;
import org.edgeflow.core.record.probe.LayerSharpness;
import org.edgeflow.core.record.probe.LeadingEigenvalues;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.solver.edge.EdgeGradientDescent;
import org.edgeflow.core.solver.edge.Transfer;
import org.edgeflow.core.solver.edge.TwoStep;
import org.edgeflow.core.solver.rungekutta.Adaptive;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.solver.stride.LongSteps;
import org.edgeflow.core.tensor.heap.HeapBackend;

/** What the core brings. */
public final class CorePlugin extends EdgeFlowPlugin {
  @Override
  protected void configure() {
    backend("heap", new HeapBackend.Factory());
    objective("matrix-factorization", new MatrixFactorization.Factory());
    objective("quadratic", new Quadratic.Factory());
    objective("quartic", new Quartic.Factory());
    objective("sharp-valley", new SharpValley.Factory());
    objective("two-sharp-directions", new TwoSharpDirections.Factory());
    optimizer("gradient-descent", new GradientDescentFactory());
    optimizer("heavy-ball", new MomentumFactory(false));
    optimizer("nesterov", new MomentumFactory(true));
    optimizer("rmsprop-scalar", new RmsPropFactory(Scaling.Kind.SCALAR));
    optimizer("rmsprop", new RmsPropFactory(Scaling.Kind.PER_COMPONENT));
    optimizer("adam-scalar", new AdamFactory(Scaling.Kind.SCALAR, false));
    optimizer("adam", new AdamFactory(Scaling.Kind.PER_COMPONENT, false));
    optimizer("nadam", new AdamFactory(Scaling.Kind.PER_COMPONENT, true));
    optimizer("edge-gradient-descent", new EdgeDescentFactory());
    flow("edge-flow", new EdgeFlowFactory());
    solver("egd", new EdgeGradientDescent.Factory());
    solver("transfer", new Transfer.Factory());
    solver("two-step", new TwoStep.Factory());
    solver(
        "euler",
        new RungeKutta.Factory(new Description("Euler's method, order 1."), Tableau.EULER));
    solver(
        "rk4",
        new RungeKutta.Factory(
            new Description("The classical Runge–Kutta method, order 4."), Tableau.RK4));
    solver(
        "heun", new RungeKutta.Factory(new Description("Heun's method, order 2."), Tableau.HEUN));
    solver(
        "bogacki-shampine",
        new RungeKutta.Factory(
            new Description(
                "The method of Bogacki and Shampine, order 3, in equal steps.",
                "Appl. Math. Lett. 2, 1989"),
            Tableau.BOGACKI_SHAMPINE));
    solver(
        "dormand-prince",
        new RungeKutta.Factory(
            new Description(
                "The method of Dormand and Prince, order 5, in equal steps.",
                "J. Comput. Appl. Math. 6, 1980"),
            Tableau.DORMAND_PRINCE));
    solver("long-steps", new LongSteps.Factory());
    solver("adaptive", new Adaptive.Factory());
    probe("eigenvalues", new LeadingEigenvalues.Factory());
    probe("accuracy", new Accuracy.Factory());
    probe("layer-sharpness", new LayerSharpness.Factory());
    probe("gradient-norm", new GradientNorm.Factory());
  }
}
