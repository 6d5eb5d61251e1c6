package org.edgeflow.core.settings;

import java.util.List;

/** Bad input: every problem found, each a message for the person who wrote it. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final List<String> problems;

  /** With at least one problem. */
  public ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** With one problem. */
  public ConfigException(String problem) {
    this(List.of(problem));
  }

  /** The problems, in the order found. */
  public List<String> problems() {
    return problems;
  }
}
