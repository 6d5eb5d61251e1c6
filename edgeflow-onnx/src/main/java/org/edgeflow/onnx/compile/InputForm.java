package org.edgeflow.onnx.compile;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Numbers;

/**
 * How a network takes an example.
 *
 * @param kind as what
 * @param shape what the file says, without the batch
 * @param vocabulary of tokens, how many there are; else 0
 */
public record InputForm(Kind kind, int[] shape, int vocabulary) {
  /** The most numbers that all examples' tokens may become. */
  private static final int MOST = Integer.MAX_VALUE - 64;

  /** As what a network takes an example. */
  public enum Kind {
    /** As one row. */
    ROW,
    /** As rows, one for each place of all axes but the last. */
    ROWS,
    /** As channels of a grid of one or two axes. */
    GRID,
    /** As tokens: integers from 0, which become rows with a single 1. */
    TOKENS
  }

  /** What the engine takes. */
  Extents extents() {
    int size = Numbers.size(shape);
    int last = shape.length == 0 ? 1 : shape[shape.length - 1];
    return switch (kind) {
      case ROW -> Extents.vector(size);
      case ROWS -> new Extents(size / last, 1, last);
      case GRID -> new Extents(shape[1], shape.length == 3 ? shape[2] : 1, shape[0]);
      case TOKENS -> new Extents(size, 1, vocabulary);
    };
  }

  /**
   * A dataset as the engine takes it.
   *
   * @throws BadNetworkException if it does not fit
   */
  public Dataset fitted(Dataset dataset) {
    if (kind == Kind.TOKENS) {
      return tokens(dataset);
    }
    int[] given = dataset.shape();
    boolean fits =
        Arrays.equals(withoutOnes(given), withoutOnes(shape))
            || (Numbers.size(shape) == dataset.features()
                && (withoutOnes(given).length <= 1 || withoutOnes(shape).length <= 1));
    if (!fits) {
      throw misfit(dataset, "examples of shape " + Arrays.toString(shape));
    }
    Extents extents = extents();
    return kind == Kind.GRID
        ? shaped(dataset, dataset.inputs(), shape[0], extents.height(), extents.width())
        : shaped(dataset, dataset.inputs(), extents.positions(), extents.channels());
  }

  private static BadNetworkException misfit(Dataset dataset, String expected) {
    return new BadNetworkException(
        "takes "
            + expected
            + ", but dataset '"
            + dataset.name()
            + "' has examples of shape "
            + Arrays.toString(dataset.shape())
            + "; export the network for these, or choose another dataset");
  }

  private static int[] withoutOnes(int[] extents) {
    return IntStream.of(extents).filter(extent -> extent != 1).toArray();
  }

  private static Dataset shaped(Dataset dataset, double[] inputs, int... extents) {
    return new Dataset(
        dataset.name(),
        inputs,
        extents,
        dataset.labels(),
        dataset.labelsPerExample(),
        dataset.classes(),
        dataset.provenance());
  }

  private Dataset tokens(Dataset dataset) {
    int length = Numbers.size(shape);
    double[] given = dataset.inputs();
    if (dataset.features() == (long) length * vocabulary && oneHot(given)) {
      return shaped(dataset, given, length, vocabulary);
    }
    if (dataset.features() != length) {
      throw misfit(
          dataset, length + " tokens of " + vocabulary + " (or as many rows with a single 1)");
    }
    if ((long) given.length * vocabulary > MOST) {
      throw new BadNetworkException(
          "takes tokens of "
              + vocabulary
              + ", which makes more numbers of dataset '"
              + dataset.name()
              + "' than an array holds; use fewer examples");
    }
    double[] rows = new double[given.length * vocabulary];
    for (int i = 0; i < given.length; i++) {
      if (given[i] != Math.rint(given[i]) || given[i] < 0 || given[i] >= vocabulary) {
        throw new BadNetworkException(
            "takes tokens, integers from 0 to "
                + (vocabulary - 1)
                + ", but example "
                + i / length
                + " of dataset '"
                + dataset.name()
                + "' has the input "
                + given[i]);
      }
      rows[i * vocabulary + (int) given[i]] = 1;
    }
    return shaped(dataset, rows, length, vocabulary);
  }

  private boolean oneHot(double[] given) {
    for (int row = 0; row < given.length; row += vocabulary) {
      int ones = 0;
      for (int i = row; i < row + vocabulary; i++) {
        if (given[i] == 1) {
          ones++;
        } else if (given[i] != 0) {
          return false;
        }
      }
      if (ones != 1) {
        return false;
      }
    }
    return true;
  }
}
