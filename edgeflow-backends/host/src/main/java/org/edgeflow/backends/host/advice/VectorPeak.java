package org.edgeflow.backends.host.advice;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.edgeflow.core.tensor.DataType;

/**
 * What one thread's vector instructions can do: multiplications and additions in one, in registers,
 * with no memory in the way. No product of matrices is faster.
 *
 * <p>Eight independent sums hide an instruction's latency of four cycles on two units. Each is what
 * is added to, for the instruction overwrites that; copies of a factor took a fifth of the time
 * (Skylake). To be run in a JVM that does nothing else with vectors.
 */
final class VectorPeak {
  private static final int SUMS = 8;
  private static final int ROUNDS = 100_000;
  private static final int TIMES = 40;
  private static final double FACTOR = 0.5;

  private VectorPeak() {}

  /** In 10⁹ operations a second, the best of several tries. */
  static double rate(DataType dataType) {
    boolean wide = dataType == DataType.FLOAT64;
    double lanes =
        wide ? DoubleVector.SPECIES_PREFERRED.length() : FloatVector.SPECIES_PREFERRED.length();
    double best = Double.POSITIVE_INFINITY;
    double kept = 0;
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      kept += wide ? doubles() : floats();
      best = Math.min(best, System.nanoTime() - start);
    }
    // What is computed must be used, or the compiler computes nothing.
    return Double.isNaN(kept) ? Double.NaN : 2.0 * SUMS * lanes * ROUNDS / best;
  }

  private static double floats() {
    FloatVector x = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, (float) FACTOR);
    FloatVector a = x;
    FloatVector b = x.add(1);
    FloatVector c = x.add(2);
    FloatVector d = x.add(3);
    FloatVector e = x.add(4);
    FloatVector f = x.add(5);
    FloatVector g = x.add(6);
    FloatVector h = x.add(7);
    for (int i = 0; i < ROUNDS; i++) {
      a = x.fma(x, a);
      b = x.fma(x, b);
      c = x.fma(x, c);
      d = x.fma(x, d);
      e = x.fma(x, e);
      f = x.fma(x, f);
      g = x.fma(x, g);
      h = x.fma(x, h);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
  }

  private static double doubles() {
    DoubleVector x = DoubleVector.broadcast(DoubleVector.SPECIES_PREFERRED, FACTOR);
    DoubleVector a = x;
    DoubleVector b = x.add(1);
    DoubleVector c = x.add(2);
    DoubleVector d = x.add(3);
    DoubleVector e = x.add(4);
    DoubleVector f = x.add(5);
    DoubleVector g = x.add(6);
    DoubleVector h = x.add(7);
    for (int i = 0; i < ROUNDS; i++) {
      a = x.fma(x, a);
      b = x.fma(x, b);
      c = x.fma(x, c);
      d = x.fma(x, d);
      e = x.fma(x, e);
      f = x.fma(x, f);
      g = x.fma(x, g);
      h = x.fma(x, h);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
  }
}
