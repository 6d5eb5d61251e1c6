package org.edgeflow.core.checkpoint;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.edgeflow.core.tensor.DataType;

/** Arrays in NumPy's {@code .npy} format, version 1.0: what {@code numpy.load} reads. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int CHUNK = 8192;

  private NpyFile() {}

  /**
   * Writes an array in row-major order.
   *
   * @param out not closed
   * @param dataType the format of the file; values are rounded to it
   */
  public static void write(OutputStream out, DataType dataType, double[] values, int... shape)
      throws IOException {
    String extents =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String header =
        "{'descr': '"
            + (dataType == DataType.FLOAT64 ? "<f8" : "<f4")
            + "', 'fortran_order': False, 'shape': ("
            + extents
            + "), }";
    // The data begins at a multiple of 64 bytes, after the magic, a length and the padded header.
    int length = (MAGIC.length + 2 + header.length() + 1 + 63) / 64 * 64 - MAGIC.length - 2;
    out.write(MAGIC);
    out.write(length & 0xff);
    out.write(length >> 8);
    out.write(
        (header + " ".repeat(length - header.length() - 1) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * dataType.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      chunk.clear();
      for (int i = from; i < Math.min(values.length, from + CHUNK); i++) {
        if (dataType == DataType.FLOAT64) {
          chunk.putDouble(values[i]);
        } else {
          chunk.putFloat((float) values[i]);
        }
      }
      out.write(chunk.array(), 0, chunk.position());
    }
  }

  /**
   * Reads the values of a file that {@link #write} wrote.
   *
   * @param in not closed
   * @throws IOException if it is something else
   */
  public static double[] read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] magic = new byte[MAGIC.length];
    data.readFully(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("not a .npy file of version 1.0");
    }
    int length = data.readUnsignedByte() | data.readUnsignedByte() << 8;
    byte[] header = new byte[length];
    data.readFully(header);
    boolean wide = new String(header, StandardCharsets.US_ASCII).contains("'<f8'");
    byte[] bytes = data.readAllBytes();
    int width = wide ? Double.BYTES : Float.BYTES;
    if (bytes.length % width != 0) {
      throw new EOFException("a .npy file ends in the middle of a number");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.length / width];
    for (int i = 0; i < values.length; i++) {
      values[i] = wide ? buffer.getDouble() : buffer.getFloat();
    }
    return values;
  }
}
