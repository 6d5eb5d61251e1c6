package org.edgeflow.core.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
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
 * A module's list of what it plugs in, one line a part. Plugins are found through {@link
 * java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/org.edgeflow.core.plugin.EdgeFlowPlugin}.
 *
 * <pre>
 * public final class MyPlugin extends EdgeFlowPlugin {
 *   &#64;Override protected void configure() {
 *     flow("my-flow", new MyFlow.Factory());
 *   }
 * }
 * </pre>
 */
public abstract class EdgeFlowPlugin extends AbstractModule {

  @Override
  protected abstract void configure();

  /** Plugs in a continuous-time model. */
  protected final void flow(String name, FlowFactory<?> factory) {
    bind(Kind.FLOW, name, factory);
  }

  /** Plugs in a solver. */
  protected final void solver(String name, SolverFactory<?> factory) {
    bind(Kind.SOLVER, name, factory);
  }

  /** Plugs in an objective. */
  protected final void objective(String name, ObjectiveFactory<?> factory) {
    bind(Kind.OBJECTIVE, name, factory);
  }

  /** Plugs in a dataset. */
  protected final void dataset(String name, DatasetFactory<?> factory) {
    bind(Kind.DATASET, name, factory);
  }

  /** Plugs in an optimizer. */
  protected final void optimizer(String name, OptimizerFactory<?> factory) {
    bind(Kind.OPTIMIZER, name, factory);
  }

  /** Plugs in a tensor backend. */
  protected final void backend(String name, BackendFactory<?> factory) {
    bind(Kind.BACKEND, name, factory);
  }

  /** Plugs in a probe. */
  protected final void probe(String name, ProbeFactory<?> factory) {
    bind(Kind.PROBE, name, factory);
  }

  /** Plugs in a reporter. */
  protected final void reporter(String name, ReporterFactory<?> factory) {
    bind(Kind.REPORTER, name, factory);
  }

  private <F extends Factory<?, ?>> void bind(Kind<F> kind, String name, F factory) {
    MapBinder.newMapBinder(binder().skipSources(EdgeFlowPlugin.class), PartKey.class, Factory.class)
        .addBinding(new PartKey(kind, name))
        .toInstance(factory);
  }
}
