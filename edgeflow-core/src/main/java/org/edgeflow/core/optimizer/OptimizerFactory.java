package org.edgeflow.core.optimizer;

import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Builds the reference optimizer.
 *
 * @param <S> its settings
 */
public interface OptimizerFactory<S extends Record>
    extends Factory<S, OptimizerFactory.Configured<?>> {

  /**
   * What the optimizer will do, as data; models are chosen and built by it.
   *
   * @throws IllegalArgumentException if the settings do not make a rule, saying why
   */
  UpdateRule rule(S settings, double learningRate);

  /**
   * Whether it carries out a rule: a discrete algorithm that models describe, and that may see some
   * of the examples at a time. An optimizer that is made of a flow is neither.
   */
  default boolean isRule() {
    return true;
  }

  /**
   * An optimizer at its start, for parameters of one dimension on one backend: its rule carried
   * out. What no rule describes needs a class of its own.
   */
  default Optimizer create(S settings, double learningRate, TensorBackend backend, int dimension) {
    return new PreconditionedDescent(rule(settings, learningRate), backend, dimension);
  }

  @Override
  default Configured<S> configured(S settings) {
    return new Configured<>(this, settings);
  }

  /** A factory of optimizers with its settings; its methods are the factory's. */
  record Configured<S extends Record>(OptimizerFactory<S> factory, S settings) {

    /**
     * What the optimizer will do, as data.
     *
     * @throws IllegalArgumentException if the settings do not make a rule, saying why
     */
    public UpdateRule rule(double learningRate) {
      return factory.rule(settings, learningRate);
    }

    /** Whether it carries out a rule, which models describe and samples may be given to. */
    public boolean isRule() {
      return factory.isRule();
    }

    /** An optimizer at its start. */
    public Optimizer create(double learningRate, TensorBackend backend, int dimension) {
      return factory.create(settings, learningRate, backend, dimension);
    }
  }
}
