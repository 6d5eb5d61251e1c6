package org.edgeflow.core.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Factory;

/**
 * Builds a flow.
 *
 * @param <S> its settings
 */
public interface FlowFactory<S extends Record> extends Factory<S, FlowFactory.Configured<?>> {

  /** Builds it. */
  Flow create(S settings, Context context);

  /**
   * Whether the flow describes an optimizer; a config that asks for another is refused with the
   * names of those that it does describe.
   */
  default boolean describes(UpdateRule rule) {
    return rule.isGradientDescent();
  }

  /**
   * Refuses an optimizer that the flow describes, but not with these settings.
   *
   * @throws IllegalArgumentException with what was expected
   */
  default void requireRule(S settings, UpdateRule rule) {}

  /** What {@link #requireRule} and others refuse, and why: a sentence each, for people. */
  default List<String> refusals() {
    return List.of();
  }

  /**
   * The name of the solver that this flow is defined with, used where the config names none.
   *
   * @return a name of the registry
   */
  default String defaultSolver() {
    return "euler";
  }

  /**
   * The same, for settings that ask for a solver of their own.
   *
   * @return as a config names it
   */
  default SolverChoice defaultSolver(S settings) {
    return new SolverChoice(
        defaultSolver(),
        defaultStepsPerIteration() == 1
            ? Map.of()
            : Map.of("steps-per-iteration", Integer.toString(defaultStepsPerIteration())));
  }

  /**
   * Refuses a solver that the settings contradict.
   *
   * @param solver its name in the registry
   * @throws IllegalArgumentException with what was expected
   */
  default void requireSolver(S settings, String solver) {}

  /**
   * Refuses a start that the settings contradict.
   *
   * @param startAfter the step of the optimizer at which the flow starts
   * @throws IllegalArgumentException with what was expected
   */
  default void requireStart(S settings, long startAfter) {}

  /**
   * What everybody who reads a model's results must know about it; empty for most.
   *
   * @param solver the solver that advances it, with all its settings
   * @return part of a sentence, without a full stop
   */
  default String remark(S settings, SolverChoice solver) {
    return "";
  }

  @Override
  default Configured<S> configured(S settings) {
    return new Configured<>(this, settings);
  }

  /** A factory of flows with its settings; its methods are the factory's. */
  record Configured<S extends Record>(FlowFactory<S> factory, S settings) {

    /** Builds the flow. */
    public Flow create(Context context) {
      return factory.create(settings, context);
    }

    /** Whether the flow describes an optimizer. */
    public boolean describes(UpdateRule rule) {
      return factory.describes(rule);
    }

    /**
     * Refuses an optimizer that the flow describes, but not with these settings.
     *
     * @throws IllegalArgumentException with what was expected
     */
    public void requireRule(UpdateRule rule) {
      factory.requireRule(settings, rule);
    }

    /**
     * Refuses a start that the settings contradict.
     *
     * @throws IllegalArgumentException with what was expected
     */
    public void requireStart(long startAfter) {
      factory.requireStart(settings, startAfter);
    }

    /** The solver that is used where the config names none. */
    public SolverChoice defaultSolver() {
      return factory.defaultSolver(settings);
    }

    /**
     * What everybody who reads the model's results must know about it; empty for most.
     *
     * @throws IllegalArgumentException if the settings contradict the solver
     */
    public String remark(SolverChoice solver) {
      factory.requireSolver(settings, solver.name());
      return factory.remark(settings, solver);
    }
  }

  /** A solver's name in the registry, and some of its settings as a config has them. */
  record SolverChoice(String name, Map<String, String> settings) {}

  /**
   * How many steps of the default solver make one iteration. More than 1 for a flow whose sharp
   * directions relax faster than an explicit step of a whole iteration can follow; the default
   * solver then is one that takes {@code steps-per-iteration}.
   */
  default int defaultStepsPerIteration() {
    return 1;
  }

  /**
   * What a flow is built from.
   *
   * @param objective what it may evaluate; every evaluation is counted as the flow's
   * @param rule the optimizer that it describes
   * @param seed for whatever it draws
   * @param sampling what a step of the optimizer sees of the examples, made anew at each call;
   *     empty: all of them, as they are
   */
  record Context(
      Objective objective, UpdateRule rule, long seed, Supplier<Optional<SampledLoss>> sampling) {

    /** Of an optimizer that sees all examples. */
    public Context(Objective objective, UpdateRule rule, long seed) {
      this(objective, rule, seed, Optional::empty);
    }

    /** η. */
    public double learningRate() {
      return rule.learningRate();
    }
  }
}
