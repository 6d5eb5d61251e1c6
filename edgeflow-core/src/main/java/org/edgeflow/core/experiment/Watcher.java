package org.edgeflow.core.experiment;

/** Looks on after every step of a run, and may stop it there. */
@FunctionalInterface
public interface Watcher {

  /**
   * Called after every step.
   *
   * @return whether to go on
   */
  boolean after(Progress progress);
}
