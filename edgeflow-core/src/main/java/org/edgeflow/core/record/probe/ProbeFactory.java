package org.edgeflow.core.record.probe;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.tensor.Tensor;

/**
 * Builds a probe.
 *
 * @param <S> its settings
 */
public interface ProbeFactory<S extends Record> extends Factory<S, ProbeFactory.Configured<?>> {

  /**
   * Whether what it measures is defined along an optimizer's trajectory; a config that asks for it
   * along another's is refused.
   */
  default boolean describes(UpdateRule rule) {
    return true;
  }

  /** Whether what it measures are the examples of a dataset, which not every objective has. */
  default boolean asksAboutExamples() {
    return false;
  }

  /** Builds a probe for one trajectory. */
  Probe create(S settings, Context context);

  /**
   * What a probe is built from.
   *
   * @param objective for measuring; what it costs is not the model's
   * @param blocks the objective's parameters in named slices
   * @param rule the run's optimizer, with its learning rate
   * @param seed of what the probe draws
   * @param heldOut the accuracy on examples that nobody trains on, where the config has some
   */
  record Context(
      Objective objective,
      List<ParameterBlock> blocks,
      UpdateRule rule,
      long seed,
      Optional<ToDoubleFunction<Tensor>> heldOut) {

    /** Without examples held out. */
    public Context(Objective objective, List<ParameterBlock> blocks, UpdateRule rule, long seed) {
      this(objective, blocks, rule, seed, Optional.empty());
    }
  }

  @Override
  default Configured<S> configured(S settings) {
    return new Configured<>(this, settings);
  }

  /** A factory of probes with its settings; its methods are the factory's. */
  record Configured<S extends Record>(ProbeFactory<S> factory, S settings) {

    /** Whether what it measures is defined along an optimizer's trajectory. */
    public boolean describes(UpdateRule rule) {
      return factory.describes(rule);
    }

    /** Builds the probe. */
    public Probe create(Context context) {
      return factory.create(settings, context);
    }
  }
}
