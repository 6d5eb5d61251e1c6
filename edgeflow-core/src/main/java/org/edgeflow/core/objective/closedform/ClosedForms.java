package org.edgeflow.core.objective.closedform;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;

/** What the factories of closed forms share. */
final class ClosedForms {
  private ClosedForms() {}

  static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static Problem problem(
      ClosedForm form, double[] start, List<String> names, ObjectiveFactory.Context context) {
    return new Problem(
        new ClosedFormObjective(context.backend(), form),
        context.backend().of(start, start.length),
        names);
  }
}
