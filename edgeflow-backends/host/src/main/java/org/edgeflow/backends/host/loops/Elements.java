package org.edgeflow.backends.host.loops;

import java.util.Arrays;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Loops over stretches of tensors of one format: {@code xAt} is the first element of the stretch
 * within tensor x (where there is one {@code at}, it is that of all tensors), {@code size} its
 * length. Outputs may be inputs. Numbers come and go as float64, and are rounded to the format
 * once.
 *
 * <p>Products and sums of elements are rounded one by one, in the order of the formula. A sum over
 * a stretch depends on nothing but its terms and their number, and is taken in float64.
 */
public interface Elements {

  /** One element. */
  double get(HeapTensor x, int at);

  /** Sets one element. */
  void set(HeapTensor x, int at, double value);

  /** {@code Σ xᵢ yᵢ}. */
  double dot(HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  /** {@code Σ xᵢ}. */
  double sum(HeapTensor x, int at, int size);

  /** {@code Σ (xᵢ − yᵢ)²}. */
  double squaredDistance(HeapTensor x, HeapTensor y, int at, int size);

  /** The largest element, NaN if there is one, −∞ if there is none. */
  double largest(HeapTensor x, int at, int size);

  /** {@code x ← α x}. */
  void scale(double alpha, HeapTensor x, int at, int size);

  /** {@code out ← α x + β y}. */
  void combine(
      double alpha, HeapTensor x, double beta, HeapTensor y, HeapTensor out, int at, int size);

  /** {@code out ← α x − y}; y and out from the same place on. */
  void scaleAndSubtract(
      double alpha, HeapTensor x, int xAt, HeapTensor y, HeapTensor out, int at, int size);

  /** {@code y ← y + x}. */
  void add(HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  /** {@code y ← y + α x}. */
  void addScaled(double alpha, HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  /** {@code y ← y + ((first + second) + (third + fourth))}: rows of x, {@code row} apart. */
  void addFourRows(HeapTensor x, int xAt, int row, HeapTensor y, int yAt, int size);

  /** {@code out ← α (x + shift)}. */
  void shiftAndScale(
      double shift, double alpha, HeapTensor x, int xAt, HeapTensor out, int outAt, int size);

  /** {@code out ← x ∘ y}. */
  void multiply(HeapTensor x, HeapTensor y, HeapTensor out, int at, int size);

  /** {@code out ← x ∘ y + u ∘ v}. */
  void multiplyAdd(
      HeapTensor x, HeapTensor y, HeapTensor u, HeapTensor v, HeapTensor out, int at, int size);

  /** {@code out ← p ∘ (v − s)}. */
  void softmaxDerivative(HeapTensor p, HeapTensor v, double s, HeapTensor out, int at, int size);

  /** {@code out ← ṗ ∘ (v − s) + p ∘ (v̇ − ṡ)}. */
  void softmaxDerivativeTangent(
      Dual p, Dual v, double s, double sTangent, HeapTensor out, int at, int size);

  /** {@code out ← scale (v − mean − along y)}. */
  void normalizeDerivative(
      Moments row, HeapTensor v, HeapTensor y, HeapTensor out, int at, int size);

  /** The tangent of {@link #normalizeDerivative} when everything moves. */
  void normalizeDerivativeTangent(Moments row, Dual v, Dual y, HeapTensor out, int at, int size);

  /**
   * Where x exceeds the maximum so far, or is the first NaN, takes it over.
   *
   * @param largest modified
   * @param index modified: the places of the maxima within x; negative where there is none yet
   */
  void takeLarger(HeapTensor x, int xAt, HeapTensor largest, int largestAt, int[] index, int size);

  /** Copies between tensors of one format. */
  static void copy(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    Object from = x.doubles() != null ? x.doubles() : x.floats();
    Object to = y.doubles() != null ? y.doubles() : y.floats();
    System.arraycopy(from, x.offset() + xAt, to, y.offset() + yAt, size);
  }

  /**
   * The length of a stretch that is copied in one go; {@link #copyLoosely} reads and writes as many
   * elements, whatever is asked for.
   */
  default int lanes() {
    return Integer.MAX_VALUE;
  }

  /**
   * Copies a stretch of at most {@link #lanes} elements, and perhaps what follows it up to that
   * many, where something else is about to be written: a short copy costs little more than a call.
   */
  default void copyLoosely(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    copy(x, xAt, y, yAt, size);
  }

  /** {@code out[i] ← x[places[i]]} for {@code size} places from {@code at} on. */
  static void pick(HeapTensor x, int[] places, HeapTensor out, int at, int size) {
    int from = x.offset();
    int to = out.offset();
    if (x.doubles() != null) {
      double[] values = x.doubles();
      double[] picked = out.doubles();
      for (int i = at; i < at + size; i++) {
        picked[to + i] = values[from + places[i]];
      }
    } else {
      float[] values = x.floats();
      float[] picked = out.floats();
      for (int i = at; i < at + size; i++) {
        picked[to + i] = values[from + places[i]];
      }
    }
  }

  /** Sets a stretch to zero. */
  static void clear(HeapTensor x, int at, int size) {
    int from = x.offset() + at;
    if (x.doubles() != null) {
      Arrays.fill(x.doubles(), from, from + size, 0);
    } else {
      Arrays.fill(x.floats(), from, from + size, 0);
    }
  }
}
