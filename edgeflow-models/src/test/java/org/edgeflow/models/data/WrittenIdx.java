package org.edgeflow.models.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX files, sound ones and damaged ones. */
final class WrittenIdx {
  private WrittenIdx() {}

  /** An IDX file of unsigned bytes with the given extents. */
  static byte[] idx(byte[] values, int... shape) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
    buffer.put(new byte[] {0, 0, 8, (byte) shape.length});
    for (int extent : shape) {
      buffer.putInt(extent);
    }
    return buffer.put(values).array();
  }

  /** Images of {@code side x side} pixels: pixel j of image i is {@code 7i + 3j} modulo 256. */
  static byte[] images(int count, int side) {
    byte[] pixels = new byte[count * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (7 * (i / (side * side)) + 3 * (i % (side * side)));
    }
    return idx(pixels, count, side, side);
  }

  static byte[] labels(int... labels) {
    byte[] values = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[i] = (byte) labels[i];
    }
    return idx(values, labels.length);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void write(Path directory, String name, byte[] content) {
    try {
      Files.write(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
