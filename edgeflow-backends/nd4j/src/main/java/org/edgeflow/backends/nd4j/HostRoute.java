package org.edgeflow.backends.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.core.tensor.heap.HeapTensor;
import org.edgeflow.nd4j.Nd4jRuntime;

/**
 * The kernels that ND4J has no way to compute, or none that is not slower than this: copied to Java
 * arrays, computed there by core's own kernels, and copied back. On a GPU each costs two crossings
 * of the bus.
 *
 * <p>They are: elements by index ({@code gather}, {@code scatterAdd}), for which ND4J takes about 1
 * µs an element; maxima with their places; and activations that are not standard ones. Dense
 * networks and convolutions with standard activations and average pooling use none of them.
 */
final class HostRoute {
  private final Nd4jRuntime runtime;
  private final HeapBackend heap;
  private final Kernels kernels;
  private final List<Map<Integer, HeapTensor>> copies = new ArrayList<>();
  private final Map<Integer, double[]> numbers = new HashMap<>();

  HostRoute(Nd4jRuntime runtime, DataType dataType) {
    this.runtime = runtime;
    this.heap = new HeapBackend(dataType);
    this.kernels = heap.kernels();
  }

  /** Room for a copy; made when a size is first met, and kept. */
  private HeapTensor room(int number, Nd4jTensor like) {
    while (copies.size() <= number) {
      copies.add(new HashMap<>());
    }
    return copies
        .get(number)
        .computeIfAbsent(like.size(), size -> (HeapTensor) heap.zeros(like.shape()));
  }

  private double[] numbers(HeapTensor x) {
    return x.doubles() != null
        ? x.doubles()
        : numbers.computeIfAbsent(x.size(), size -> new double[size]);
  }

  private HeapTensor fetched(int number, Nd4jTensor x) {
    HeapTensor copy = room(number, x);
    double[] values = numbers(copy);
    if (x.size() > 0) {
      runtime.read(x.flat(), values);
      if (copy.doubles() == null) {
        heap.write(values, copy);
      }
    }
    return copy;
  }

  private void bring(HeapTensor copy, Nd4jTensor x) {
    double[] values = numbers(copy);
    if (x.size() > 0) {
      if (copy.doubles() == null) {
        heap.read(copy, values);
      }
      runtime.write(values, x.flat());
    }
  }

  /** {@code out[i] ← x[index[i]]}. */
  void gather(Nd4jTensor x, int[] index, Nd4jTensor out) {
    HeapTensor result = room(1, out);
    kernels.gather(fetched(0, x), index, result);
    bring(result, out);
  }

  /** The adjoint of {@link #gather}. */
  void scatterAdd(Nd4jTensor x, int[] index, Nd4jTensor out) {
    HeapTensor result = room(1, out);
    kernels.scatterAdd(fetched(0, x), index, result);
    bring(result, out);
  }

  /** Maxima and where they stand. */
  void poolMax(Window window, Nd4jTensor images, Nd4jTensor out, int[] index) {
    HeapTensor result = room(1, out);
    kernels.poolMax(window, fetched(0, images), result, index);
    bring(result, out);
  }

  /** Any activation. */
  void activate(Activation f, Nd4jTensor z, Nd4jTensor value, Nd4jTensor slope) {
    HeapTensor values = room(1, value);
    HeapTensor slopes = slope == null ? null : room(2, slope);
    kernels.activate(f, fetched(0, z), values, slopes);
    bring(values, value);
    if (slope != null) {
      bring(slopes, slope);
    }
  }

  /** Any activation, with tangents. */
  void activateTangent(
      Activation f,
      Nd4jTensor z,
      Nd4jTensor zTangent,
      Nd4jTensor value,
      Nd4jTensor valueTangent,
      Nd4jTensor slope,
      Nd4jTensor swing) {
    HeapTensor values = room(1, value);
    HeapTensor tangents = room(2, valueTangent);
    HeapTensor slopes = room(3, slope);
    HeapTensor swings = room(4, swing);
    kernels.activateTangent(
        f, fetched(0, z), fetched(5, zTangent), values, tangents, slopes, swings);
    bring(values, value);
    bring(tangents, valueTangent);
    bring(slopes, slope);
    bring(swings, swing);
  }
}
