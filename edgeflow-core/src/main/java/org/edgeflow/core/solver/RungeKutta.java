package org.edgeflow.core.solver;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * A fixed-step explicit Runge–Kutta method over any flow.
 *
 * @param tableau the method
 * @param stepsPerIteration how many equal steps make one GD iteration
 */
public record RungeKutta(Tableau tableau, int stepsPerIteration) implements Solver {

  /** Checks the count. */
  public RungeKutta {
    if (stepsPerIteration < 1) {
      throw new IllegalArgumentException(
          "steps-per-iteration is " + stepsPerIteration + ", expected at least 1");
    }
  }

  @Override
  public Stepper start(Flow flow, State state) {
    if (tableau.order() == 1 && stepsPerIteration == 1) {
      WholeSteps.require(flow, "euler");
    }
    return new Walk(flow, state);
  }

  private final class Walk implements Stepper {
    private final Flow flow;
    private final State state;
    private final State argument;
    private final List<State> slopes = new ArrayList<>();

    Walk(Flow flow, State state) {
      this.flow = flow;
      this.state = state;
      this.argument = tableau.weights().length > 1 ? state.like() : null;
      for (int i = 0; i < tableau.weights().length; i++) {
        slopes.add(state.like());
      }
    }

    @Override
    public State state() {
      return state;
    }

    @Override
    public Reading step() {
      double length = 1.0 / stepsPerIteration;
      Reading first = null;
      for (int n = 0; n < stepsPerIteration; n++) {
        Reading reading = advance(length);
        if (first == null) {
          first = reading;
        }
      }
      return first;
    }

    private Reading advance(double length) {
      Reading reading = flow.derivative(state, slopes.get(0));
      for (int i = 1; i < slopes.size(); i++) {
        argument.set(state);
        for (int j = 0; j < i; j++) {
          argument.add(length * tableau.stages()[i][j], slopes.get(j));
        }
        flow.derivative(argument, slopes.get(i));
      }
      for (int i = 0; i < slopes.size(); i++) {
        state.add(length * tableau.weights()[i], slopes.get(i));
      }
      flow.settle(state, length);
      return reading;
    }

    @Override
    public void save(Snapshot snapshot, String prefix) {
      state.save(snapshot, prefix);
    }

    @Override
    public void restore(Snapshot snapshot, String prefix) {
      state.restore(snapshot, prefix);
    }
  }

  /**
   * Builds one method from configs.
   *
   * @param description what it is
   * @param tableau the method
   */
  public record Factory(Description description, Tableau tableau)
      implements SolverFactory<Factory.Settings> {

    /** The settings of a fixed-step method. */
    public record Settings(
        @Setting(
                value = "How many equal steps make one GD iteration.",
                byDefault = "1",
                atLeast = 1,
                unit = "steps/iteration")
            int stepsPerIteration) {}

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Solver create(Settings settings) {
      return new RungeKutta(tableau, settings.stepsPerIteration());
    }
  }
}
