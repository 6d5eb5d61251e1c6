package org.edgeflow.core.descent;

import java.util.Locale;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.flow.edge.BackwardError;
import org.edgeflow.core.flow.edge.CurvatureClosure;
import org.edgeflow.core.flow.edge.EdgeFlow;
import org.edgeflow.core.flow.edge.GrowthRate;
import org.edgeflow.core.flow.edge.InitialMagnitude;
import org.edgeflow.core.flow.edge.TopEigenvectorSeed;
import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.optimizer.Optimizer;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.Adaptive;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Training with Edge Flow: the iterate is the flow's centre, and the oscillation that gradient
 * descent would have about it is carried beside it, as a direction and a magnitude. An iteration is
 * one unit of the flow's time, a step of η of gradient descent:
 *
 * <ul>
 *   <li>K steps of length 1/K ({@link ExponentialEuler}) of the flow with the chord's curvature and
 *       the logarithmic rate, the magnitude its own or steered ({@link MagnitudeControl}); or
 *   <li>the flow with GD's backward error in steps that a tolerance allows ({@link Adaptive}).
 * </ul>
 *
 * <p>Cost of an iteration: 2K gradients (3K where the sharpness is held); K products more while the
 * magnitude is too small for a difference of gradients to resolve; and one loss, at the old
 * iterate. With a tolerance it is what the tolerance takes. A product of a loss without curvature
 * is two gradients. The start costs a top eigenvector. Beside the flow's workspace it holds two
 * states, of two vectors each (adaptive: eleven).
 */
public final class EdgeDescent implements Optimizer {
  /** So many roundings is the shortest step whose change is not lost. */
  private static final double ROUNDINGS = 16;

  /** What the iterate may err by, of the tolerance. */
  private static final double CENTRE_SHARE = 0.01;

  private final double learningRate;
  private final Settings settings;
  private final LossOfTheStep loss;
  private final EdgeFlow flow;
  private final MagnitudeControl control;
  private State state;
  private Runnable iteration;
  private Snapshot.Part moving;

  /** What steers the magnitude. */
  public enum Control {
    /** Nothing: it is the flow's. */
    NONE,
    /** It grows at the rate of the sharpness that is coming. */
    DAMPING,
    /** It is bounded. */
    CLIP,
    /** It keeps the sharpness at 2/η. */
    HOLD
  }

  /**
   * How to train.
   *
   * @param substeps K ≥ 1
   * @param tolerance of the adaptive steps that take the place of K; empty: K steps
   * @param initialMagnitude half-step or rounding
   * @param timeScale τ of damping and hold, in iterations
   * @param lossShare what the oscillation may add to the loss, relatively, for clip
   */
  public record Settings(
      int substeps,
      Optional<Double> tolerance,
      Control control,
      InitialMagnitude initialMagnitude,
      double timeScale,
      double lossShare) {

    /** The defaults of a config, with these two. */
    public static Settings of(int substeps, Control control) {
      return new Settings(substeps, Optional.empty(), control, InitialMagnitude.HALF_STEP, 5, 0.1);
    }
  }

  /**
   * An optimizer that has not begun.
   *
   * @param learningRate η
   */
  public EdgeDescent(Settings settings, double learningRate, TensorBackend backend, int dimension) {
    this.settings = settings;
    this.learningRate = learningRate;
    this.loss = new LossOfTheStep(backend, dimension);
    this.flow =
        new EdgeFlow(
            loss,
            learningRate,
            new EdgeFlow.Settings(
                CurvatureClosure.CHORD,
                GrowthRate.LOGARITHMIC,
                1,
                settings.tolerance().isPresent() ? BackwardError.FULL : BackwardError.NONE),
            new TopEigenvectorSeed(0, settings.initialMagnitude()));
    this.control =
        switch (settings.control()) {
          case NONE -> new MagnitudeControl.Free();
          case DAMPING -> new MagnitudeControl.Damped(settings.timeScale());
          case CLIP -> new MagnitudeControl.Clipped(settings.lossShare());
          case HOLD -> new HeldMagnitude(loss, settings.timeScale());
        };
    requireSteps(backend);
  }

  private void requireSteps(TensorBackend backend) {
    double shortest = ROUNDINGS * backend.dataType().epsilon();
    String format = backend.dataType().name().toLowerCase(Locale.ROOT);
    double finest = shortest / CENTRE_SHARE;
    if (settings.tolerance().filter(tolerance -> tolerance < finest).isPresent()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'tolerance' is %.2e, and a hundredth of it, which the iterate may err by, is what %s"
                  + " cannot reach; expected at least %.2g, or a finer dtype.",
              settings.tolerance().get(),
              format,
              finest));
    }
    if (settings.tolerance().isEmpty() && settings.substeps() * shortest > 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'substeps' is %d, and what a step of 1/%d of an iteration changes is lost in %s;"
                  + " expected at most %.2g, or a finer dtype.",
              settings.substeps(),
              settings.substeps(),
              format,
              1 / shortest));
    }
  }

  @Override
  public void begin(Loss first, Tensor start) {
    loss.use(first);
    state = flow.initial(Start.at(start));
    double magnitude = flow.magnitude(state);
    double resolved = MagnitudeControl.least(flow, state);
    if (control.steers() && !(magnitude > resolved)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'control: %s' steers an oscillation, and at the start there is none that %s"
                  + " resolves: the magnitude is %.2g, and gradients differ by more than rounding"
                  + " from %.2g on. Begin with 'initial-magnitude: half-step' where a gradient is,"
                  + " give the run 'dtype: float64', or use 'control: clip'.",
              settings.control().name().toLowerCase(Locale.ROOT),
              start.dataType().name().toLowerCase(Locale.ROOT),
              magnitude,
              resolved));
    }
    if (settings.tolerance().isPresent()) {
      double tolerance = settings.tolerance().get();
      Stepper stepper =
          new Adaptive(Adaptive.Method.BOGACKI_SHAMPINE, tolerance, CENTRE_SHARE * tolerance)
              .start(flow, state);
      moving = stepper;
      iteration = stepper::step;
    } else {
      ExponentialEuler euler = new ExponentialEuler(flow, state, control);
      moving = state;
      iteration = () -> substeps(euler);
    }
  }

  private void substeps(ExponentialEuler euler) {
    for (int n = 0; n < settings.substeps(); n++) {
      euler.step(1.0 / settings.substeps());
    }
  }

  @Override
  public double step(Loss next, Tensor iterate) {
    loss.use(next);
    double before = loss.loss(iterate);
    iteration.run();
    iterate.backend().copy(state.centre(), iterate);
    return before;
  }

  /** r, the magnitude of the oscillation about the iterate. */
  public double magnitude() {
    return flow.magnitude(state);
  }

  @Override
  public UpdateRule rule() {
    return UpdateRule.gradientDescent(learningRate);
  }

  @Override
  public void visit(Fields fields) {
    fields.part("state", moving);
    fields.part("flow", flow);
    fields.part("control", control);
  }
}
