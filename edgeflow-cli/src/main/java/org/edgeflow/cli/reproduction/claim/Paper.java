package org.edgeflow.cli.reproduction.claim;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.settings.Node;

/**
 * A file of claims.
 *
 * @param file where it was read
 * @param numbers the arXiv numbers whose claims these are
 * @param title one line
 * @param ours what of it is not the paper's, or empty
 * @param quick whether it takes seconds
 * @param runs the configs by name
 * @param claims at least one
 */
public record Paper(
    Path file,
    List<String> numbers,
    String title,
    String ours,
    boolean quick,
    Map<String, Variations> runs,
    List<Claim> claims) {

  /**
   * A run, once or several times with other values.
   *
   * @param configs one a variation
   * @param labels what each varies, or empty
   * @param values the first value that each varies, NaN if it is no number
   */
  public record Variations(List<Node.Mapping> configs, List<String> labels, double[] values) {}

  /** The name of the file without its ending: a folder for its runs. */
  public String name() {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  /** The papers as a table names them. */
  public String id() {
    return String.join(", ", numbers);
  }
}
