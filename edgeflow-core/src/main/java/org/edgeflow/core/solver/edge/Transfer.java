package org.edgeflow.core.solver.edge;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.WholeSteps;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Edge Gradient Descent that does not let centre and magnitude carry one oscillation twice. With a
 * step of one iteration the centre is as free to alternate as GD is. After each step, once {@code
 * ηs} has neared 2, the part of it that alternates along the direction,
 *
 * <pre>  o = ¼ uᵀ (c_{k+1} − 2 c_k + c_{k−1}),</pre>
 *
 * <p>is handed over to the magnitude: {@code c_{k+1} ← c_{k+1} − o u}, and either
 *
 * <ul>
 *   <li>{@code quadrature}: {@code r ← √(r² + o²)}, as if the two oscillations had no common phase,
 *       or
 *   <li>{@code signed}: with GD's iterate {@code c_k + (−1)^k a_k u_k} and {@code r = |a|}, {@code
 *       a ← a + (−1)^{k+1} o}, which keeps the phase; {@code c_k} is remembered as {@code c_k + o
 *       u}, since the same alternation stood there with the opposite sign. A slow bend of the
 *       centre's path, which also has a second difference, then cancels from step to step where
 *       quadrature adds it up for ever.
 * </ul>
 *
 * <p><b>When not to use it.</b> It knows one direction, and that takes Euler's step. Where several
 * eigenvalues are beyond the edge at once, their oscillations along other directions stay in the
 * centre, and in a leap to many times {@code 2/η} the direction no longer is the one GD leaps
 * along: what is handed over comes too late, and the centre goes elsewhere. On a catapult (digits,
 * 64-16-16-10, gelu, cross-entropy, η = 0.3, seed 4; at the leap eigenvalues 15.4 and 12.8 for a
 * threshold of 6.7) the mean centre error after the onset is 4.2, with either handover and either
 * closure; {@link TwoStep}, whose δ is a mixture of directions, has 0.0099 there.
 *
 * @param from the scaled curvature ηs from which on the handover is made
 * @param handover how the magnitude takes it
 */
public record Transfer(double from, Handover handover) implements Solver {

  /** How the magnitude takes the centre's alternation. */
  public enum Handover {
    /** {@code r ← √(r² + o²)}. */
    QUADRATURE,
    /** {@code a ← a + (−1)^{k+1} o}, {@code r = |a|}. */
    SIGNED
  }

  @Override
  public Stepper start(Flow flow, State state) {
    if (!(flow instanceof OscillatingFlow oscillating)) {
      throw new IllegalArgumentException(
          "solver 'transfer' needs a flow with a direction and a magnitude, which this one lacks;"
              + " use euler or rk4.");
    }
    WholeSteps.require(flow, "transfer");
    return new Walk(oscillating, state);
  }

  private final class Walk implements Stepper {
    private final OscillatingFlow flow;
    private final Stepper stepper;
    private final TensorBackend backend;
    private final Tensor before;
    private final Tensor previous;
    private final Tensor alternation;
    private final SignedAmplitude amplitude = new SignedAmplitude();

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
      amplitude.advance();
      if (amplitude.steps() > 1 && flow.scaledCurvature(reading) >= from) {
        handOver(state);
      }
      backend.copy(before, previous);
      return reading;
    }

    private void handOver(State state) {
      backend.combine(0.25, state.centre(), -0.5, before, alternation);
      backend.axpy(0.25, previous, alternation);
      Tensor direction = flow.direction(state);
      double along = flow.along(state, alternation);
      flow.takeFromCentre(state, along);
      if (handover == Handover.QUADRATURE) {
        flow.setMagnitude(state, Math.hypot(flow.amplitude(state), along));
        return;
      }
      amplitude.take(along, flow, state);
      backend.axpy(along, direction, before);
    }

    @Override
    public void visit(Fields fields) {
      stepper.visit(fields);
      fields.tensor("previous_centre", previous);
      fields.part("amplitude", amplitude);
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
            double from,
        @Setting(
                value = "How the magnitude takes the alternation: in quadrature, or with its sign.",
                byDefault = "signed")
            Handover handover) {}

    @Override
    public Description description() {
      return new Description(
          "Edge Gradient Descent that hands the centre's own alternation over to the magnitude; for"
              + " one direction at the edge: with several, or in a catapult, use two-step.");
    }

    @Override
    public Solver create(Settings settings) {
      return new Transfer(settings.from(), settings.handover());
    }
  }
}
