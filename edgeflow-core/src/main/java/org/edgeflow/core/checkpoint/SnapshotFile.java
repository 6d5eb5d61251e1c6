package org.edgeflow.core.checkpoint;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.edgeflow.core.tensor.DataType;

/** Snapshots in NumPy's {@code .npz} format: a zip of {@code .npy} files, all float64. */
public final class SnapshotFile {
  private static final String SUFFIX = ".npy";

  private SnapshotFile() {}

  /** Writes a snapshot; a reader sees the old file or the whole new one, never a part of it. */
  public static void save(Snapshot snapshot, Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
      zip.setLevel(1);
      for (Map.Entry<String, double[]> array : snapshot.arrays().entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + SUFFIX));
        NpyFile.write(zip, DataType.FLOAT64, array.getValue(), array.getValue().length);
        zip.closeEntry();
      }
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw e;
    }
    try {
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Reads a snapshot.
   *
   * @throws IOException naming the file, if it is missing or damaged
   */
  public static Snapshot load(Path file) throws IOException {
    Snapshot snapshot = new Snapshot();
    int expected;
    // The directory stands at a zip's end: a file that was cut short has none.
    try (ZipFile whole = new ZipFile(file.toFile())) {
      expected = whole.size();
    } catch (ZipException e) {
      throw damaged(file, e);
    }
    // Read as a stream, because that is what checks the checksums.
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          throw new ZipException("it holds '" + name + "', which is not a " + SUFFIX + " file");
        }
        snapshot.put(name.substring(0, name.length() - SUFFIX.length()), NpyFile.read(zip));
        expected--;
      }
      if (expected != 0) {
        throw new ZipException("its directory lists other files than it holds");
      }
    } catch (IOException e) {
      throw damaged(file, e);
    }
    return snapshot;
  }

  private static IOException damaged(Path file, IOException cause) {
    return new IOException(file + " is damaged: " + cause.getMessage(), cause);
  }
}
