package org.edgeflow.backends.nd4j;

import org.edgeflow.backends.nd4j.operations.Elements;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;

/**
 * Kernels on rows. What goes along or across rows is a product with a vector of ones, which BLAS
 * does several times faster than ND4J's own broadcasts and reductions; it changes no number and
 * lets NaN through to its own row alone.
 *
 * <p>In a matrix X of m rows: {@code X ← X + s 1ᵀ} adds one number to each row, and {@code X 1} are
 * the rows' sums.
 */
final class RowKernels {
  /** Logarithms of probabilities are held here where a target is 0. */
  private static final double UNLIKELY = 0x1p64;

  private final Nd4jBackend backend;
  private final Nd4jRuntime runtime;
  private final Elements elements;
  private final Scratch scratch;

  RowKernels(Nd4jBackend backend, Elements elements, Scratch scratch) {
    this.backend = backend;
    this.runtime = backend.runtime();
    this.elements = elements;
    this.scratch = scratch;
  }

  private static int width(Nd4jTensor x) {
    return x.extent(x.rank() - 1);
  }

  private static int count(Nd4jTensor x) {
    return x.size() / width(x);
  }

  private Nd4jTensor matrix(int number, Nd4jTensor like) {
    return scratch.rows(number, count(like), width(like));
  }

  /** One number for each row; the matrices' numbers are not these. */
  private Nd4jTensor numbers(int number, Nd4jTensor like) {
    return scratch.vector(MATRICES + number, count(like));
  }

  private static final int MATRICES = 4;

  /** {@code matrix ← matrix + 1 rowᵀ}. */
  void addToRows(Nd4jTensor row, Nd4jTensor matrix) {
    INDArray ones = scratch.ones(count(matrix)).asRow();
    runtime.gemm(false, false, 1, row.asColumn(), ones, 1, matrix.columns());
  }

  /** {@code row ← β row + 1ᵀ matrix}. */
  void sumRows(Nd4jTensor matrix, double beta, Nd4jTensor row) {
    INDArray ones = scratch.ones(count(matrix)).asColumn();
    runtime.gemm(false, false, 1, matrix.columns(), ones, beta, row.asColumn());
  }

  /** {@code x ← β x + α s 1ᵀ}. */
  private void spread(double alpha, Nd4jTensor s, double beta, Nd4jTensor x) {
    INDArray ones = scratch.ones(width(x)).asColumn();
    runtime.gemm(false, false, alpha, ones, s.asRow(), beta, x.columns());
  }

  /** {@code out ← β out + α X 1}. */
  private void sums(double alpha, Nd4jTensor x, double beta, Nd4jTensor out) {
    INDArray ones = scratch.ones(width(x)).asRow();
    runtime.gemm(false, false, alpha, ones, x.columns(), beta, out.asRow());
  }

  /** {@code out ← β out + α (x ∘ y) 1}: the products of the rows, one number each. */
  private void dots(double alpha, Nd4jTensor x, Nd4jTensor y, double beta, Nd4jTensor out) {
    Nd4jTensor product = matrix(3, x);
    multiply(x, y, product);
    sums(alpha, product, beta, out);
  }

  private void multiply(Nd4jTensor x, Nd4jTensor y, Nd4jTensor out) {
    elements.multiply(x.flat(), y.flat(), out.flat());
  }

  private void copy(Nd4jTensor from, Nd4jTensor to) {
    runtime.copy(from.flat(), to.flat());
  }

  private void add(double alpha, Nd4jTensor x, Nd4jTensor to) {
    runtime.axpy(alpha, x.flat(), to.flat());
  }

  /** {@code x ← x ∘ s 1ᵀ}; uses matrix 3. */
  private void scaleRows(Nd4jTensor s, Nd4jTensor x) {
    Nd4jTensor factors = matrix(3, x);
    spread(1, s, 0, factors);
    multiply(x, factors, x);
  }

  /** Matrix 0: the rows less their largest element. */
  private Nd4jTensor shifted(Nd4jTensor x) {
    Nd4jTensor top = numbers(0, x);
    // It passes over NaN; taking it off keeps them.
    Nd4jRuntime.apply(new Max(x.rows(), top.flat(), false, 1));
    Nd4jTensor shifted = matrix(0, x);
    copy(x, shifted);
    spread(-1, top, 1, shifted);
    return shifted;
  }

  /** The softmax of each row. */
  void softmax(Nd4jTensor x, Nd4jTensor out) {
    Nd4jTensor grown = shifted(x);
    elements.exp(grown.flat());
    Nd4jTensor total = numbers(0, x);
    sums(1, grown, 0, total);
    elements.reciprocal(total.flat());
    scaleRows(total, grown);
    copy(grown, out);
  }

  /** {@code delta ← p − y}; returns the cross-entropy. */
  double softmaxCrossEntropy(Nd4jTensor logits, Nd4jTensor targets, Nd4jTensor delta) {
    Nd4jTensor logarithm = shifted(logits);
    Nd4jTensor p = matrix(1, logits);
    Nd4jTensor total = numbers(0, logits);
    Nd4jTensor logTotal = numbers(1, logits);
    copy(logarithm, p);
    elements.exp(p.flat());
    sums(1, p, 0, total);
    elements.log(total.flat(), logTotal.flat());
    spread(-1, logTotal, 1, logarithm);
    double loss = -runtime.dot(logarithm.flat(), targets.flat());
    if (Double.isNaN(loss)) {
      loss = withoutTheImpossible(logarithm, targets);
    }
    elements.reciprocal(total.flat());
    scaleRows(total, p);
    backend.combine(1, p, -1, targets, delta);
    return loss;
  }

  // 0 · ln 0 is 0: a class that is no target costs nothing, however unlikely.
  private double withoutTheImpossible(Nd4jTensor logarithm, Nd4jTensor targets) {
    runtime.scale(1 / UNLIKELY, logarithm.flat());
    elements.clampToOne(logarithm.flat());
    double loss = -UNLIKELY * runtime.dot(logarithm.flat(), targets.flat());
    return loss > UNLIKELY / 16 ? Double.POSITIVE_INFINITY : loss;
  }

  /** {@code out ← p ∘ (v − (p·v))}. */
  void softmaxDerivative(Nd4jTensor p, Nd4jTensor v, Nd4jTensor out) {
    Nd4jTensor along = numbers(0, p);
    Nd4jTensor rest = matrix(0, p);
    dots(-1, p, v, 0, along);
    copy(v, rest);
    spread(1, along, 1, rest);
    multiply(p, rest, out);
  }

  /** {@code out ← ṗ ∘ (v − s) + p ∘ (v̇ − ṡ)}. */
  void softmaxDerivativeTangent(
      Nd4jTensor p, Nd4jTensor pTangent, Nd4jTensor v, Nd4jTensor vTangent, Nd4jTensor out) {
    Nd4jTensor along = numbers(0, p);
    Nd4jTensor alongTangent = numbers(1, p);
    Nd4jTensor first = matrix(0, p);
    Nd4jTensor second = matrix(1, p);
    dots(-1, p, v, 0, along);
    dots(-1, pTangent, v, 0, alongTangent);
    dots(-1, p, vTangent, 1, alongTangent);
    copy(v, first);
    spread(1, along, 1, first);
    multiply(first, pTangent, first);
    copy(vTangent, second);
    spread(1, alongTangent, 1, second);
    multiply(second, p, second);
    backend.combine(1, first, 1, second, out);
  }

  /** {@code out ← (x − mean) / √(variance + ε)}, {@code scale ← 1/√(variance + ε)}. */
  void normalize(Nd4jTensor x, double epsilon, Nd4jTensor out, Nd4jTensor scale) {
    Nd4jTensor deviation = matrix(0, x);
    Nd4jTensor mean = numbers(0, x);
    double share = 1.0 / width(x);
    sums(-share, x, 0, mean);
    copy(x, deviation);
    spread(1, mean, 1, deviation);
    dots(share, deviation, deviation, 0, scale);
    add(epsilon, scratch.ones(scale.size()), scale);
    elements.inverseRoot(scale.flat());
    scaleRows(scale, deviation);
    copy(deviation, out);
  }

  /** {@code out ← scale (v − mean(v) − y mean(y ∘ v))}. */
  void normalizeDerivative(Nd4jTensor y, Nd4jTensor scale, Nd4jTensor v, Nd4jTensor out) {
    Nd4jTensor rest = matrix(0, y);
    remainder(y, v, rest);
    scaleRows(scale, rest);
    copy(rest, out);
  }

  /** {@code rest ← v − mean(v) − y mean(y ∘ v)}; leaves −mean(y ∘ v) in the numbers 0. */
  private void remainder(Nd4jTensor y, Nd4jTensor v, Nd4jTensor rest) {
    Nd4jTensor along = numbers(0, y);
    Nd4jTensor mean = numbers(1, y);
    double share = 1.0 / width(y);
    dots(-share, y, v, 0, along);
    sums(-share, v, 0, mean);
    spread(1, along, 0, rest);
    multiply(rest, y, rest);
    add(1, v, rest);
    spread(1, mean, 1, rest);
  }

  /** The tangent of {@link #normalizeDerivative}. */
  void normalizeDerivativeTangent(
      Nd4jTensor y,
      Nd4jTensor yTangent,
      Nd4jTensor scale,
      Nd4jTensor scaleTangent,
      Nd4jTensor v,
      Nd4jTensor vTangent,
      Nd4jTensor out) {
    Nd4jTensor first = matrix(0, y);
    Nd4jTensor second = matrix(1, y);
    Nd4jTensor term = matrix(2, y);
    Nd4jTensor mean = numbers(1, y);
    double share = 1.0 / width(y);
    remainder(y, v, first);
    scaleRows(scaleTangent, first);
    spread(1, numbers(0, y), 0, second);
    multiply(second, yTangent, second);
    add(1, vTangent, second);
    sums(-share, vTangent, 0, mean);
    spread(1, mean, 1, second);
    Nd4jTensor alongTangent = mean;
    dots(-share, yTangent, v, 0, alongTangent);
    dots(-share, y, vTangent, 1, alongTangent);
    spread(1, alongTangent, 0, term);
    multiply(term, y, term);
    add(1, term, second);
    scaleRows(scale, second);
    backend.combine(1, first, 1, second, out);
  }

  /** {@code out ← −scale² mean(y ∘ ẋ)}. */
  void normalizeScaleTangent(Nd4jTensor y, Nd4jTensor scale, Nd4jTensor xTangent, Nd4jTensor out) {
    Nd4jTensor along = numbers(0, y);
    Nd4jTensor square = numbers(1, y);
    dots(-1.0 / width(y), y, xTangent, 0, along);
    elements.square(scale.flat(), square.flat());
    multiply(along, square, out);
  }
}
