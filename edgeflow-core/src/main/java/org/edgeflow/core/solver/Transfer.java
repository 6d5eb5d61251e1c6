package org.edgeflow.core.solver;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Edge Gradient Descent that lets centre and magnitude not carry the same oscillation twice. After
 * each step, once {@code ηs} has neared 2, the part of the centre that alternates along the
 * direction,
 *
 * <pre>  o = ¼ uᵀ (c_{k+1} − 2 c_k + c_{k−1}),</pre>
 *
 * <p>is handed over: {@code c_{k+1} ← c_{k+1} − o u}, {@code r ← √(r² + o²)}.
 *
 * @param from the scaled curvature ηs from which on the handover is made
 */
public record Transfer(double from) implements Solver {

  @Override
  public Stepper start(Flow flow, State state) {
    if (!(flow instanceof OscillatingFlow oscillating)) {
      throw new IllegalArgumentException(
          "solver 'transfer' needs a flow with a direction and a magnitude; this one has none."
              + " Use euler or rk4.");
    }
    return new Walk(oscillating, state);
  }

  private final class Walk implements Stepper {
    private final OscillatingFlow flow;
    private final Stepper stepper;
    private final TensorBackend backend;
    private final Tensor before;
    private final Tensor previous;
    private final Tensor alternation;
    private double steps;

    Walk(OscillatingFlow flow, State state) {
      this.flow = flow;
      this.stepper = new EdgeGradientDescent().start(flow, state);
      this.backend = state.backend();
      this.before = backend.copyOf(state.centre());
      this.previous = backend.copyOf(state.centre());
      this.alternation = backend.copyOf(state.centre());
    }

    @Override
    public State state() {
      return stepper.state();
    }

    @Override
    public Reading step() {
      State state = stepper.state();
      backend.copy(state.centre(), before);
      Reading reading = stepper.step();
      if (steps > 0 && flow.learningRate() * reading.curvature() >= from) {
        handOver(state);
      }
      backend.copy(before, previous);
      steps++;
      return reading;
    }

    private void handOver(State state) {
      backend.combine(0.25, state.centre(), -0.5, before, alternation);
      backend.axpy(0.25, previous, alternation);
      Tensor direction = flow.direction(state);
      double along = backend.dot(direction, alternation);
      backend.axpy(-along, direction, state.centre());
      flow.setMagnitude(state, Math.hypot(flow.magnitude(state), along));
    }

    @Override
    public void save(Snapshot snapshot, String prefix) {
      stepper.save(snapshot, prefix);
      snapshot.put(prefix + "previous_centre", previous);
      snapshot.put(prefix + "transfer_steps", steps);
    }

    @Override
    public void restore(Snapshot snapshot, String prefix) {
      stepper.restore(snapshot, prefix);
      snapshot.get(prefix + "previous_centre", previous);
      steps = snapshot.number(prefix + "transfer_steps");
    }
  }

  /** Builds the method from configs. */
  public static final class Factory implements SolverFactory<Factory.Settings> {

    /** The settings of {@code transfer}. */
    public record Settings(
        @Setting(
                value = "The scaled curvature ηs from which on the handover is made.",
                byDefault = "1.8",
                atLeast = 0)
            double from) {}

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Description description() {
      return new Description(
          "Edge Gradient Descent that hands the centre's own alternation over to the magnitude.");
    }

    @Override
    public Solver create(Settings settings) {
      return new Transfer(settings.from());
    }
  }
}
