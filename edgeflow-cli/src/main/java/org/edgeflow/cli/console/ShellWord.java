package org.edgeflow.cli.console;

/** Words as a shell reads them back. */
public final class ShellWord {
  private ShellWord() {}

  /** The word itself, in single quotes where it needs them. */
  public static String of(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
