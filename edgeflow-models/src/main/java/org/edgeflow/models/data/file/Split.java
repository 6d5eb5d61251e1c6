package org.edgeflow.models.data.file;

/** Which part of an image collection. */
public enum Split {
  /** The images to train on. */
  TRAIN("train"),
  /** The images held back. */
  TEST("t10k");

  private final String stem;

  Split(String stem) {
    this.stem = stem;
  }

  /** How the names of its IDX files begin. */
  public String stem() {
    return stem;
  }

  /** The split as messages name it. */
  public String label() {
    return this == TRAIN ? "training split" : "test split";
  }
}
