package org.edgeflow.core.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edgeflow.core.tensor.DataType;

/** Arrays in NumPy's {@code .npy} format, version 1.0: what {@code numpy.load} reads. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int CHUNK = 8192;
  private static final int LONGEST_EXCERPT = 120;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<(f[48])', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), ?\\}");

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
   * What a file says of its array.
   *
   * @param shape the extents; none of a single number
   */
  public record Header(DataType dataType, int[] shape) {

    /** How many numbers there are. */
    public long size() {
      return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    }

    @Override
    public String toString() {
      return dataType.name().toLowerCase(Locale.ROOT) + " of shape " + Arrays.toString(shape);
    }
  }

  /**
   * Reads the values of a file that {@link #write} wrote.
   *
   * @param in not closed
   * @throws IOException if it is something else
   */
  public static double[] read(InputStream in) throws IOException {
    return readValues(in, readHeader(in));
  }

  /**
   * Reads what comes before the values.
   *
   * @param in not closed
   * @throws IOException if it is not the header of a little-endian array of floats in row-major
   *     order
   */
  public static Header readHeader(InputStream in) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length + 2);
    if (magic.length != MAGIC.length + 2
        || !Arrays.equals(magic, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("not a .npy file of version 1.0");
    }
    int length = magic[MAGIC.length] & 0xff | (magic[MAGIC.length + 1] & 0xff) << 8;
    String text = new String(in.readNBytes(length), StandardCharsets.US_ASCII).strip();
    Matcher header = HEADER.matcher(text);
    if (!header.matches()) {
      throw new IOException(
          "its header is "
              + text.substring(0, Math.min(text.length(), LONGEST_EXCERPT))
              + ", expected float64 or float32, little-endian, in row-major order");
    }
    try {
      int[] shape =
          Arrays.stream(header.group(2).split("[, ]+"))
              .filter(extent -> !extent.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      return new Header(header.group(1).equals("f8") ? DataType.FLOAT64 : DataType.FLOAT32, shape);
    } catch (NumberFormatException e) {
      throw new IOException("its shape (" + header.group(2) + ") is too large", e);
    }
  }

  /**
   * Reads what comes after the header.
   *
   * @param in not closed; read to its end
   * @throws IOException if there are more or fewer numbers than the header says
   */
  public static double[] readValues(InputStream in, Header header) throws IOException {
    boolean wide = header.dataType() == DataType.FLOAT64;
    byte[] bytes = in.readAllBytes();
    int width = header.dataType().bytes();
    long expected;
    try {
      expected = Math.multiplyExact(header.size(), width);
    } catch (ArithmeticException e) {
      throw new IOException("it says that it is " + header + ", more than there can be", e);
    }
    if (bytes.length != expected) {
      throw new EOFException(
          "it says that it is " + header + ", and holds " + bytes.length + " bytes of numbers");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.length / width];
    for (int i = 0; i < values.length; i++) {
      values[i] = wide ? buffer.getDouble() : buffer.getFloat();
    }
    return values;
  }
}
