package org.edgeflow.cli.console;

/** What a command ends with. */
public final class ExitCode {
  /** Done; a model that diverged is an outcome. */
  public static final int DONE = 0;

  /** A defect of EdgeFlow. */
  public static final int BUG = 1;

  /** Bad input. */
  public static final int BAD_INPUT = 2;

  /** The environment cannot do it. */
  public static final int ENVIRONMENT = 3;

  /** Interrupted; a checkpoint is saved. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
