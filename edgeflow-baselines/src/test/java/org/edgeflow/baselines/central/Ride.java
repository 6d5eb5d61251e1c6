package org.edgeflow.baselines.central;

import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;

/** Central Flow on a closed form, in float64, and where it stands. */
final class Ride {
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  final CountingObjective objective;
  final CentralFlow flow;
  final Stepper stepper;

  Ride(
      UpdateRule rule,
      ClosedForm form,
      CentralFlow.Settings settings,
      RungeKutta solver,
      double... start) {
    objective = new CountingObjective(new ClosedFormObjective(backend, form));
    flow = new CentralFlow(objective, rule, settings, 1);
    stepper = solver.start(flow, flow.initial(backend.of(start, start.length)));
  }

  /** The last reading; null for no iteration. */
  Reading run(int iterations) {
    Reading reading = null;
    for (int k = 0; k < iterations; k++) {
      reading = stepper.step();
    }
    return reading;
  }

  double[] centre() {
    double[] values = new double[objective.dimension()];
    backend.read(stepper.state().centre(), values);
    return values;
  }
}
