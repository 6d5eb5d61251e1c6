package org.edgeflow.models.dl4j.compile;

/** The exact engine lacks something; the message says what. */
final class NotCompilable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCompilable(String what) {
    super(what, null, false, false);
  }
}
