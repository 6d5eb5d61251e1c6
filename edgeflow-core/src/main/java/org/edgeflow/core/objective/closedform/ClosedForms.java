package org.edgeflow.core.objective.closedform;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;

/** What the factories of closed forms share. */
public final class ClosedForms {
  private ClosedForms() {}

  /** The numbers of a setting. */
  public static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Refuses a setting {@code start} that does not have one number for each coordinate.
   *
   * @param coordinates their names, for the message
   */
  public static void checkStart(List<Double> start, int dimension, String coordinates) {
    if (start.size() != dimension) {
      throw new IllegalArgumentException(
          "'start' has " + start.size() + " numbers, expected " + dimension + ": " + coordinates);
    }
  }

  /**
   * A closed form as a problem of the run's backend.
   *
   * @param start copied
   * @param names of the coordinates, where there are few enough to record; else empty
   */
  public static Problem problem(
      ClosedForm form, double[] start, List<String> names, ObjectiveFactory.Context context) {
    return new Problem(
        new ClosedFormObjective(context.backend(), form),
        context.backend().of(start, start.length),
        names);
  }
}
