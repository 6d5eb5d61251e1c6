package org.edgeflow.core.checkpoint;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.edgeflow.core.tensor.DataType;

/**
 * Snapshots in NumPy's {@code .npz} format: a zip of {@code .npy} files, all one-dimensional
 * float64. The zip's comment holds the SHA-256 of all bytes before the comment, so that no bit of
 * the file changes unnoticed, those among them that a zip's own checksums leave out.
 */
public final class SnapshotFile {
  private static final String SUFFIX = ".npy";
  private static final String SEAL = "edgeflow checkpoint, sha256 ";
  private static final int SEAL_LENGTH = SEAL.length() + Sha256.HEX_DIGITS;

  private SnapshotFile() {}

  /** Writes a snapshot, durably; a reader sees the old file or the whole new one. */
  public static void save(Snapshot snapshot, Path file) throws IOException {
    Durable.replace(file, out -> write(snapshot, new BufferedOutputStream(out, 1 << 16)));
  }

  private static void write(Snapshot snapshot, OutputStream out) throws IOException {
    SealedOutput sealed = new SealedOutput(out, SEAL_LENGTH);
    // Not closed: that would close what it writes to.
    ZipOutputStream zip = new ZipOutputStream(sealed);
    zip.setLevel(1);
    zip.setComment("x".repeat(SEAL_LENGTH));
    for (Map.Entry<String, double[]> array : snapshot.arrays().entrySet()) {
      zip.putNextEntry(new ZipEntry(array.getKey() + SUFFIX));
      NpyFile.write(zip, DataType.FLOAT64, array.getValue(), array.getValue().length);
      zip.closeEntry();
    }
    zip.finish();
    out.write((SEAL + sealed.sha256()).getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /**
   * Reads a snapshot.
   *
   * @throws DamagedFileException naming the file, if it is damaged
   * @throws IOException if it is missing or cannot be read
   */
  public static Snapshot load(Path file) throws IOException {
    try {
      checkSeal(file);
      Snapshot snapshot = new Snapshot();
      try (ZipInputStream zip =
          new ZipInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          read(zip, entry.getName(), snapshot);
        }
      }
      return snapshot;
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedFileException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static void checkSeal(Path file) throws IOException {
    MessageDigest digest = Sha256.start();
    String comment;
    try (InputStream in = Files.newInputStream(file)) {
      Sha256.update(digest, in, Math.max(0, Files.size(file) - SEAL_LENGTH));
      comment = new String(in.readNBytes(SEAL_LENGTH), StandardCharsets.ISO_8859_1);
    }
    if (comment.length() != SEAL_LENGTH || !comment.startsWith(SEAL)) {
      throw new ZipException(
          "it does not end in its checksum, as every checkpoint does that this version of EdgeFlow"
              + " wrote whole");
    }
    String found = Sha256.hex(digest);
    if (!comment.endsWith(found)) {
      throw new ZipException(
          "its SHA-256 is " + found + ", expected " + comment.substring(SEAL.length()));
    }
  }

  private static void read(ZipInputStream zip, String name, Snapshot snapshot) throws IOException {
    if (!name.endsWith(SUFFIX)) {
      throw new ZipException("it holds '" + name + "', which is not a " + SUFFIX + " file");
    }
    String array = name.substring(0, name.length() - SUFFIX.length());
    if (snapshot.has(array)) {
      throw new ZipException("it holds '" + name + "' twice");
    }
    NpyFile.Header header;
    double[] values;
    try {
      header = NpyFile.readHeader(zip);
      values = NpyFile.readValues(zip, header);
    } catch (IOException e) {
      throw new IOException("its array '" + array + "': " + e.getMessage(), e);
    }
    if (header.dataType() != DataType.FLOAT64 || header.shape().length != 1) {
      throw new IOException(
          "its array '" + array + "' is " + header + ", expected one-dimensional float64");
    }
    snapshot.put(array, values);
  }
}
