package org.edgeflow.models.dl4j;

import java.nio.file.Path;
import java.util.Optional;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.models.network.setting.RowSpaceWork;

/**
 * Builds an objective from a network that DL4J defined: its JSON configuration, with parameters
 * that DL4J draws from the run's seed, or a zip that DL4J saved, with its own parameters.
 *
 * <p>The loss is the network's own, over the whole dataset. The exact engine differentiates it, or
 * DL4J, with HVPs by differences of gradients. A network whose score is not one differentiable
 * function of its parameters is refused, by {@link Admission}.
 */
public final class GivenNetworkFactory implements ObjectiveFactory<GivenNetworkFactory.Settings> {

  /** The settings of {@code dl4j}. */
  public record Settings(
      @Setting("A network's configuration, as DL4J's toJson() writes it; this or 'network'.")
          Optional<Path> configuration,
      @Setting("A zip of a network, as DL4J's save() writes it; this or 'configuration'.")
          Optional<Path> network,
      @Setting(
              value = "Who differentiates the network; DL4J where the exact engine lacks a layer.",
              byDefault = "exact")
          Engine engine,
      RowSpaceWork work) {
    /** The settings of a network that DL4J evaluates. */
    public Settings(Optional<Path> configuration, Optional<Path> network) {
      this(configuration, network, Engine.DL4J, RowSpaceWork.DEFAULT);
    }

    /** Checks that exactly one is given. */
    public Settings {
      if (configuration.isPresent() == network.isPresent()) {
        throw new IllegalArgumentException(
            (network.isPresent() ? "both" : "neither")
                + " of 'configuration' and 'network' are given, expected one of them");
      }
    }
  }

  @Override
  public Description description() {
    return new Description(
        "A network from a DL4J configuration or zip, with exact derivatives where they can be had.");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Dl4jLibrary.require("dl4j");
    return NetworkOfDl4j.problem(settings, context);
  }
}
