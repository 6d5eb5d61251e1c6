package org.edgeflow.core.plugin;

import java.util.List;
import org.edgeflow.core.data.DatasetFactory;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.optimizer.OptimizerFactory;
import org.edgeflow.core.record.ReporterFactory;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.tensor.BackendFactory;

/**
 * A kind of pluggable parts: a key of the registry that knows its factories' type.
 *
 * @param <F> the kind's factories
 */
public final class Kind<F extends Factory<?, ?>> {
  /** Continuous-time models of the optimizer. */
  public static final Kind<FlowFactory<?>> FLOW = new Kind<>("flow");

  /** How flows are advanced. */
  public static final Kind<SolverFactory<?>> SOLVER = new Kind<>("solver");

  /** What is minimized. */
  public static final Kind<ObjectiveFactory<?>> OBJECTIVE = new Kind<>("objective");

  /** What networks are trained on. */
  public static final Kind<DatasetFactory<?>> DATASET = new Kind<>("dataset");

  /** The discrete reference algorithms. */
  public static final Kind<OptimizerFactory<?>> OPTIMIZER = new Kind<>("optimizer");

  /** Where tensors live. */
  public static final Kind<BackendFactory<?>> BACKEND = new Kind<>("backend");

  /** What is measured along a run beside the fixed columns. */
  public static final Kind<ProbeFactory<?>> PROBE = new Kind<>("probe");

  /** What is made of a finished run. */
  public static final Kind<ReporterFactory<?>> REPORTER = new Kind<>("reporter");

  private static final List<Kind<?>> ALL =
      List.of(FLOW, SOLVER, OBJECTIVE, DATASET, OPTIMIZER, BACKEND, PROBE, REPORTER);

  private final String label;

  private Kind(String label) {
    this.label = label;
  }

  /** Every kind. */
  public static List<Kind<?>> all() {
    return ALL;
  }

  /** The kind as users write it. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
