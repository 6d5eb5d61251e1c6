package org.edgeflow.core.solver.rungekutta;

import java.util.Locale;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Steps as long as a tolerance allows, over any flow.
 *
 * <pre>
 *   repeat until the iteration is full
 *     take a step of the method, and estimate its error
 *     e = max( ‖error of c‖ / (centreTolerance max ‖c‖),
 *              ‖error of x‖ / (tolerance max ‖x‖) for every other vector x,
 *              |error of a| / tolerance for every number a )
 *     accept it if e ≤ 1; choose the next length ({@link StepSizeControl})
 *   settle after every accepted step
 * </pre>
 *
 * <p>The centre's length is the longest that it has had: one that comes to rest at 0 keeps
 * rounding's absolute error. Edge Flow carries its magnitude as ln r, so the tolerance is r's
 * relative one. A step too short to go on ends the model's run, with advice. A step costs the
 * method's stages, and one more evaluation for some estimates; where the last is at the step's end
 * and the flow keeps its slopes, it is the first of the next step, and a rejected step costs one
 * less than an accepted one.
 *
 * @param method what takes the steps
 * @param tolerance of directions and magnitude, in a step
 * @param centreTolerance of the centre, relative to its length, in a step
 * @param longestStep what no step is longer than, in iterations
 */
public record Adaptive(Method method, double tolerance, double centreTolerance, double longestStep)
    implements Solver {
  private static final double FIRST_STEP = 0.25;
  // Where a flow knows of no stiff direction, the plain centre's along the oscillation may be one.
  private static final double LEAST_RATE = 4;
  // The rate is that at the edge; beyond it it grows.
  private static final double BEYOND = 1.5;

  /** With steps of up to an iteration. */
  public Adaptive(Method method, double tolerance, double centreTolerance) {
    this(method, tolerance, centreTolerance, 1);
  }

  /** Methods that estimate their error. */
  public enum Method {
    /** Heun's, order 2. */
    HEUN(Tableau.HEUN),
    /** Bogacki's and Shampine's, order 3. */
    BOGACKI_SHAMPINE(Tableau.BOGACKI_SHAMPINE),
    /** Dormand's and Prince's, order 5. */
    DORMAND_PRINCE(Tableau.DORMAND_PRINCE),
    /** Runge, Kutta and Chebyshev: order 2, stages for the stiffness. */
    CHEBYSHEV(null);

    private final Tableau tableau;

    Method(Tableau tableau) {
      this.tableau = tableau;
    }

    EstimatedStep step(Flow flow, State like) {
      return tableau == null
          ? new ChebyshevStep(BEYOND * Math.max(LEAST_RATE, flow.relaxationRate()), like)
          : new EmbeddedStep(tableau, like);
    }
  }

  @Override
  public Stepper start(Flow flow, State state) {
    double reachable = 16 * state.centre().dataType().epsilon();
    if (Math.min(tolerance, centreTolerance) < reachable) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' is %.3g, which %s cannot reach; expected at least %.2g, or a finer dtype.",
              centreTolerance < reachable ? "centre-tolerance" : "tolerance",
              centreTolerance < reachable ? centreTolerance : tolerance,
              state.centre().dataType().name().toLowerCase(Locale.ROOT),
              reachable));
    }
    return new Walk(flow, state);
  }

  private final class Walk implements Stepper {
    private final Flow flow;
    private final State state;
    private final State trial;
    private final State error;
    private final EstimatedStep step;
    private final StepSizeControl control;
    private final double[] longest;

    Walk(Flow flow, State state) {
      this.flow = flow;
      this.state = state;
      this.trial = state.like();
      this.error = state.like();
      this.step = method.step(flow, state);
      this.longest = new double[1 + state.vectors().size()];
      lengthen();
      this.control = new StepSizeControl(step.power(), FIRST_STEP, longestStep);
    }

    @Override
    public State state() {
      return state;
    }

    @Override
    public Reading step() {
      Reading first = null;
      double left = 1;
      while (left > 0) {
        double length = control.within(left);
        Reading reading = step.attempt(flow, state, length, trial, error);
        if (first == null) {
          first = reading;
        }
        if (control.accepts(length, size())) {
          state.set(trial);
          lengthen();
          flow.settle(state, length);
          step.accept(flow.keepsSlopes());
          left = length == left ? 0 : left - length;
        }
      }
      return first;
    }

    private void lengthen() {
      TensorBackend backend = state.backend();
      longest[0] = Math.max(longest[0], backend.norm(state.centre()));
      int i = 1;
      for (State.Vector key : state.vectors()) {
        longest[i] = Math.max(longest[i], backend.norm(state.vector(key)));
        i++;
      }
    }

    private double size() {
      TensorBackend backend = state.backend();
      double worst =
          backend.norm(error.centre())
              / (centreTolerance
                  * Math.max(
                      Double.MIN_NORMAL, Math.max(longest[0], backend.norm(trial.centre()))));
      int i = 1;
      for (State.Vector key : state.vectors()) {
        double length = Math.max(longest[i], backend.norm(trial.vector(key)));
        worst = worst(worst, backend.norm(error.vector(key)) / (tolerance * (length + 1e-30)));
        i++;
      }
      for (State.Scalar key : state.numbers()) {
        worst = worst(worst, Math.abs(error.number(key)) / tolerance);
      }
      double further = error.furtherNorm();
      if (further != 0) {
        worst = worst(worst, further / (tolerance * trial.furtherNorm()));
      }
      return worst;
    }

    private static double worst(double a, double b) {
      return Double.isNaN(b) ? b : Math.max(a, b);
    }

    @Override
    public void visit(Fields fields) {
      state.visit(fields);
      fields.part("step_size", control);
      fields.elements("longest", longest);
      fields.part("slope", step);
    }
  }

  /** Builds the method from configs. */
  public static final class Factory implements SolverFactory<Factory.Settings> {

    /** The settings of {@code adaptive}. */
    public record Settings(
        @Setting(
                value = "What takes the steps and estimates their errors.",
                byDefault = "bogacki-shampine")
            Method method,
        @Setting(
                value = "What a step may err by in the magnitude and in directions, relatively.",
                byDefault = "1e-3",
                above = 0)
            double tolerance,
        @Setting(
                value = "What a step may err by in the centre, relative to its length.",
                byDefault = "1e-5",
                above = 0)
            double centreTolerance,
        @Setting(
                value = "What no step is longer than.",
                byDefault = "1",
                above = 0,
                atMost = 1,
                unit = "iterations")
            double longestStep) {}

    @Override
    public Description description() {
      return new Description("Runge–Kutta steps as long as a tolerance allows.");
    }

    @Override
    public Solver create(Settings settings) {
      return new Adaptive(
          settings.method(),
          settings.tolerance(),
          settings.centreTolerance(),
          settings.longestStep());
    }
  }
}
