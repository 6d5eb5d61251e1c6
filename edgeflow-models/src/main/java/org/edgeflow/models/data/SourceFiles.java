package org.edgeflow.models.data;

/** Where the files of an image collection come from. */
interface SourceFiles {

  /**
   * The two files of one split.
   *
   * @throws org.edgeflow.core.settings.ConfigException if one cannot be had
   */
  Pair read(Split split);

  /**
   * The files of one split.
   *
   * @param images an IDX array of three axes: example, row, column
   * @param labels an IDX array of one axis: example
   */
  record Pair(SourceFile images, SourceFile labels) {}
}
