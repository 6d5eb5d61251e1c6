package org.edgeflow.models.data.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.edgeflow.core.settings.ConfigException;

/**
 * An array of unsigned bytes in the IDX format of MNIST: two zero bytes, the element type (08), the
 * number of axes, one big-endian 32-bit extent for each axis, then the elements in row-major order.
 *
 * <p>No IDX file begins with 1f 8b, so that {@link UncompressedBytes} can tell compressed ones.
 *
 * @param shape the extents
 * @param values the elements, row-major
 */
record IdxArray(int[] shape, byte[] values) {
  private static final int UNSIGNED_BYTE = 8;

  /**
   * Reads an IDX file, plain or gzipped.
   *
   * @param file not modified
   * @param axes the number of axes it must have
   * @param content what it should hold ("images"), for messages
   * @throws ConfigException if it is not such a file, is cut short, too long, or damaged
   */
  static IdxArray read(SourceFile file, int axes, String content) {
    try (UncompressedBytes source = new UncompressedBytes(file)) {
      return read(source, file, axes, content);
    } catch (IOException e) {
      throw UncompressedBytes.damaged(file, e);
    }
  }

  private static IdxArray read(UncompressedBytes source, SourceFile file, int axes, String content)
      throws IOException {
    byte[] expectedMagic = {0, 0, UNSIGNED_BYTE, (byte) axes};
    byte[] magic = source.upTo(expectedMagic.length);
    if (magic.length == expectedMagic.length && !Arrays.equals(magic, expectedMagic)) {
      throw new ConfigException(
          file.place()
              + " begins with the bytes "
              + hex(magic)
              + ", expected "
              + hex(expectedMagic)
              + " (IDX, "
              + content
              + "). Is it the right file?");
    }
    byte[] extents = source.upTo(4 * axes);
    int header = expectedMagic.length + 4 * axes;
    if (extents.length < 4 * axes) {
      throw truncated(file, magic.length + extents.length, header, "its header alone");
    }
    int[] shape = new int[axes];
    long size = 1;
    for (int i = 0; i < axes; i++) {
      shape[i] = ByteBuffer.wrap(extents).getInt(4 * i);
      // Cannot overflow: both factors are below 2^32, the first below 2^31.
      size *= Integer.toUnsignedLong(shape[i]);
      if (size > Integer.MAX_VALUE - 64L) {
        throw new ConfigException(
            file.place()
                + " has the extents "
                + unsigned(extents)
                + " in its header, expected fewer than 2^31 elements. Is it damaged?");
      }
    }
    if (size == 0) {
      throw new ConfigException(
          file.place() + " holds no " + content + ": its header says " + unsigned(extents) + ".");
    }
    byte[] values = source.upTo((int) size);
    if (values.length < size) {
      throw truncated(
          file, (long) header + values.length, header + size, shapeText(shape, content));
    }
    // Reading past the last element also makes a gzip stream verify its checksum.
    if (source.upTo(1).length > 0) {
      throw new ConfigException(
          file.place()
              + " goes on after the "
              + (header + size)
              + " bytes that its header promises ("
              + shapeText(shape, content)
              + "). Is it damaged?");
    }
    if (source.cut()) {
      throw new EOFException("the stream ends before its checksum");
    }
    return new IdxArray(shape, values);
  }

  private static ConfigException truncated(SourceFile file, long got, long expected, String why) {
    return new ConfigException(
        file.place()
            + " is truncated: "
            + got
            + " bytes"
            + (UncompressedBytes.gzipped(file) ? " when decompressed" : "")
            + ", expected "
            + expected
            + " ("
            + why
            + "). Fetch or copy it again.");
  }

  private static String shapeText(int[] shape, String content) {
    StringBuilder text = new StringBuilder("its header says " + shape[0] + " " + content);
    for (int i = 1; i < shape.length; i++) {
      text.append(i == 1 ? " of " : "x").append(shape[i]);
    }
    return text.toString();
  }

  private static String unsigned(byte[] extents) {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.wrap(extents);
    while (buffer.hasRemaining()) {
      text.append(text.isEmpty() ? "" : "x").append(Integer.toUnsignedString(buffer.getInt()));
    }
    return text.toString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
