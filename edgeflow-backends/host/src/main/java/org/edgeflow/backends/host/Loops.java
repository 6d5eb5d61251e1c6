package org.edgeflow.backends.host;

import java.util.Arrays;
import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Loops over stretches of tensors of one format: {@code xAt} is the first element of the stretch
 * within tensor x, {@code size} its length. Outputs may be inputs.
 */
interface Loops {

  double dot(HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  double sum(HeapTensor x, int xAt, int size);

  double squaredDistance(HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  /** The largest element, NaN if there is one, −∞ if there is none. */
  double largest(HeapTensor x, int xAt, int size);

  /** {@code x ← α x}. */
  void scale(double alpha, HeapTensor x, int xAt, int size);

  /** {@code out ← α x + β y}. */
  void combine(
      double alpha,
      HeapTensor x,
      int xAt,
      double beta,
      HeapTensor y,
      int yAt,
      HeapTensor out,
      int outAt,
      int size);

  /** {@code y ← y + x}. */
  void add(HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  /** {@code y ← y + α x}. */
  void add(double alpha, HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  /** {@code y ← y +} the sum of four rows of x, {@code size} long. */
  void addFourRows(HeapTensor x, int xAt, HeapTensor y, int yAt, int size);

  /** {@code out ← α (x + shift)}. */
  void shiftAndScale(
      double shift, double alpha, HeapTensor x, int xAt, HeapTensor out, int outAt, int size);

  /** {@code out ← x ∘ y}. */
  void multiply(HeapTensor x, int xAt, HeapTensor y, int yAt, HeapTensor out, int outAt, int size);

  /** {@code out ← x ∘ y + u ∘ v}, all from the same place on. */
  void multiplyAdd(
      HeapTensor x, HeapTensor y, HeapTensor u, HeapTensor v, HeapTensor out, int at, int size);

  /** {@code out ← p ∘ (v − s)}, all from the same place on. */
  void softmaxDerivative(HeapTensor p, HeapTensor v, double s, HeapTensor out, int at, int size);

  /** {@code out ← ṗ ∘ (v − s) + p ∘ (v̇ − ṡ)}, all from the same place on. */
  void softmaxDerivativeTangent(
      HeapTensor p,
      HeapTensor pTangent,
      HeapTensor v,
      HeapTensor vTangent,
      double s,
      double sTangent,
      HeapTensor out,
      int at,
      int size);

  /** {@code out ← α (v − mean − along y)}, all from the same place on. */
  void normalizeDerivative(
      double alpha,
      HeapTensor v,
      double mean,
      double along,
      HeapTensor y,
      HeapTensor out,
      int at,
      int size);

  /**
   * {@code out ← α̇ (v − mean − along y) + α (v̇ − ṁean − along ẏ − ȧlong y)}, all from the same
   * place on.
   *
   * @param numbers α, α̇, mean, its tangent, along, its tangent
   */
  void normalizeDerivativeTangent(
      double[] numbers,
      HeapTensor v,
      HeapTensor vTangent,
      HeapTensor y,
      HeapTensor yTangent,
      HeapTensor out,
      int at,
      int size);

  /** {@code x ← e^x}. */
  void exp(HeapTensor x, int xAt, int size);

  /**
   * Where x exceeds the maximum so far, or is the first NaN, takes it over.
   *
   * @param largest modified
   * @param index modified: the places of the maxima within x; negative where there is none yet
   */
  void takeLarger(HeapTensor x, int xAt, HeapTensor largest, int largestAt, int[] index, int size);

  /**
   * One row of means over 2 × 2 pixels: {@code out ← ¼ (a + b + c + d)}.
   *
   * @param xAt the first element of the upper one of two rows of pixels
   * @param pixels of {@code out}; a row of x may have one more than twice as many
   * @param row elements of a row of x
   */
  void averageQuads(
      HeapTensor x, int xAt, int row, HeapTensor out, int outAt, int pixels, int channels);

  /** The adjoint of {@link #averageQuads}, which overwrites the pixels that it reaches. */
  void spreadQuads(
      HeapTensor out, int outAt, HeapTensor x, int xAt, int row, int pixels, int channels);

  /** {@code x ← slope ∘} what {@link #spreadQuads} spreads; slope and x from the same place on. */
  void multiplyQuads(
      HeapTensor out,
      int outAt,
      HeapTensor slope,
      HeapTensor x,
      int xAt,
      int row,
      int pixels,
      int channels);

  /** {@code x ← slope ∘ y}, {@code ẋ ← slope ∘ ẏ + swing ∘ y}, y and ẏ as they are spread. */
  void multiplyQuadsTangent(
      HeapTensor out,
      HeapTensor outTangent,
      int outAt,
      HeapTensor slope,
      HeapTensor swing,
      HeapTensor x,
      HeapTensor xTangent,
      int xAt,
      int row,
      int pixels,
      int channels);

  /**
   * {@code out ← Σ} of stretches of x, rows of columns that begin {@code rowStep} and {@code
   * columnStep} elements apart; at least one.
   */
  void sumOfGrid(
      HeapTensor x,
      int xAt,
      int rows,
      int rowStep,
      int columns,
      int columnStep,
      HeapTensor out,
      int outAt,
      int size);

  /** See {@link org.edgeflow.core.tensor.Kernels#activate}; {@code slope} may be null. */
  void activate(Activation f, HeapTensor z, HeapTensor value, HeapTensor slope);

  /** See {@link org.edgeflow.core.tensor.Kernels#activateTangent}. */
  void activateTangent(
      Activation f,
      HeapTensor z,
      HeapTensor zTangent,
      HeapTensor value,
      HeapTensor valueTangent,
      HeapTensor slope,
      HeapTensor swing);

  /** One product of row-major matrices that lie within tensors; see {@link Blas}. */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      HeapTensor a,
      int aAt,
      int aRow,
      HeapTensor b,
      int bAt,
      int bRow,
      double beta,
      HeapTensor c,
      int cAt,
      int cRow);

  double get(HeapTensor x, int at);

  void set(HeapTensor x, int at, double value);

  /** Copies between tensors of one format. */
  static void copy(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    Object from = x.doubles() != null ? x.doubles() : x.floats();
    Object to = y.doubles() != null ? y.doubles() : y.floats();
    System.arraycopy(from, x.offset() + xAt, to, y.offset() + yAt, size);
  }

  /** Sets a stretch to zero. */
  static void clear(HeapTensor x, int xAt, int size) {
    int from = x.offset() + xAt;
    if (x.doubles() != null) {
      Arrays.fill(x.doubles(), from, from + size, 0);
    } else {
      Arrays.fill(x.floats(), from, from + size, 0);
    }
  }
}
