package org.edgeflow.core.plugin;

import java.util.Locale;

/** The kinds of pluggable parts. */
public enum Kind {
  /** Continuous-time models of the optimizer. */
  FLOW,
  /** How flows are advanced. */
  SOLVER,
  /** What is minimized. */
  OBJECTIVE,
  /** What networks are trained on. */
  DATASET,
  /** The discrete reference algorithms. */
  OPTIMIZER,
  /** Where tensors live. */
  BACKEND,
  /** What is measured along a run beside the fixed columns. */
  PROBE,
  /** What is made of a finished run. */
  REPORTER;

  /** The kind as users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
