package org.edgeflow.models.data.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.edgeflow.core.settings.ConfigException;

/**
 * The uncompressed bytes of a file, as far as they go.
 *
 * <p>Compression is told by the content, not by the name, which browsers keep when they decompress
 * a download: a gzip stream begins with 1f 8b.
 */
final class UncompressedBytes implements AutoCloseable {
  private final InputStream stream;
  private boolean cut;

  UncompressedBytes(SourceFile file) throws IOException {
    InputStream raw = new ByteArrayInputStream(file.bytes());
    stream = gzipped(file) ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  /** Whether a file is compressed. */
  static boolean gzipped(SourceFile file) {
    byte[] bytes = file.bytes();
    return bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  /**
   * All bytes of a file; nobody modifies them.
   *
   * @param most how many there may be: a small file can decompress to any number
   * @throws ConfigException if it is a damaged gzip file, or has more
   */
  static byte[] of(SourceFile file, int most) {
    try (UncompressedBytes source = new UncompressedBytes(file)) {
      byte[] bytes = gzipped(file) ? source.upTo(most + 1) : file.bytes();
      if (source.cut()) {
        throw new EOFException("the stream ends early, after " + bytes.length + " bytes");
      }
      if (bytes.length > most) {
        throw new ConfigException(
            file.place()
                + " has more than "
                + most
                + " bytes"
                + (gzipped(file) ? " when decompressed" : "")
                + ", which no such file needs. Fetch or copy it again.");
      }
      return bytes;
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  /** What a person reads when decompressing a file failed. */
  static ConfigException damaged(SourceFile file, IOException cause) {
    return new ConfigException(
        file.place()
            + " is a damaged gzip file ("
            + (cause.getMessage() == null ? "it ends within its header" : cause.getMessage())
            + "). Fetch or copy it again.");
  }

  /** The next {@code count} bytes, or fewer where the file ends. */
  byte[] upTo(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[Math.min(count, 1 << 16)];
    try {
      while (bytes.size() < count) {
        int read = stream.read(buffer, 0, Math.min(buffer.length, count - bytes.size()));
        if (read < 0) {
          break;
        }
        bytes.write(buffer, 0, read);
      }
    } catch (EOFException e) {
      cut = true;
    }
    return bytes.toByteArray();
  }

  /** Whether a gzip stream has ended before it said that it would. */
  boolean cut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
