package org.edgeflow.core.solver;

import org.edgeflow.core.settings.Factory;

/**
 * Builds a solver.
 *
 * @param <S> its settings
 */
public interface SolverFactory<S extends Record> extends Factory<S> {

  /** Builds it. */
  Solver create(S settings);
}
