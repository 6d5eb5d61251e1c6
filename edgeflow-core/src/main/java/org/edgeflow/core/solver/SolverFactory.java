package org.edgeflow.core.solver;

import java.util.function.Supplier;
import org.edgeflow.core.settings.Factory;

/**
 * Builds a solver.
 *
 * @param <S> its settings
 */
public interface SolverFactory<S extends Record> extends Factory<S, Supplier<Solver>> {

  /** Builds it. */
  Solver create(S settings);

  @Override
  default Supplier<Solver> configured(S settings) {
    return () -> create(settings);
  }
}
