package org.edgeflow.backends.host.float64;

import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.backends.host.loops.Moments;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Whole vectors of float64 with the JDK's Vector API; what is left over goes the plain way. */
public final class DoubleVectorElements extends DoubleElements {
  // Of the full width: with vectors of two widths of one element type in the process the compiler
  // loses sight of types everywhere, and makes objects of vectors.
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public double dot(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    return DoubleVectorSums.dot(x.doubles(), x.offset() + xAt, y.doubles(), y.offset() + yAt, size);
  }

  @Override
  public double sum(HeapTensor x, int at, int size) {
    return DoubleVectorSums.sum(x.doubles(), x.offset() + at, size);
  }

  @Override
  public double largest(HeapTensor x, int at, int size) {
    double[] values = x.doubles();
    int from = x.offset() + at;
    int whole = SPECIES.loopBound(size);
    if (whole == 0) {
      return super.largest(x, at, size);
    }
    DoubleVector most = DoubleVector.fromArray(SPECIES, values, from);
    for (int i = LANES; i < whole; i += LANES) {
      most = most.max(DoubleVector.fromArray(SPECIES, values, from + i));
    }
    var largest = most.reduceLanes(MAX);
    return whole < size ? Math.max(largest, super.largest(x, at + whole, size - whole)) : largest;
  }

  @Override
  public double squaredDistance(HeapTensor x, HeapTensor y, int at, int size) {
    return DoubleVectorSums.squaredDistance(
        x.doubles(), x.offset() + at, y.doubles(), y.offset() + at, size);
  }

  @Override
  public void combine(
      double alpha, HeapTensor x, double beta, HeapTensor y, HeapTensor out, int at, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + at;
    int r = y.offset() + at;
    int o = out.offset() + at;
    int whole = SPECIES.loopBound(size);
    DoubleVector alphas = DoubleVector.broadcast(SPECIES, (double) alpha);
    DoubleVector betas = DoubleVector.broadcast(SPECIES, (double) beta);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector xs = DoubleVector.fromArray(SPECIES, left, l + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, right, r + i);
      xs.mul(alphas).add(ys.mul(betas)).intoArray(result, o + i);
    }
    if (whole < size) {
      super.combine(alpha, x, beta, y, out, at + whole, size - whole);
    }
  }

  @Override
  public void scaleAndSubtract(
      double alpha, HeapTensor x, int xAt, HeapTensor y, HeapTensor out, int at, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + xAt;
    int r = y.offset() + at;
    int o = out.offset() + at;
    int whole = SPECIES.loopBound(size);
    DoubleVector alphas = DoubleVector.broadcast(SPECIES, (double) alpha);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector xs = DoubleVector.fromArray(SPECIES, left, l + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, right, r + i);
      xs.mul(alphas).sub(ys).intoArray(result, o + i);
    }
    if (whole < size) {
      super.scaleAndSubtract(alpha, x, xAt + whole, y, out, at + whole, size - whole);
    }
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void copyLoosely(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    DoubleVector.fromArray(SPECIES, x.doubles(), x.offset() + xAt)
        .intoArray(y.doubles(), y.offset() + yAt);
  }

  @Override
  public void add(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector xs = DoubleVector.fromArray(SPECIES, from, f + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, to, t + i);
      ys.add(xs).intoArray(to, t + i);
    }
    if (whole < size) {
      super.add(x, xAt + whole, y, yAt + whole, size - whole);
    }
  }

  @Override
  public void addScaled(double alpha, HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    int whole = SPECIES.loopBound(size);
    DoubleVector factors = DoubleVector.broadcast(SPECIES, (double) alpha);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector xs = DoubleVector.fromArray(SPECIES, from, f + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, to, t + i);
      ys.add(xs.mul(factors)).intoArray(to, t + i);
    }
    if (whole < size) {
      super.addScaled(alpha, x, xAt + whole, y, yAt + whole, size - whole);
    }
  }

  @Override
  public void addFourRows(HeapTensor x, int xAt, int row, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int first = x.offset() + xAt;
    int second = first + row;
    int third = second + row;
    int fourth = third + row;
    int t = y.offset() + yAt;
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector firsts = DoubleVector.fromArray(SPECIES, from, first + i);
      DoubleVector seconds = DoubleVector.fromArray(SPECIES, from, second + i);
      DoubleVector thirds = DoubleVector.fromArray(SPECIES, from, third + i);
      DoubleVector fourths = DoubleVector.fromArray(SPECIES, from, fourth + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, to, t + i);
      ys.add(firsts.add(seconds).add(thirds.add(fourths))).intoArray(to, t + i);
    }
    if (whole < size) {
      super.addFourRows(x, xAt + whole, row, y, yAt + whole, size - whole);
    }
  }

  @Override
  public void shiftAndScale(
      double shift, double alpha, HeapTensor x, int xAt, HeapTensor out, int outAt, int size) {
    double[] from = x.doubles();
    double[] to = out.doubles();
    int f = x.offset() + xAt;
    int t = out.offset() + outAt;
    int whole = SPECIES.loopBound(size);
    DoubleVector shifts = DoubleVector.broadcast(SPECIES, (double) shift);
    DoubleVector factors = DoubleVector.broadcast(SPECIES, (double) alpha);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector xs = DoubleVector.fromArray(SPECIES, from, f + i);
      xs.add(shifts).mul(factors).intoArray(to, t + i);
    }
    if (whole < size) {
      super.shiftAndScale(shift, alpha, x, xAt + whole, out, outAt + whole, size - whole);
    }
  }

  @Override
  public void multiply(HeapTensor x, HeapTensor y, HeapTensor out, int at, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + at;
    int r = y.offset() + at;
    int o = out.offset() + at;
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector xs = DoubleVector.fromArray(SPECIES, left, l + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, right, r + i);
      xs.mul(ys).intoArray(result, o + i);
    }
    if (whole < size) {
      super.multiply(x, y, out, at + whole, size - whole);
    }
  }

  @Override
  public void multiplyAdd(
      HeapTensor x, HeapTensor y, HeapTensor u, HeapTensor v, HeapTensor out, int at, int size) {
    double[] a = x.doubles();
    double[] b = y.doubles();
    double[] c = u.doubles();
    double[] d = v.doubles();
    double[] result = out.doubles();
    int aAt = x.offset() + at;
    int bAt = y.offset() + at;
    int cAt = u.offset() + at;
    int dAt = v.offset() + at;
    int o = out.offset() + at;
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector xs = DoubleVector.fromArray(SPECIES, a, aAt + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, b, bAt + i);
      DoubleVector us = DoubleVector.fromArray(SPECIES, c, cAt + i);
      DoubleVector vs = DoubleVector.fromArray(SPECIES, d, dAt + i);
      xs.mul(ys).add(us.mul(vs)).intoArray(result, o + i);
    }
    if (whole < size) {
      super.multiplyAdd(x, y, u, v, out, at + whole, size - whole);
    }
  }

  @Override
  public void softmaxDerivative(
      HeapTensor p, HeapTensor v, double s, HeapTensor out, int at, int size) {
    double[] probability = p.doubles();
    double[] vector = v.doubles();
    double[] result = out.doubles();
    int pAt = p.offset() + at;
    int vAt = v.offset() + at;
    int o = out.offset() + at;
    int whole = SPECIES.loopBound(size);
    DoubleVector shifts = DoubleVector.broadcast(SPECIES, (double) s);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector ps = DoubleVector.fromArray(SPECIES, probability, pAt + i);
      DoubleVector vs = DoubleVector.fromArray(SPECIES, vector, vAt + i);
      ps.mul(vs.sub(shifts)).intoArray(result, o + i);
    }
    if (whole < size) {
      super.softmaxDerivative(p, v, s, out, at + whole, size - whole);
    }
  }

  @Override
  public void softmaxDerivativeTangent(
      Dual p, Dual v, double s, double sTangent, HeapTensor out, int at, int size) {
    double[] value = p.value().doubles();
    double[] tangent = p.tangent().doubles();
    double[] vector = v.value().doubles();
    double[] vectorTangent = v.tangent().doubles();
    double[] result = out.doubles();
    int pAt = p.value().offset() + at;
    int ptAt = p.tangent().offset() + at;
    int vAt = v.value().offset() + at;
    int vtAt = v.tangent().offset() + at;
    int o = out.offset() + at;
    int whole = SPECIES.loopBound(size);
    DoubleVector shifts = DoubleVector.broadcast(SPECIES, (double) s);
    DoubleVector shiftTangents = DoubleVector.broadcast(SPECIES, (double) sTangent);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector ps = DoubleVector.fromArray(SPECIES, value, pAt + i);
      DoubleVector pts = DoubleVector.fromArray(SPECIES, tangent, ptAt + i);
      DoubleVector vs = DoubleVector.fromArray(SPECIES, vector, vAt + i);
      DoubleVector vts = DoubleVector.fromArray(SPECIES, vectorTangent, vtAt + i);
      pts.mul(vs.sub(shifts)).add(ps.mul(vts.sub(shiftTangents))).intoArray(result, o + i);
    }
    if (whole < size) {
      super.softmaxDerivativeTangent(p, v, s, sTangent, out, at + whole, size - whole);
    }
  }

  @Override
  public void normalizeDerivative(
      Moments row, HeapTensor v, HeapTensor y, HeapTensor out, int at, int size) {
    double[] vector = v.doubles();
    double[] normal = y.doubles();
    double[] result = out.doubles();
    int vAt = v.offset() + at;
    int yAt = y.offset() + at;
    int o = out.offset() + at;
    int whole = SPECIES.loopBound(size);
    DoubleVector factors = DoubleVector.broadcast(SPECIES, (double) row.scale);
    DoubleVector shifts = DoubleVector.broadcast(SPECIES, (double) row.mean);
    DoubleVector parts = DoubleVector.broadcast(SPECIES, (double) row.along);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector vs = DoubleVector.fromArray(SPECIES, vector, vAt + i);
      DoubleVector ys = DoubleVector.fromArray(SPECIES, normal, yAt + i);
      vs.sub(shifts).sub(ys.mul(parts)).mul(factors).intoArray(result, o + i);
    }
    if (whole < size) {
      super.normalizeDerivative(row, v, y, out, at + whole, size - whole);
    }
  }
}
