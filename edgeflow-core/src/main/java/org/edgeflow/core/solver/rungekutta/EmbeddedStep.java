package org.edgeflow.core.solver.rungekutta;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/** A step of a Runge–Kutta pair; the difference of its two methods estimates the error. */
final class EmbeddedStep implements EstimatedStep {
  private final Tableau tableau;
  private final StageSlopes slopes;

  EmbeddedStep(Tableau tableau, State like) {
    this.tableau = tableau;
    this.slopes = new StageSlopes(tableau, tableau.weights().length, like);
  }

  @Override
  public int power() {
    return tableau.order();
  }

  @Override
  public Reading attempt(Flow flow, State from, double length, State to, State error) {
    Reading reading = slopes.evaluate(flow, from, length);
    to.set(from);
    slopes.addTo(to, length, tableau.weights());
    error.clear();
    slopes.addTo(error, length, tableau.weights(), tableau.embedded());
    return reading;
  }
}
