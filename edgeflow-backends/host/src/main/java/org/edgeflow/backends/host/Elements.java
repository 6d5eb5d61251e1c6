package org.edgeflow.backends.host;

/**
 * The first elements of elementwise operations, as many as fill whole vectors of the processor:
 * each method returns how many it has done, and leaves the rest to its caller. Without vectors that
 * is none. (C2 makes vectors of a plain loop only where all of its arrays start alike.)
 *
 * <p>Products and sums are rounded one by one, as in a plain loop.
 */
interface Elements {

  /** {@code y ← y + factor x}. */
  default int addScaled(double factor, double[] x, int xAt, double[] y, int yAt, int size) {
    return 0;
  }

  /** {@code y ← y + x}. */
  default int add(double[] x, int xAt, double[] y, int yAt, int size) {
    return 0;
  }

  /** {@code y ← y + ((first + second) + (third + fourth))}. */
  default int addFour(
      double[] first,
      int firstAt,
      double[] second,
      int secondAt,
      double[] third,
      int thirdAt,
      double[] fourth,
      int fourthAt,
      double[] y,
      int yAt,
      int size) {
    return 0;
  }

  /** {@code out ← alpha x + beta y}. */
  default int combine(
      double alpha,
      double[] x,
      int xAt,
      double beta,
      double[] y,
      int yAt,
      double[] out,
      int outAt,
      int size) {
    return 0;
  }

  /** {@code out ← factor (x + shift)}. */
  default int shiftAndScale(
      double shift, double factor, double[] x, int xAt, double[] out, int outAt, int size) {
    return 0;
  }

  /** {@code out ← x ∘ y}. */
  default int multiply(
      double[] x, int xAt, double[] y, int yAt, double[] out, int outAt, int size) {
    return 0;
  }

  /** {@code out ← x ∘ y + u ∘ v}. */
  default int multiplyAdd(
      double[] x,
      int xAt,
      double[] y,
      int yAt,
      double[] u,
      int uAt,
      double[] v,
      int vAt,
      double[] out,
      int outAt,
      int size) {
    return 0;
  }

  /** {@code out ← p ∘ (v − shift)}. */
  default int softmaxDerivative(
      double[] p, int pAt, double[] v, int vAt, double shift, double[] out, int outAt, int size) {
    return 0;
  }

  /** {@code out ← ṗ ∘ (v − shift) + p ∘ (v̇ − ṡhift)}. */
  default int softmaxDerivativeTangent(
      double[] p,
      int pAt,
      double[] pTangent,
      int pTangentAt,
      double[] v,
      int vAt,
      double[] vTangent,
      int vTangentAt,
      double shift,
      double shiftTangent,
      double[] out,
      int outAt,
      int size) {
    return 0;
  }

  /** {@code out ← factor (v − shift − part y)}. */
  default int normalizeDerivative(
      double factor,
      double[] v,
      int vAt,
      double shift,
      double part,
      double[] y,
      int yAt,
      double[] out,
      int outAt,
      int size) {
    return 0;
  }

  /** {@code y ← y + factor x}. */
  default int addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int size) {
    return 0;
  }

  /** {@code y ← y + x}. */
  default int add(float[] x, int xAt, float[] y, int yAt, int size) {
    return 0;
  }

  /** {@code y ← y + ((first + second) + (third + fourth))}. */
  default int addFour(
      float[] first,
      int firstAt,
      float[] second,
      int secondAt,
      float[] third,
      int thirdAt,
      float[] fourth,
      int fourthAt,
      float[] y,
      int yAt,
      int size) {
    return 0;
  }

  /** {@code out ← alpha x + beta y}. */
  default int combine(
      float alpha,
      float[] x,
      int xAt,
      float beta,
      float[] y,
      int yAt,
      float[] out,
      int outAt,
      int size) {
    return 0;
  }

  /** {@code out ← factor (x + shift)}. */
  default int shiftAndScale(
      float shift, float factor, float[] x, int xAt, float[] out, int outAt, int size) {
    return 0;
  }

  /** {@code out ← x ∘ y}. */
  default int multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int size) {
    return 0;
  }

  /** {@code out ← x ∘ y + u ∘ v}. */
  default int multiplyAdd(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] u,
      int uAt,
      float[] v,
      int vAt,
      float[] out,
      int outAt,
      int size) {
    return 0;
  }

  /** {@code out ← p ∘ (v − shift)}. */
  default int softmaxDerivative(
      float[] p, int pAt, float[] v, int vAt, float shift, float[] out, int outAt, int size) {
    return 0;
  }

  /** {@code out ← ṗ ∘ (v − shift) + p ∘ (v̇ − ṡhift)}. */
  default int softmaxDerivativeTangent(
      float[] p,
      int pAt,
      float[] pTangent,
      int pTangentAt,
      float[] v,
      int vAt,
      float[] vTangent,
      int vTangentAt,
      float shift,
      float shiftTangent,
      float[] out,
      int outAt,
      int size) {
    return 0;
  }

  /** {@code out ← factor (v − shift − part y)}. */
  default int normalizeDerivative(
      float factor,
      float[] v,
      int vAt,
      float shift,
      float part,
      float[] y,
      int yAt,
      float[] out,
      int outAt,
      int size) {
    return 0;
  }

  /**
   * {@code out ← factor (a + b + c + d)} for neighbours {@code a, b} in one row of pixels and
   * {@code c, d} in the next, pixel by pixel of {@code out}; the whole vectors of each pixel's
   * channels.
   *
   * @param top the first element of the upper row, {@code bottom} that of the lower one
   * @param pixels of {@code out}
   */
  default int averageQuads(
      double factor,
      double[] x,
      int top,
      int bottom,
      double[] out,
      int outAt,
      int pixels,
      int channels) {
    return 0;
  }

  /** The adjoint of {@code averageQuads}: {@code a, b, c, d ← factor out}. */
  default int spreadQuads(
      double factor,
      double[] x,
      int top,
      int bottom,
      double[] out,
      int outAt,
      int pixels,
      int channels) {
    return 0;
  }

  /**
   * {@code out ← factor (a + b + c + d)} for neighbours {@code a, b} in one row of pixels and
   * {@code c, d} in the next, pixel by pixel of {@code out}; the whole vectors of each pixel's
   * channels.
   *
   * @param top the first element of the upper row, {@code bottom} that of the lower one
   * @param pixels of {@code out}
   */
  default int averageQuads(
      float factor,
      float[] x,
      int top,
      int bottom,
      float[] out,
      int outAt,
      int pixels,
      int channels) {
    return 0;
  }

  /** The adjoint of {@code averageQuads}: {@code a, b, c, d ← factor out}. */
  default int spreadQuads(
      float factor,
      float[] x,
      int top,
      int bottom,
      float[] out,
      int outAt,
      int pixels,
      int channels) {
    return 0;
  }

  /**
   * {@code out ← Σ} of nine stretches of x, three rows of three that begin {@code rowStep} and
   * {@code columnStep} elements apart.
   */
  default int sumOfNine(
      double[] x, int xAt, int rowStep, int columnStep, double[] out, int outAt, int size) {
    return 0;
  }

  /** {@code x ← slope ∘} what {@code spreadQuads} spreads. */
  default int multiplyQuads(
      double factor,
      double[] out,
      int outAt,
      double[] slope,
      int slopeTop,
      int slopeBottom,
      double[] x,
      int top,
      int bottom,
      int pixels,
      int channels) {
    return 0;
  }

  /**
   * {@code x ← slope ∘ y}, {@code ẋ ← slope ∘ ẏ + swing ∘ y}, y and ẏ being what {@code
   * spreadQuads} spreads.
   *
   * @param row elements between an upper and a lower pixel, in all that is large
   */
  default int multiplyQuadsTangent(
      double factor,
      double[] out,
      int outAt,
      double[] outTangent,
      int outTangentAt,
      double[] slope,
      double[] swing,
      int slopeTop,
      int swingTop,
      double[] x,
      double[] xTangent,
      int top,
      int topTangent,
      int row,
      int pixels,
      int channels) {
    return 0;
  }

  /**
   * {@code out ← Σ} of nine stretches of x, three rows of three that begin {@code rowStep} and
   * {@code columnStep} elements apart.
   */
  default int sumOfNine(
      float[] x, int xAt, int rowStep, int columnStep, float[] out, int outAt, int size) {
    return 0;
  }

  /** {@code x ← slope ∘} what {@code spreadQuads} spreads. */
  default int multiplyQuads(
      float factor,
      float[] out,
      int outAt,
      float[] slope,
      int slopeTop,
      int slopeBottom,
      float[] x,
      int top,
      int bottom,
      int pixels,
      int channels) {
    return 0;
  }

  /**
   * {@code x ← slope ∘ y}, {@code ẋ ← slope ∘ ẏ + swing ∘ y}, y and ẏ being what {@code
   * spreadQuads} spreads.
   *
   * @param row elements between an upper and a lower pixel, in all that is large
   */
  default int multiplyQuadsTangent(
      float factor,
      float[] out,
      int outAt,
      float[] outTangent,
      int outTangentAt,
      float[] slope,
      float[] swing,
      int slopeTop,
      int swingTop,
      float[] x,
      float[] xTangent,
      int top,
      int topTangent,
      int row,
      int pixels,
      int channels) {
    return 0;
  }
}
