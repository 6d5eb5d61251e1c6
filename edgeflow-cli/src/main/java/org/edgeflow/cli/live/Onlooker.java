package org.edgeflow.cli.live;

import java.util.OptionalInt;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.record.Recorder;

/** Looks on while a run goes on. */
public interface Onlooker extends AutoCloseable {

  /**
   * A live page where a port is given; nobody otherwise.
   *
   * @throws org.edgeflow.core.settings.ConfigException if the port is taken
   */
  static Onlooker of(
      OptionalInt port, ExperimentPlan plan, RunLayout layout, Experiment experiment) {
    return port.isPresent()
        ? LivePage.open(new GrowingRun(plan, layout, experiment), port.getAsInt())
        : recorder -> recorder;
  }

  /** A recorder that hands rows on to another, and lets this one see them. */
  Recorder beside(Recorder recorder);

  /** Called by the run's thread after every step. */
  default void afterStep() {}

  /** What to tell the person, if anything. */
  default String announcement() {
    return "";
  }

  @Override
  default void close() {}
}
