package org.edgeflow.core.solver;

import java.util.List;
import org.edgeflow.core.plugin.CorePlugin;

/** The contract of solvers over those of the core. */
class SolverContractTest extends SolverContract {
  SolverContractTest() {
    super(List.of(new CorePlugin()));
  }
}
