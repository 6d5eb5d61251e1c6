package org.edgeflow.cli.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's events: records of TensorFlow's format (length, its checksum, bytes,
 * their checksum), each an {@code Event} in protocol buffers' wire format.
 */
final class EventFile {
  private static final int MASK_DELTA = 0xa282ead8;

  /** Wire types of protocol buffers. */
  private static final int VARINT = 0;

  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final OutputStream out;

  /**
   * Begins a file.
   *
   * @param out not closed
   */
  EventFile(OutputStream out) throws IOException {
    this.out = out;
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    fixed64(event, 1, 0);
    bytes(event, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    record(event.toByteArray());
  }

  /** Adds a value: {@code Event{wall_time, step, summary{value{tag, simple_value}}}}. */
  void scalar(double wallTime, long step, String tag, double number) throws IOException {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    bytes(value, 1, tag.getBytes(StandardCharsets.UTF_8));
    fixed32(value, 2, (float) number);
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    bytes(summary, 1, value.toByteArray());
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    fixed64(event, 1, wallTime);
    key(event, 2, VARINT);
    varint(event, step);
    bytes(event, 5, summary.toByteArray());
    record(event.toByteArray());
  }

  private void record(byte[] data) throws IOException {
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(little(Integer.BYTES).putInt(masked(length)).array());
    out.write(data);
    out.write(little(Integer.BYTES).putInt(masked(data)).array());
  }

  private static int masked(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void key(ByteArrayOutputStream out, int field, int type) {
    varint(out, (long) field << 3 | type);
  }

  private static void varint(ByteArrayOutputStream out, long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static void fixed64(ByteArrayOutputStream out, int field, double number) {
    key(out, field, FIXED64);
    out.writeBytes(little(Double.BYTES).putDouble(number).array());
  }

  private static void fixed32(ByteArrayOutputStream out, int field, float number) {
    key(out, field, FIXED32);
    out.writeBytes(little(Float.BYTES).putFloat(number).array());
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] data) {
    key(out, field, BYTES);
    varint(out, data.length);
    out.writeBytes(data);
  }
}
