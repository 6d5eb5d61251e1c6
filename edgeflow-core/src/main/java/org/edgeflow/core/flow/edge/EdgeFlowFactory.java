package org.edgeflow.core.flow.edge;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.flow.noise.NoiseFloor;
import org.edgeflow.core.flow.noise.RoundingNoise;
import org.edgeflow.core.flow.noise.SamplingNoise;
import org.edgeflow.core.flow.noise.UniformRounding;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/** Builds Edge Flow from configs. */
public final class EdgeFlowFactory implements FlowFactory<EdgeFlowFactory.Settings> {
  private static final String MAP_SOLVER = "two-step";
  private static final String PAPER_SOLVER = "egd";
  private static final String ECONOMICAL_SOLVER = "long-steps";
  private static final String UNIFORM = "rounding-uniform";
  private static final String SAMPLING = "sampling";
  private static final String LONG_STEPS =
      "'preset: economical' (solver long-steps) makes gradient descent's own discretization error";
  private static final String CENTRE_ALONE =
      "'backward-error: centre' is −(η²/2)Hḡ, the centre's in gradient descent alone, and would"
          + " leave out what averages and second moments err by";
  private static final String SAMPLED =
      "'noise: sampling' is the noise of a gradient that moves the parameters at once, and not"
          + " through averages or a preconditioner";
  private static final Set<String> NAMED_NOISE = Set.of("rounding", UNIFORM, SAMPLING);

  /**
   * The settings of {@code edge-flow}. What is not given is the preset's; without a preset, it is
   * Edge Flow as published, and every setting may be changed.
   */
  public record Settings(
      @Setting(
              "paper: as published. flow: a true flow in continuous time, which stays with the"
                  + " optimizer at any step size. economical: gradient descent's in steps of many"
                  + " iterations, for fewer gradients than its own. map: two-step with the chord,"
                  + " the optimizer in other coordinates. Without it: as published, to be varied.")
          Optional<Preset> preset,
      @Setting(
              "Which curvature drives direction and magnitude: H(c)u at the centre, or the chord"
                  + " (g(c+ru) − g(c−ru))/2r, which needs no HVP. As published: centre.")
          Optional<CurvatureClosure> curvature,
      @Setting(
              "The magnitude's growth: ηs − 2, or ln|ηs − 1|, exact on quadratics. As published:"
                  + " linear.")
          Optional<GrowthRate> rate,
      @Setting(
              "What keeps the magnitude alive: rounding (predicts the onset), a number κ (that many"
                  + " times rounding), rounding-uniform (as if the direction were spread over all"
                  + " coordinates), or sampling (the noise of the reference's mini-batches or"
                  + " labels). As published: 0.")
          Optional<String> noise,
      @Setting(
              "r(0): half of GD's first step along the direction, or what rounding makes of it,"
                  + " or, with 'start-after', GD's own as measured. As published: half-step.")
          Optional<InitialMagnitude> initialMagnitude,
      @Setting(
              "How much of GD's backward error the equations hold, for steps finer than an"
                  + " iteration: none, −(η²/2)Hḡ in the centre's, or full, in all three. As"
                  + " published: none.")
          Optional<BackwardError> backwardError,
      @Setting(
              value =
                  "Up to which order in a step's change the full backward error is held: of GD the"
                      + " oscillation's (the centre's is 2), of other optimizers all of it. Each order"
                      + " costs one more evaluation. Otherwise 3 for GD with 'preset: flow', and 2.",
              atLeast = 2,
              atMost = 6)
          Optional<Integer> backwardErrorOrder) {

    /** Fills in what is not given, and refuses what contradicts the preset. */
    public Settings {
      Preset base = preset.orElse(Preset.PAPER);
      if (preset.isPresent()) {
        if (base != Preset.FLOW) {
          agree(base, "curvature", curvature, base.curvature());
        }
        if (base == Preset.PAPER) {
          agree(base, "rate", rate, base.rate());
          agree(base, "noise", noise, base.noise());
        }
        agree(base, "backward-error", backwardError, base.backwardError());
      }
      curvature = Optional.of(curvature.orElse(base.curvature()));
      rate = Optional.of(rate.orElse(base.rate()));
      noise = Optional.of(noise.orElse(base.noise()));
      initialMagnitude = Optional.of(initialMagnitude.orElse(base.initialMagnitude()));
      backwardError = Optional.of(backwardError.orElse(base.backwardError()));
      factor(noise.get());
    }

    private static void agree(Preset preset, String key, Optional<?> given, Object expected) {
      if (given.isPresent() && !given.get().equals(expected)) {
        throw new IllegalArgumentException(
            "'"
                + key
                + "' is '"
                + name(given.get())
                + "', which contradicts 'preset: "
                + name(preset)
                + "' ("
                + name(expected)
                + "); leave one of the two out.");
      }
    }

    private static String name(Object value) {
      return value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** κ. */
    private static double factor(String noise) {
      if (NAMED_NOISE.contains(noise)) {
        return 1;
      }
      double factor;
      try {
        factor = Double.parseDouble(noise);
      } catch (NumberFormatException e) {
        factor = Double.NaN;
      }
      if (!(factor >= 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException(
            "'noise' is '"
                + noise
                + "', expected rounding, rounding-uniform, sampling or a number of at least 0.");
      }
      return factor;
    }

    // In the phase space of the others the series is of the centre, too, and stays at 2.
    private EdgeFlow.Settings variant(UpdateRule rule) {
      int order = rule.isGradientDescent() ? preset.orElse(Preset.PAPER).order() : 2;
      return new EdgeFlow.Settings(
          curvature.orElseThrow(),
          rate.orElseThrow(),
          factor(noise.orElseThrow()),
          backwardError.orElseThrow(),
          backwardErrorOrder.orElse(order));
    }
  }

  @Override
  public Description description() {
    return new Description(
        "Centre, oscillation direction and magnitude of the optimizer at the edge of stability.",
        "arXiv 2606.18080 (gradient descent); ours for optimizers that remember");
  }

  @Override
  public String defaultSolver() {
    return PAPER_SOLVER;
  }

  @Override
  public SolverChoice defaultSolver(Settings settings) {
    if (settings.preset().isPresent() && settings.preset().get() != Preset.FLOW) {
      return new SolverChoice(solverOf(settings.preset().get()), Map.of());
    }
    return new SolverChoice(
        settings.backwardError().equals(Optional.of(BackwardError.FULL))
            ? "adaptive"
            : PAPER_SOLVER,
        Map.of());
  }

  /** Of every preset but the flow's, which any fine solver advances. */
  private static String solverOf(Preset preset) {
    return switch (preset) {
      case MAP -> MAP_SOLVER;
      case ECONOMICAL -> ECONOMICAL_SOLVER;
      case PAPER, FLOW -> PAPER_SOLVER;
    };
  }

  @Override
  public void requireSolver(Settings settings, String solver) {
    settings
        .preset()
        .filter(preset -> preset != Preset.FLOW)
        .ifPresent(
            preset -> {
              String expected = solverOf(preset);
              if (!solver.equals(expected)) {
                throw new IllegalArgumentException(
                    "solver '"
                        + solver
                        + "' contradicts 'preset: "
                        + Settings.name(preset)
                        + "' ("
                        + expected
                        + "); leave one of the two out.");
              }
            });
  }

  @Override
  public void requireStart(Settings settings, long startAfter) {
    if (startAfter == 0
        && settings.initialMagnitude().equals(Optional.of(InitialMagnitude.MEASURED))) {
      throw new IllegalArgumentException(
          "'initial-magnitude: measured' is GD's oscillation where the models start, and"
              + " 'start-after' is 0, where GD has not run yet; give the run a 'start-after', or the"
              + " model half-step or rounding");
    }
  }

  @Override
  public String remark(Settings settings, SolverChoice solver) {
    return solver.name().equals(MAP_SOLVER)
            && settings.curvature().equals(Optional.of(CurvatureClosure.CHORD))
        ? "gradient descent in other coordinates"
        : "";
  }

  @Override
  public boolean describes(UpdateRule rule) {
    return true;
  }

  @Override
  public void requireRule(Settings settings, UpdateRule rule) {
    if (rule.isGradientDescent()) {
      return;
    }
    if (settings.preset().equals(Optional.of(Preset.ECONOMICAL))) {
      throw new IllegalArgumentException(LONG_STEPS + "; take 'preset: flow'");
    }
    if (settings.backwardError().equals(Optional.of(BackwardError.CENTRE))) {
      throw new IllegalArgumentException(CENTRE_ALONE + "; take full or none");
    }
    if (settings.noise().equals(Optional.of(SAMPLING))) {
      throw new IllegalArgumentException(SAMPLED + "; take 'noise: rounding' or 0");
    }
  }

  @Override
  public List<String> refusals() {
    return List.of(
        "Of other optimizers than gradient-descent: " + CENTRE_ALONE + ".",
        "Of other optimizers than gradient-descent: " + LONG_STEPS + ".",
        "Of other optimizers than gradient-descent: " + SAMPLED + ".",
        "Optimizers whose oscillation would leave the unit circle as a complex pair, as an average"
            + " of an average does for β > 1/3: the sign does not change at every step there. None"
            + " that is plugged in is one; the eight all leave at −1.",
        "Optimizers with one second moment a parameter where the objective has turned its"
            + " parameters ('row-space'): there they would be another algorithm.",
        "'backward-error: full' with a solver that takes explicit steps of one iteration (egd,"
            + " transfer, two-step, euler): their error would count twice.");
  }

  @Override
  public Flow create(Settings settings, Context context) {
    TopEigenvectorSeed seed =
        new TopEigenvectorSeed(context.seed(), settings.initialMagnitude().orElseThrow());
    NoiseFloor noise = noise(settings, context);
    UpdateRule rule = context.rule();
    EdgeFlow.Settings variant = settings.variant(rule);
    return rule.isGradientDescent()
        ? new EdgeFlow(context.objective(), context.learningRate(), variant, seed, noise)
        : new StatefulEdgeFlow(context.objective(), rule, variant, seed, noise);
  }

  // A kick to the iterate counts for as much as the optimizer's filter makes of it.
  private static NoiseFloor noise(Settings settings, Context context) {
    double gain = context.rule().momentum().gainOfKicks();
    String kind = settings.noise().orElseThrow();
    if (kind.equals(UNIFORM)) {
      return new UniformRounding(gain);
    }
    if (!kind.equals(SAMPLING)) {
      double factor = Settings.factor(kind);
      return factor > 0 ? new RoundingNoise(context.objective(), gain * factor) : NoiseFloor.NONE;
    }
    return new SamplingNoise(
        context
            .sampling()
            .get()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'noise: sampling' is the noise of the reference's mini-batches and"
                            + " labels, and the reference sees every example as it is. Give the"
                            + " run a section 'sampling', or the model 'noise: rounding'.")),
        context.learningRate(),
        context.seed());
  }
}
