package org.edgeflow.backends.host.advice;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.edgeflow.core.tensor.DataType;

/**
 * What one thread's vector instructions can do: multiplications and additions in one, in registers,
 * with no memory in the way. No product of matrices is faster.
 *
 * <p>Eight independent sums hide an instruction's latency of four cycles on two units. To be run in
 * a JVM that does nothing else with vectors.
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
      a = a.fma(x, x);
      b = b.fma(x, x);
      c = c.fma(x, x);
      d = d.fma(x, x);
      e = e.fma(x, x);
      f = f.fma(x, x);
      g = g.fma(x, x);
      h = h.fma(x, x);
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
      a = a.fma(x, x);
      b = b.fma(x, x);
      c = c.fma(x, x);
      d = d.fma(x, x);
      e = e.fma(x, x);
      f = f.fma(x, x);
      g = g.fma(x, x);
      h = h.fma(x, x);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
  }
}
