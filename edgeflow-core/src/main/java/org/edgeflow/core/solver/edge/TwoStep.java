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
 * Edge Flow in steps of one iteration whose oscillation {@code δ = r u} takes the step that GD
 * itself takes over two iterations, and which keeps the oscillation out of the centre (ours):
 *
 * <pre>
 *   centre        c ← c − (η/2) [ g(c + δ) + g(c − δ) ]
 *   oscillation   δ ← (ηK − I) δ = r [ (ηs − 1) u + η (K − s) u ]
 * </pre>
 *
 * <p>Edge Flow's direction and magnitude are the first order of this map about {@code ηs = 2}. The
 * map itself has two advantages over their Euler step. For {@code ηs > 2} Euler's step of the
 * direction amplifies what is flat, by {@code ηs − 1} against 1. And δ need not be one eigenvector:
 * where several eigenvalues are at the edge at once, δ becomes the mixture of their directions that
 * GD oscillates along. With the chord closure {@code c_k + (−1)^k δ_k} is a GD trajectory exactly,
 * whatever has been handed over (below).
 *
 * <p>The map is taken from the HVP where the chord's difference would be rounding: between two
 * leaps an oscillation falls many orders of magnitude below what a difference of gradients
 * resolves, and still is GD's own mixture of directions, which Euler's step would not keep. Only
 * what is as small as rounding itself has no mixture to keep. There direction and magnitude take
 * Euler's step: the map would let the flat directions, of factor −1, outlive an oscillation that
 * decays, and the noise would go where they point.
 *
 * <p>After each step the two give each other what is the other's, which leaves {@code c + (−1)^k δ}
 * as it is. Once {@code ηs} has neared 2, the part o of the centre along u that alternates (see
 * {@link Alternation}) is handed over with its sign, as in {@link Transfer}: {@code c ← c − o u},
 * {@code δ ← δ + (−1)^k o u}. And what of δ alternates stands still among GD's iterates: flat
 * directions, which a large oscillation has bent into δ, and which the map keeps for ever. Where it
 * is a good part of δ it goes to the centre: {@code δ ← δ − q}, {@code c ← c + (−1)^k q}.
 *
 * <p>A step costs what one evaluation of the flow does. Beside the state and its slope it holds
 * eleven vectors.
 *
 * @param from the scaled curvature ηs from which on the handover is made
 */
public record TwoStep(double from) implements Solver {
  /** Less of δ than this share is left: it is within what the test takes for alternating. */
  private static final double STILL = 0.1;

  /** From so many roundings of the centre on, the oscillation is GD's and not the noise's. */
  private static final double ROUNDINGS = 1e3;

  @Override
  public Stepper start(Flow flow, State state) {
    if (!(flow instanceof OscillatingFlow oscillating)) {
      throw new IllegalArgumentException(
          "solver 'two-step' needs a flow with a direction and a magnitude, which this one lacks;"
              + " use euler or rk4.");
    }
    WholeSteps.require(flow, "two-step");
    return new Walk(oscillating, state);
  }

  private final class Walk implements Stepper {
    private final OscillatingFlow flow;
    private final State state;
    private final State slope;
    private final TensorBackend backend;
    private final Tensor oscillation;
    private final Alternation ofCentre;
    private final Alternation ofOscillation;
    private final SignedAmplitude phase = new SignedAmplitude();

    Walk(OscillatingFlow flow, State state) {
      this.flow = flow;
      this.state = state;
      this.slope = state.like();
      this.backend = state.backend();
      this.oscillation = backend.copyOf(state.centre());
      this.ofCentre = new Alternation(state.centre());
      this.ofOscillation = new Alternation(state.centre());
    }

    @Override
    public State state() {
      return state;
    }

    @Override
    public Reading step() {
      Reading reading = flow.derivative(state, slope);
      double scaledCurvature = flow.scaledCurvature(reading);
      double amplitude = flow.amplitude(state);
      boolean audible = isAudible();
      ofCentre.remember(state.centre());
      state.add(1, slope);
      if (audible) {
        flow.takeMap(state, slope, reading, amplitude);
      }
      flow.settle(state, 1);
      phase.advance();
      if (ofCentre.known() && scaledCurvature >= from) {
        handOver();
      }
      giveBack();
      return reading;
    }

    private boolean isAudible() {
      Tensor centre = state.centre();
      double rootMeanSquare = backend.norm(centre) / Math.sqrt(centre.size());
      return flow.magnitude(state) > ROUNDINGS * centre.dataType().epsilon() * rootMeanSquare;
    }

    private void handOver() {
      Tensor direction = flow.direction(state);
      double along = flow.along(state, ofCentre.of(state.centre()));
      flow.takeFromCentre(state, along);
      ofCentre.remove(along, direction);
      ofOscillation.add(phase.phase() * along, direction);
      phase.take(along, flow, state);
    }

    private void giveBack() {
      if (!isAudible()) {
        ofOscillation.forget();
        return;
      }
      Tensor direction = flow.direction(state);
      backend.copy(direction, oscillation);
      backend.scale(phase.signed(flow, state), oscillation);
      if (ofOscillation.known()) {
        Tensor still = ofOscillation.of(oscillation);
        double length = flow.magnitude(state);
        double share = backend.norm(still) / length;
        if (share >= STILL && share <= 1 / STILL) {
          double sign = phase.phase();
          backend.axpy(-1, still, oscillation);
          ofOscillation.remove(1, still);
          backend.axpy(sign, still, state.centre());
          ofCentre.add(sign, still);
          phase.set(oscillation, flow, state);
        }
      }
      ofOscillation.remember(oscillation);
    }

    @Override
    public void visit(Fields fields) {
      state.visit(fields);
      fields.part("centre", ofCentre);
      fields.part("oscillation", ofOscillation);
      fields.part("amplitude", phase);
    }
  }

  /** Builds the method from configs. */
  public static final class Factory implements SolverFactory<Factory.Settings> {

    /** The settings of {@code two-step}. */
    public record Settings(
        @Setting(
                value = "The scaled curvature ηs from which on the centre's alternation is taken.",
                byDefault = "1.8",
                atLeast = 0)
            double from) {}

    @Override
    public Description description() {
      return new Description(
          "Steps of one GD iteration, the oscillation by GD's own two-step map δ ← (ηK − I)δ.");
    }

    @Override
    public Solver create(Settings settings) {
      return new TwoStep(settings.from());
    }
  }
}
