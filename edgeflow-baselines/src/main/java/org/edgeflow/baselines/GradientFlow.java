package org.edgeflow.baselines;

import java.util.List;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.Tensor;

/**
 * Gradient flow, {@code ẇ = −η ∇L(w)}, time in GD iterations: what GD follows as η → 0. It knows no
 * edge and predicts no oscillation. One evaluation costs one gradient.
 *
 * @param learningRate η, which sets the clock
 */
public record GradientFlow(Objective objective, double learningRate) implements Flow {
  @Override
  public State initial(Tensor start) {
    State state = new State(objective.backend(), objective.dimension(), List.of(), List.of());
    objective.backend().copy(start, state.centre());
    return state;
  }

  @Override
  public Reading derivative(State state, State derivative) {
    double loss = objective.lossAndGradient(state.centre(), derivative.centre());
    objective.backend().scale(-learningRate, derivative.centre());
    return new Reading(loss, loss, Double.NaN);
  }

  /** Builds gradient flow from configs. */
  public static final class Factory implements FlowFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description("Gradient flow, ẇ = −η∇L(w): what gradient descent follows as η → 0.");
    }

    @Override
    public String defaultSolver() {
      return "rk4";
    }

    @Override
    public Flow create(NoSettings settings, Context context) {
      return new GradientFlow(context.objective(), context.learningRate());
    }
  }
}
