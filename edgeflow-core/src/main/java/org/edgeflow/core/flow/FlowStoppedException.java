package org.edgeflow.core.flow;

/** A flow cannot go on from where it is. The loop records it as an outcome; other models go on. */
public final class FlowStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what happened and what to try, for the person who configured the flow. */
  public FlowStoppedException(String advice) {
    super(advice);
  }
}
