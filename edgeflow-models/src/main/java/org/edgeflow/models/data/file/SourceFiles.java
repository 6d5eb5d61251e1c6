package org.edgeflow.models.data.file;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where the files of an image collection come from, and how they are read. */
public interface SourceFiles {

  /**
   * All images of one split.
   *
   * @throws org.edgeflow.core.settings.ConfigException if a file cannot be had, or is not what it
   *     should be
   */
  Part read(Split split);

  /**
   * One split.
   *
   * @param images all of it, in file order
   * @param place where the images are, as messages name it
   * @param digests the SHA-256 digest of each file that was read, by its name
   */
  record Part(LabelledImages images, String place, Map<String, String> digests) {

    /** The images of a pair of IDX files. */
    public static Part idx(SourceFile images, SourceFile labels) {
      Map<String, String> digests = new LinkedHashMap<>();
      digests.put(images.name(), images.sha256());
      digests.put(labels.name(), labels.sha256());
      return new Part(LabelledImages.read(images, labels), images.place(), digests);
    }
  }
}
