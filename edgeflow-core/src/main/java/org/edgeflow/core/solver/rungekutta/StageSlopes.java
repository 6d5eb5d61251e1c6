package org.edgeflow.core.solver.rungekutta;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/** The slopes of a tableau's stages from one state, and what sums of them make of it. */
final class StageSlopes {
  private final Tableau tableau;
  private final State argument;
  private final List<State> slopes = new ArrayList<>();

  /**
   * Room for the first stages of a tableau.
   *
   * @param count how many
   * @param like of the flow's shape; not modified
   */
  StageSlopes(Tableau tableau, int count, State like) {
    this.tableau = tableau;
    this.argument = count > 1 ? like.like() : null;
    for (int i = 0; i < count; i++) {
      slopes.add(like.like());
    }
  }

  /**
   * Evaluates the stages of a step.
   *
   * @param state where it begins; not modified
   * @param length how long it is, in iterations
   * @return the reading of the first, at the state
   */
  Reading evaluate(Flow flow, State state, double length) {
    Reading reading = flow.derivative(state, slopes.get(0));
    for (int i = 1; i < slopes.size(); i++) {
      argument.set(state);
      for (int j = 0; j < i; j++) {
        argument.add(length * tableau.stages()[i][j], slopes.get(j));
      }
      flow.derivative(argument, slopes.get(i));
    }
    return reading;
  }

  /** {@code state ← state + length Σ (weights_i − others_i) slope_i}; no others: zeros. */
  void addTo(State state, double length, double[] weights, double... others) {
    for (int i = 0; i < slopes.size(); i++) {
      state.add(length * (others.length == 0 ? weights[i] : weights[i] - others[i]), slopes.get(i));
    }
  }
}
