package org.edgeflow.models.dl4j.file;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.edgeflow.models.dl4j.file.grammar.BadNetworkException;
import org.edgeflow.models.dl4j.file.grammar.Excerpts;

/**
 * The binary form in which ND4J writes a vector, as {@code coefficients.bin} holds it: two buffers,
 * each of a name for how it was allocated, the number of its elements, their type, and the
 * elements, all big-endian. The first holds rank, shape, strides, flags, element stride and order;
 * the second the numbers.
 */
final class Coefficients {
  private static final int MOST_SHAPE_INFORMATION = 32;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int PIECE = 1 << 16;

  private final DataInputStream in;

  private Coefficients(DataInputStream in) {
    this.in = in;
  }

  /** What precedes a buffer's elements. */
  private record Header(long length, String type) {}

  /**
   * Reads a vector to its end, and no further than one byte beyond it.
   *
   * @param expected how many numbers
   * @throws BadNetworkException if it is no vector of numbers
   */
  static double[] read(InputStream stream, long expected) throws IOException {
    Coefficients coefficients =
        new Coefficients(new DataInputStream(new BufferedInputStream(stream, PIECE)));
    try {
      int length = coefficients.shape();
      Header header = coefficients.header();
      if (length != expected) {
        throw new BadNetworkException(
            "has "
                + length
                + " parameters in coefficients.bin, and its configuration describes a network of "
                + expected);
      }
      requireNumbers(header.type());
      if (header.length() != length) {
        throw damaged("its shape says " + length + " parameters, and its data " + header.length());
      }
      double[] values = coefficients.values(length, header.type());
      if (coefficients.in.read() >= 0) {
        throw damaged("it goes on after its " + length + " parameters");
      }
      return values;
    } catch (EOFException | java.io.UTFDataFormatException e) {
      throw new BadNetworkException("is damaged: coefficients.bin is cut off or not ND4J's", e);
    }
  }

  /** The length of the vector that the first buffer describes. */
  private int shape() throws IOException {
    Header header = header();
    if (header.length() < 4 || header.length() > MOST_SHAPE_INFORMATION) {
      throw damaged("its shape has " + header.length() + " numbers");
    }
    long[] information = new long[(int) header.length()];
    for (int i = 0; i < information.length; i++) {
      information[i] =
          switch (header.type()) {
            case "LONG" -> in.readLong();
            case "INT" -> in.readInt();
            default -> throw damaged("its shape is of type " + Excerpts.of(header.type()));
          };
    }
    long rank = information[0];
    if (rank < 1 || rank > 2 || information.length != 2 * rank + 4) {
      throw damaged("it is an array of rank " + rank + ", expected a vector");
    }
    long rows = rank == 2 ? information[1] : 1;
    long length = information[(int) rank];
    if (rows != 1 || length < 1 || length > LARGEST_ARRAY) {
      throw damaged(
          "it has the shape "
              + Arrays.toString(Arrays.copyOfRange(information, 1, (int) rank + 1))
              + ", expected one row");
    }
    return (int) length;
  }

  private Header header() throws IOException {
    String allocation = in.readUTF();
    long length =
        switch (allocation) {
          case "HEAP", "JAVACPP", "DIRECT" -> in.readInt();
          case "LONG_SHAPE", "MIXED_DATA_TYPES" -> in.readLong();
          default -> throw damaged("it begins with '" + Excerpts.of(allocation) + "'");
        };
    return new Header(length, in.readUTF());
  }

  private double[] values(int length, String type) throws IOException {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = type.equals("DOUBLE") ? in.readDouble() : in.readFloat();
    }
    return values;
  }

  private static void requireNumbers(String type) {
    if (!type.equals("DOUBLE") && !type.equals("FLOAT")) {
      throw new BadNetworkException(
          "has parameters of type "
              + Excerpts.of(type)
              + ", expected FLOAT or DOUBLE; convert the network with convertDataType and save it"
              + " again");
    }
  }

  private static BadNetworkException damaged(String reason) {
    return new BadNetworkException("is damaged: of coefficients.bin, " + reason);
  }
}
