package org.edgeflow.cli.directory;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.zip.CRC32;

/**
 * A name of somebody's choice as the name of a folder: its letters and digits stay, of whatever
 * script, and what a shell or a file system may trip over becomes a hyphen. A name that had to be
 * changed carries a mark of the name that it was, so that two names do not share a folder.
 */
public final class FolderName {
  /** A name may have 255 bytes, a character 4 of them. */
  private static final int LONGEST = 60;

  private FolderName() {}

  /**
   * The folder's name.
   *
   * @param name not blank
   */
  public static String of(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String plain = composed.replaceAll("[^\\p{L}\\p{M}\\p{N}._-]+", "-").replaceAll("^[.-]+", "");
    if (plain.codePointCount(0, plain.length()) > LONGEST) {
      plain = plain.substring(0, plain.offsetByCodePoints(0, LONGEST));
    }
    if (plain.equals(composed)) {
      return plain;
    }
    CRC32 mark = new CRC32();
    mark.update(composed.getBytes(StandardCharsets.UTF_8));
    return (plain.isEmpty() ? "experiment" : plain.replaceAll("-+$", ""))
        + String.format("-%08x", mark.getValue());
  }
}
