package org.edgeflow.core.settings;

/**
 * What a part says of itself.
 *
 * @param summary one sentence
 * @param source the paper and equation it comes from, or empty
 */
public record Description(String summary, String source) {

  /** A description of something that no paper defines. */
  public Description(String summary) {
    this(summary, "");
  }
}
