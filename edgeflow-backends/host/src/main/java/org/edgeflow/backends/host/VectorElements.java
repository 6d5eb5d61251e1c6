package org.edgeflow.backends.host;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Whole vectors of elements, with the JDK's Vector API. */
class VectorElements implements Elements {
  static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
  // Of the full width: with vectors of two widths of one element type in the process the compiler
  // loses sight of types everywhere, and makes objects of vectors.
  static final VectorSpecies<Float> NARROW = FloatVector.SPECIES_PREFERRED;

  @Override
  public int addScaled(double factor, double[] x, int xAt, double[] y, int yAt, int size) {
    int whole = WIDE.loopBound(size);
    DoubleVector factors = DoubleVector.broadcast(WIDE, factor);
    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector xs = DoubleVector.fromArray(WIDE, x, xAt + i);
      DoubleVector ys = DoubleVector.fromArray(WIDE, y, yAt + i);
      ys.add(xs.mul(factors)).intoArray(y, yAt + i);
    }
    return whole;
  }

  @Override
  public int add(double[] x, int xAt, double[] y, int yAt, int size) {
    int whole = WIDE.loopBound(size);

    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector xs = DoubleVector.fromArray(WIDE, x, xAt + i);
      DoubleVector ys = DoubleVector.fromArray(WIDE, y, yAt + i);
      ys.add(xs).intoArray(y, yAt + i);
    }
    return whole;
  }

  @Override
  public int addFour(
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
    int whole = WIDE.loopBound(size);

    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector firsts = DoubleVector.fromArray(WIDE, first, firstAt + i);
      DoubleVector seconds = DoubleVector.fromArray(WIDE, second, secondAt + i);
      DoubleVector thirds = DoubleVector.fromArray(WIDE, third, thirdAt + i);
      DoubleVector fourths = DoubleVector.fromArray(WIDE, fourth, fourthAt + i);
      DoubleVector ys = DoubleVector.fromArray(WIDE, y, yAt + i);
      ys.add(firsts.add(seconds).add(thirds.add(fourths))).intoArray(y, yAt + i);
    }
    return whole;
  }

  @Override
  public int combine(
      double alpha,
      double[] x,
      int xAt,
      double beta,
      double[] y,
      int yAt,
      double[] out,
      int outAt,
      int size) {
    int whole = WIDE.loopBound(size);
    DoubleVector alphas = DoubleVector.broadcast(WIDE, alpha);
    DoubleVector betas = DoubleVector.broadcast(WIDE, beta);
    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector xs = DoubleVector.fromArray(WIDE, x, xAt + i);
      DoubleVector ys = DoubleVector.fromArray(WIDE, y, yAt + i);
      xs.mul(alphas).add(ys.mul(betas)).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int shiftAndScale(
      double shift, double factor, double[] x, int xAt, double[] out, int outAt, int size) {
    int whole = WIDE.loopBound(size);
    DoubleVector shifts = DoubleVector.broadcast(WIDE, shift);
    DoubleVector factors = DoubleVector.broadcast(WIDE, factor);
    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector xs = DoubleVector.fromArray(WIDE, x, xAt + i);
      xs.add(shifts).mul(factors).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int multiply(double[] x, int xAt, double[] y, int yAt, double[] out, int outAt, int size) {
    int whole = WIDE.loopBound(size);

    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector xs = DoubleVector.fromArray(WIDE, x, xAt + i);
      DoubleVector ys = DoubleVector.fromArray(WIDE, y, yAt + i);
      xs.mul(ys).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int multiplyAdd(
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
    int whole = WIDE.loopBound(size);

    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector xs = DoubleVector.fromArray(WIDE, x, xAt + i);
      DoubleVector ys = DoubleVector.fromArray(WIDE, y, yAt + i);
      DoubleVector us = DoubleVector.fromArray(WIDE, u, uAt + i);
      DoubleVector vs = DoubleVector.fromArray(WIDE, v, vAt + i);
      xs.mul(ys).add(us.mul(vs)).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int softmaxDerivative(
      double[] p, int pAt, double[] v, int vAt, double shift, double[] out, int outAt, int size) {
    int whole = WIDE.loopBound(size);
    DoubleVector shifts = DoubleVector.broadcast(WIDE, shift);
    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector ps = DoubleVector.fromArray(WIDE, p, pAt + i);
      DoubleVector vs = DoubleVector.fromArray(WIDE, v, vAt + i);
      ps.mul(vs.sub(shifts)).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int softmaxDerivativeTangent(
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
    int whole = WIDE.loopBound(size);
    DoubleVector shifts = DoubleVector.broadcast(WIDE, shift);
    DoubleVector shiftTangents = DoubleVector.broadcast(WIDE, shiftTangent);
    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector ps = DoubleVector.fromArray(WIDE, p, pAt + i);
      DoubleVector pTangents = DoubleVector.fromArray(WIDE, pTangent, pTangentAt + i);
      DoubleVector vs = DoubleVector.fromArray(WIDE, v, vAt + i);
      DoubleVector vTangents = DoubleVector.fromArray(WIDE, vTangent, vTangentAt + i);
      pTangents
          .mul(vs.sub(shifts))
          .add(ps.mul(vTangents.sub(shiftTangents)))
          .intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int normalizeDerivative(
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
    int whole = WIDE.loopBound(size);
    DoubleVector factors = DoubleVector.broadcast(WIDE, factor);
    DoubleVector shifts = DoubleVector.broadcast(WIDE, shift);
    DoubleVector parts = DoubleVector.broadcast(WIDE, part);
    for (int i = 0; i < whole; i += WIDE.length()) {
      DoubleVector vs = DoubleVector.fromArray(WIDE, v, vAt + i);
      DoubleVector ys = DoubleVector.fromArray(WIDE, y, yAt + i);
      vs.sub(shifts).sub(ys.mul(parts)).mul(factors).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int size) {
    int whole = NARROW.loopBound(size);
    FloatVector factors = FloatVector.broadcast(NARROW, factor);
    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector xs = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector ys = FloatVector.fromArray(NARROW, y, yAt + i);
      ys.add(xs.mul(factors)).intoArray(y, yAt + i);
    }
    return whole;
  }

  @Override
  public int add(float[] x, int xAt, float[] y, int yAt, int size) {
    int whole = NARROW.loopBound(size);

    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector xs = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector ys = FloatVector.fromArray(NARROW, y, yAt + i);
      ys.add(xs).intoArray(y, yAt + i);
    }
    return whole;
  }

  @Override
  public int addFour(
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
    int whole = NARROW.loopBound(size);

    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector firsts = FloatVector.fromArray(NARROW, first, firstAt + i);
      FloatVector seconds = FloatVector.fromArray(NARROW, second, secondAt + i);
      FloatVector thirds = FloatVector.fromArray(NARROW, third, thirdAt + i);
      FloatVector fourths = FloatVector.fromArray(NARROW, fourth, fourthAt + i);
      FloatVector ys = FloatVector.fromArray(NARROW, y, yAt + i);
      ys.add(firsts.add(seconds).add(thirds.add(fourths))).intoArray(y, yAt + i);
    }
    return whole;
  }

  @Override
  public int combine(
      float alpha,
      float[] x,
      int xAt,
      float beta,
      float[] y,
      int yAt,
      float[] out,
      int outAt,
      int size) {
    int whole = NARROW.loopBound(size);
    FloatVector alphas = FloatVector.broadcast(NARROW, alpha);
    FloatVector betas = FloatVector.broadcast(NARROW, beta);
    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector xs = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector ys = FloatVector.fromArray(NARROW, y, yAt + i);
      xs.mul(alphas).add(ys.mul(betas)).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int shiftAndScale(
      float shift, float factor, float[] x, int xAt, float[] out, int outAt, int size) {
    int whole = NARROW.loopBound(size);
    FloatVector shifts = FloatVector.broadcast(NARROW, shift);
    FloatVector factors = FloatVector.broadcast(NARROW, factor);
    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector xs = FloatVector.fromArray(NARROW, x, xAt + i);
      xs.add(shifts).mul(factors).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int size) {
    int whole = NARROW.loopBound(size);

    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector xs = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector ys = FloatVector.fromArray(NARROW, y, yAt + i);
      xs.mul(ys).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int multiplyAdd(
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
    int whole = NARROW.loopBound(size);

    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector xs = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector ys = FloatVector.fromArray(NARROW, y, yAt + i);
      FloatVector us = FloatVector.fromArray(NARROW, u, uAt + i);
      FloatVector vs = FloatVector.fromArray(NARROW, v, vAt + i);
      xs.mul(ys).add(us.mul(vs)).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int softmaxDerivative(
      float[] p, int pAt, float[] v, int vAt, float shift, float[] out, int outAt, int size) {
    int whole = NARROW.loopBound(size);
    FloatVector shifts = FloatVector.broadcast(NARROW, shift);
    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector ps = FloatVector.fromArray(NARROW, p, pAt + i);
      FloatVector vs = FloatVector.fromArray(NARROW, v, vAt + i);
      ps.mul(vs.sub(shifts)).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int softmaxDerivativeTangent(
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
    int whole = NARROW.loopBound(size);
    FloatVector shifts = FloatVector.broadcast(NARROW, shift);
    FloatVector shiftTangents = FloatVector.broadcast(NARROW, shiftTangent);
    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector ps = FloatVector.fromArray(NARROW, p, pAt + i);
      FloatVector pTangents = FloatVector.fromArray(NARROW, pTangent, pTangentAt + i);
      FloatVector vs = FloatVector.fromArray(NARROW, v, vAt + i);
      FloatVector vTangents = FloatVector.fromArray(NARROW, vTangent, vTangentAt + i);
      pTangents
          .mul(vs.sub(shifts))
          .add(ps.mul(vTangents.sub(shiftTangents)))
          .intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int normalizeDerivative(
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
    int whole = NARROW.loopBound(size);
    FloatVector factors = FloatVector.broadcast(NARROW, factor);
    FloatVector shifts = FloatVector.broadcast(NARROW, shift);
    FloatVector parts = FloatVector.broadcast(NARROW, part);
    for (int i = 0; i < whole; i += NARROW.length()) {
      FloatVector vs = FloatVector.fromArray(NARROW, v, vAt + i);
      FloatVector ys = FloatVector.fromArray(NARROW, y, yAt + i);
      vs.sub(shifts).sub(ys.mul(parts)).mul(factors).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int averageQuads(
      double factor,
      double[] x,
      int top,
      int bottom,
      double[] out,
      int outAt,
      int pixels,
      int channels) {
    int whole = WIDE.loopBound(channels);
    DoubleVector factors = DoubleVector.broadcast(WIDE, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int upper = top + 2 * pixel * channels;
      int lower = bottom + 2 * pixel * channels;
      int to = outAt + pixel * channels;
      for (int i = 0; i < whole; i += WIDE.length()) {
        DoubleVector a = DoubleVector.fromArray(WIDE, x, upper + i);
        DoubleVector b = DoubleVector.fromArray(WIDE, x, upper + channels + i);
        DoubleVector c = DoubleVector.fromArray(WIDE, x, lower + i);
        DoubleVector d = DoubleVector.fromArray(WIDE, x, lower + channels + i);
        a.add(b).add(c.add(d)).mul(factors).intoArray(out, to + i);
      }
    }
    return whole;
  }

  @Override
  public int spreadQuads(
      double factor,
      double[] x,
      int top,
      int bottom,
      double[] out,
      int outAt,
      int pixels,
      int channels) {
    int whole = WIDE.loopBound(channels);
    DoubleVector factors = DoubleVector.broadcast(WIDE, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int upper = top + 2 * pixel * channels;
      int lower = bottom + 2 * pixel * channels;
      int from = outAt + pixel * channels;
      for (int i = 0; i < whole; i += WIDE.length()) {
        DoubleVector share = DoubleVector.fromArray(WIDE, out, from + i).mul(factors);
        share.intoArray(x, upper + i);
        share.intoArray(x, upper + channels + i);
        share.intoArray(x, lower + i);
        share.intoArray(x, lower + channels + i);
      }
    }
    return whole;
  }

  @Override
  public int averageQuads(
      float factor,
      float[] x,
      int top,
      int bottom,
      float[] out,
      int outAt,
      int pixels,
      int channels) {
    int whole = NARROW.loopBound(channels);
    FloatVector factors = FloatVector.broadcast(NARROW, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int upper = top + 2 * pixel * channels;
      int lower = bottom + 2 * pixel * channels;
      int to = outAt + pixel * channels;
      for (int i = 0; i < whole; i += NARROW.length()) {
        FloatVector a = FloatVector.fromArray(NARROW, x, upper + i);
        FloatVector b = FloatVector.fromArray(NARROW, x, upper + channels + i);
        FloatVector c = FloatVector.fromArray(NARROW, x, lower + i);
        FloatVector d = FloatVector.fromArray(NARROW, x, lower + channels + i);
        a.add(b).add(c.add(d)).mul(factors).intoArray(out, to + i);
      }
    }
    return whole;
  }

  @Override
  public int spreadQuads(
      float factor,
      float[] x,
      int top,
      int bottom,
      float[] out,
      int outAt,
      int pixels,
      int channels) {
    int whole = NARROW.loopBound(channels);
    FloatVector factors = FloatVector.broadcast(NARROW, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int upper = top + 2 * pixel * channels;
      int lower = bottom + 2 * pixel * channels;
      int from = outAt + pixel * channels;
      for (int i = 0; i < whole; i += NARROW.length()) {
        FloatVector share = FloatVector.fromArray(NARROW, out, from + i).mul(factors);
        share.intoArray(x, upper + i);
        share.intoArray(x, upper + channels + i);
        share.intoArray(x, lower + i);
        share.intoArray(x, lower + channels + i);
      }
    }
    return whole;
  }

  @Override
  public int sumOfNine(
      double[] x, int xAt, int rowStep, int columnStep, double[] out, int outAt, int size) {
    int whole = WIDE.loopBound(size);
    for (int i = 0; i < whole; i += WIDE.length()) {
      int a = xAt + i;
      int b = a + rowStep;
      int c = b + rowStep;
      DoubleVector first =
          DoubleVector.fromArray(WIDE, x, a)
              .add(DoubleVector.fromArray(WIDE, x, a + columnStep))
              .add(DoubleVector.fromArray(WIDE, x, a + 2 * columnStep));
      DoubleVector second =
          DoubleVector.fromArray(WIDE, x, b)
              .add(DoubleVector.fromArray(WIDE, x, b + columnStep))
              .add(DoubleVector.fromArray(WIDE, x, b + 2 * columnStep));
      DoubleVector third =
          DoubleVector.fromArray(WIDE, x, c)
              .add(DoubleVector.fromArray(WIDE, x, c + columnStep))
              .add(DoubleVector.fromArray(WIDE, x, c + 2 * columnStep));
      first.add(second).add(third).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int multiplyQuads(
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
    int whole = WIDE.loopBound(channels);
    DoubleVector factors = DoubleVector.broadcast(WIDE, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int from = outAt + pixel * channels;
      int pair = 2 * pixel * channels;
      for (int i = 0; i < whole; i += WIDE.length()) {
        DoubleVector y = DoubleVector.fromArray(WIDE, out, from + i).mul(factors);
        int a = pair + i;
        int b = a + channels;
        y.mul(DoubleVector.fromArray(WIDE, slope, slopeTop + a)).intoArray(x, top + a);
        y.mul(DoubleVector.fromArray(WIDE, slope, slopeTop + b)).intoArray(x, top + b);
        y.mul(DoubleVector.fromArray(WIDE, slope, slopeBottom + a)).intoArray(x, bottom + a);
        y.mul(DoubleVector.fromArray(WIDE, slope, slopeBottom + b)).intoArray(x, bottom + b);
      }
    }
    return whole;
  }

  @Override
  public int multiplyQuadsTangent(
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
    int whole = WIDE.loopBound(channels);
    DoubleVector factors = DoubleVector.broadcast(WIDE, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int from = pixel * channels;
      for (int i = 0; i < whole; i += WIDE.length()) {
        DoubleVector y = DoubleVector.fromArray(WIDE, out, outAt + from + i).mul(factors);
        DoubleVector z =
            DoubleVector.fromArray(WIDE, outTangent, outTangentAt + from + i).mul(factors);
        for (int place = 0; place < 4; place++) {
          int at = 2 * from + i + (place & 1) * channels + (place >> 1) * row;
          DoubleVector slopes = DoubleVector.fromArray(WIDE, slope, slopeTop + at);
          DoubleVector swings = DoubleVector.fromArray(WIDE, swing, swingTop + at);
          y.mul(slopes).intoArray(x, top + at);
          z.mul(slopes).add(y.mul(swings)).intoArray(xTangent, topTangent + at);
        }
      }
    }
    return whole;
  }

  @Override
  public int sumOfNine(
      float[] x, int xAt, int rowStep, int columnStep, float[] out, int outAt, int size) {
    int whole = NARROW.loopBound(size);
    for (int i = 0; i < whole; i += NARROW.length()) {
      int a = xAt + i;
      int b = a + rowStep;
      int c = b + rowStep;
      FloatVector first =
          FloatVector.fromArray(NARROW, x, a)
              .add(FloatVector.fromArray(NARROW, x, a + columnStep))
              .add(FloatVector.fromArray(NARROW, x, a + 2 * columnStep));
      FloatVector second =
          FloatVector.fromArray(NARROW, x, b)
              .add(FloatVector.fromArray(NARROW, x, b + columnStep))
              .add(FloatVector.fromArray(NARROW, x, b + 2 * columnStep));
      FloatVector third =
          FloatVector.fromArray(NARROW, x, c)
              .add(FloatVector.fromArray(NARROW, x, c + columnStep))
              .add(FloatVector.fromArray(NARROW, x, c + 2 * columnStep));
      first.add(second).add(third).intoArray(out, outAt + i);
    }
    return whole;
  }

  @Override
  public int multiplyQuads(
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
    int whole = NARROW.loopBound(channels);
    FloatVector factors = FloatVector.broadcast(NARROW, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int from = outAt + pixel * channels;
      int pair = 2 * pixel * channels;
      for (int i = 0; i < whole; i += NARROW.length()) {
        FloatVector y = FloatVector.fromArray(NARROW, out, from + i).mul(factors);
        int a = pair + i;
        int b = a + channels;
        y.mul(FloatVector.fromArray(NARROW, slope, slopeTop + a)).intoArray(x, top + a);
        y.mul(FloatVector.fromArray(NARROW, slope, slopeTop + b)).intoArray(x, top + b);
        y.mul(FloatVector.fromArray(NARROW, slope, slopeBottom + a)).intoArray(x, bottom + a);
        y.mul(FloatVector.fromArray(NARROW, slope, slopeBottom + b)).intoArray(x, bottom + b);
      }
    }
    return whole;
  }

  @Override
  public int multiplyQuadsTangent(
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
    int whole = NARROW.loopBound(channels);
    FloatVector factors = FloatVector.broadcast(NARROW, factor);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int from = pixel * channels;
      for (int i = 0; i < whole; i += NARROW.length()) {
        FloatVector y = FloatVector.fromArray(NARROW, out, outAt + from + i).mul(factors);
        FloatVector z =
            FloatVector.fromArray(NARROW, outTangent, outTangentAt + from + i).mul(factors);
        for (int place = 0; place < 4; place++) {
          int at = 2 * from + i + (place & 1) * channels + (place >> 1) * row;
          FloatVector slopes = FloatVector.fromArray(NARROW, slope, slopeTop + at);
          FloatVector swings = FloatVector.fromArray(NARROW, swing, swingTop + at);
          y.mul(slopes).intoArray(x, top + at);
          z.mul(slopes).add(y.mul(swings)).intoArray(xTangent, topTangent + at);
        }
      }
    }
    return whole;
  }
}
