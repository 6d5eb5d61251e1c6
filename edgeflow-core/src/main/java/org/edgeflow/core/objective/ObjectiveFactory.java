package org.edgeflow.core.objective;

import java.util.Optional;
import java.util.function.Function;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Builds a problem.
 *
 * @param <S> its settings
 */
public interface ObjectiveFactory<S extends Record>
    extends Factory<S, Function<ObjectiveFactory.Context, Problem>> {

  /** Whether the config must name a dataset for it: not unless the factory says so. */
  default boolean needsDataset() {
    return false;
  }

  /** Whether the config may name a dataset for it. */
  default boolean takesDataset() {
    return needsDataset();
  }

  /**
   * Whether its loss is a mean over examples, so that a config may sample them ({@link
   * Objective#sampled}).
   */
  default boolean hasExamples() {
    return takesDataset();
  }

  /**
   * Builds the problem.
   *
   * @throws org.edgeflow.core.settings.ConfigException if the parts do not fit together
   */
  Problem create(S settings, Context context);

  @Override
  default Function<Context, Problem> configured(S settings) {
    return context -> create(settings, context);
  }

  /**
   * What an objective is built from.
   *
   * @param backend where its tensors live
   * @param dataset present if {@link #needsDataset}, absent unless {@link #takesDataset}
   * @param seed for the initial parameters
   * @param asOutside whether its parameters must be the outside's, unturned, whatever the settings
   *     say: so it can be evaluated at parameters that another problem exports
   */
  record Context(TensorBackend backend, Optional<Dataset> dataset, long seed, boolean asOutside) {

    /** In the coordinates that the settings ask for. */
    public Context(TensorBackend backend, Optional<Dataset> dataset, long seed) {
      this(backend, dataset, seed, false);
    }
  }
}
