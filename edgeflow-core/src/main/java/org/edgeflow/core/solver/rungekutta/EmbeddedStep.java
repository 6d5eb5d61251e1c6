package org.edgeflow.core.solver.rungekutta;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/**
 * A step of a Runge–Kutta pair; the difference of its two methods estimates the error. Where the
 * last stage is evaluated at the step's end, it is the first of the next step.
 */
final class EmbeddedStep implements EstimatedStep {
  private final Tableau tableau;
  private final FirstSlope first;
  private final List<State> others = new ArrayList<>();
  private final State argument;
  private Reading last;

  EmbeddedStep(Tableau tableau, State like) {
    this.tableau = tableau;
    this.first = new FirstSlope(like);
    this.argument = like.like();
    for (int i = 1; i < tableau.weights().length; i++) {
      others.add(like.like());
    }
  }

  @Override
  public int power() {
    return tableau.order();
  }

  @Override
  public Reading attempt(Flow flow, State from, double length, State to, State error) {
    Reading reading = first.at(flow, from);
    for (int i = 1; i <= others.size(); i++) {
      argument.set(from);
      addTo(argument, length, tableau.stages()[i]);
      last = flow.derivative(argument, others.get(i - 1));
    }
    to.set(from);
    addTo(to, length, tableau.weights());
    error.clear();
    addTo(error, length, tableau.weights());
    addTo(error, -length, tableau.embedded());
    return reading;
  }

  private void addTo(State state, double length, double[] weights) {
    state.add(length * weights[0], first.slope());
    for (int i = 1; i < weights.length; i++) {
      state.add(length * weights[i], others.get(i - 1));
    }
  }

  @Override
  public void accept(boolean keepsSlopes) {
    if (keepsSlopes && tableau.endsWhereTheNextBegins()) {
      int end = others.size() - 1;
      others.set(end, first.replace(others.get(end), last));
    } else {
      first.forget();
    }
  }

  @Override
  public void visit(Fields fields) {
    first.visit(fields);
  }
}
