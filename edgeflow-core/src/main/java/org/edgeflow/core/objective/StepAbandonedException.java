package org.edgeflow.core.objective;

/** Somebody wants the step under way to end half done. */
public final class StepAbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of a step that was asked to end. */
  public StepAbandonedException() {
    super("the step was abandoned");
  }
}
