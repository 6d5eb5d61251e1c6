package org.edgeflow.models.data.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that was read, as it lies on disk or in the jar.
 *
 * @param name its name without directories
 * @param place where it is, as messages name it
 * @param bytes all of it, still compressed if it was; nobody modifies them
 */
public record SourceFile(String name, String place, byte[] bytes) {

  /** The SHA-256 digest of the bytes, in hexadecimal. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
