package org.edgeflow.core.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text file that only grows, knows what it must hold, and notices when it is taken away or cut by
 * somebody else.
 */
public final class GrowingFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final Object key;
  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long length;

  /**
   * What a file holds.
   *
   * @param bytes how many
   * @param sha256 of them
   */
  public record Mark(long bytes, String sha256) {}

  private GrowingFile(Path path, MessageDigest digest, long length) throws IOException {
    this.path = path;
    this.digest = digest;
    this.length = length;
    // Appending whatever others do: a file that somebody cuts then stays too short, and tells.
    this.channel = FileChannel.open(path, StandardOpenOption.APPEND);
    this.key = key();
  }

  /** An empty file, whatever was there before. */
  public static GrowingFile create(Path path) throws IOException {
    Files.write(path, new byte[0]);
    return new GrowingFile(path, Sha256.start(), 0);
  }

  /**
   * Goes on with a file; what comes after its mark is dropped.
   *
   * @throws DamagedFileException if the file is missing, or does not hold up to its mark what it
   *     held; it is not touched then
   */
  public static GrowingFile resume(Path path, Mark mark) throws IOException {
    return new GrowingFile(path, cutTo(path, mark), mark.bytes());
  }

  private static MessageDigest cutTo(Path path, Mark mark) throws IOException {
    MessageDigest digest = check(path, mark);
    // In place: what is kept is never out of the file, even on a full disk.
    try (FileChannel whole = FileChannel.open(path, StandardOpenOption.WRITE)) {
      whole.truncate(mark.bytes());
    }
    return digest;
  }

  /**
   * Makes sure that a file still holds up to its mark what it held.
   *
   * @return the digest of what it holds up to there
   * @throws DamagedFileException if it does not
   */
  public static MessageDigest check(Path path, Mark mark) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new DamagedFileException(path + " is missing");
    }
    MessageDigest digest = Sha256.start();
    try (InputStream in = Files.newInputStream(path)) {
      long held = Sha256.update(digest, in, mark.bytes());
      if (held < mark.bytes()) {
        throw new DamagedFileException(
            path + " has " + held + " bytes, and had " + mark.bytes() + " at the checkpoint");
      }
    }
    String found = Sha256.hex(copyOf(digest));
    if (!found.equals(mark.sha256())) {
      throw new DamagedFileException(
          path
              + " was changed: the SHA-256 of its first "
              + mark.bytes()
              + " bytes is "
              + found
              + ", at the checkpoint it was "
              + mark.sha256());
    }
    return digest;
  }

  /** Adds a text. */
  public void append(CharSequence text) throws IOException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    int from = 0;
    while (from < bytes.length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(buffer.remaining(), bytes.length - from);
      buffer.put(bytes, from, count);
      from += count;
    }
  }

  private void write() throws IOException {
    buffer.flip();
    try {
      digest.update(buffer.duplicate());
      while (buffer.hasRemaining()) {
        length += channel.write(buffer);
      }
    } finally {
      buffer.clear();
    }
  }

  /**
   * Writes everything, and makes sure that it has come where it belongs.
   *
   * @throws DamagedFileException if the file was removed, replaced or cut meanwhile
   */
  public void flush() throws IOException {
    write();
    if (!Objects.equals(key, key()) || Files.size(path) != length) {
      throw new DamagedFileException(
          path + " was replaced, cut or written to by another program during the run");
    }
  }

  /** Writes everything to the disk itself, and says what the file then holds. */
  public Mark sync() throws IOException {
    flush();
    channel.force(true);
    return new Mark(length, Sha256.hex(copyOf(digest)));
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (channel.isOpen()) {
        flush();
      }
    }
  }

  /** Closes without writing anything more. */
  public void abandon() throws IOException {
    channel.close();
  }

  // What tells a file from another of its name; null where the system has nothing of the kind.
  private Object key() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      throw new DamagedFileException(path + " was removed or moved away during the run", e);
    }
  }

  private static MessageDigest copyOf(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every JDK's SHA-256 can be copied", e);
    }
  }
}
