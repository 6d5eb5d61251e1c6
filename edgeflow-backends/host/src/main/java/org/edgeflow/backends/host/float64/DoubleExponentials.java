package org.edgeflow.backends.host.float64;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.edgeflow.backends.host.float64.DoubleConstants.*;

import jdk.incubator.vector.DoubleVector;
import org.edgeflow.backends.host.loops.Activations;

/**
 * Exponentials of vectors of float64.
 *
 * <p>Everything rests on {@code e^u − 1 = 2ⁿ p + (2ⁿ − 1)}, {@code u = n ln 2 + r}, {@code p = e^r
 * − 1 = r + r² q(r)}. Here and in the other loops over vectors no method takes or gives a vector:
 * where the compiler does not inline one, every vector becomes an object.
 */
final class DoubleExponentials {
  private static final int BLOCK = Activations.BLOCK;

  private DoubleExponentials() {}

  /** {@code x ← e^x} on {@code size} elements; {@code room} is modified. */
  static void exp(double[] x, int xAt, int size, double[] room) {
    int whole = SPECIES.loopBound(size);
    System.arraycopy(x, xAt + whole, room, 0, size - whole);
    // One call in the text: with two, both inlined, the method is too large for the compiler to
    // keep its vectors in registers.
    for (int part = 0; part < 2; part++) {
      boolean tail = part == 1;
      expWhole(tail ? room : x, tail ? 0 : xAt, tail ? size - whole : whole);
    }
    System.arraycopy(room, 0, x, xAt + whole, size - whole);
  }

  private static void expWhole(double[] x, int xAt, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, x, xAt + i);
      u = u.blend(EXP_LOWEST, u.lt(EXP_LOWEST));
      u.blend(EXP_OVERFLOWS, EXP_OVERFLOWS.lt(u)).intoArray(x, xAt + i);
    }
    exponentials(x, xAt, x, xAt, size);
  }

  /** {@code e ← e^(−|z|)}. */
  static void decays(double[] z, int zAt, double[] e, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, z, zAt + i).abs().neg();
      u.blend(EXP_LOWEST, u.lt(EXP_LOWEST)).intoArray(e, i);
    }
    exponentials(e, 0, e, 0, size);
  }

  /** {@code e ← e^u} for u within twice what e^u covers, so that it may under- or overflow. */
  private static void exponentials(double[] u, int uAt, double[] e, int eAt, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, u, uAt + i);
      DoubleVector n = x.fma(LOG2_E, ROUNDER).sub(ROUNDER);
      DoubleVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
      DoubleVector q = EXPM1_LEAD;
      q = q.fma(r, EXPM1_9).fma(r, EXPM1_8).fma(r, EXPM1_7).fma(r, EXPM1_6);
      q = q.fma(r, EXPM1_5);
      q = q.fma(r, EXPM1_4).fma(r, EXPM1_3).fma(r, EXPM1_2).fma(r, EXPM1_1);
      q = q.fma(r, EXPM1_0);
      DoubleVector p = q.fma(r.mul(r), r);
      // 2ⁿ in two factors: it may itself be too small or too large a number.
      DoubleVector half = n.fma(HALF, ROUNDER);
      DoubleVector rest = n.sub(half.sub(ROUNDER)).add(ROUNDER);
      DoubleVector first =
          half.reinterpretAsLongs().add(BIAS).lanewise(LSHL, FRACTION).reinterpretAsDoubles();
      DoubleVector second =
          rest.reinterpretAsLongs().add(BIAS).lanewise(LSHL, FRACTION).reinterpretAsDoubles();
      p.fma(first, first).mul(second).intoArray(e, eAt + i);
    }
  }

  /**
   * {@code 2ⁿ (h + l) = e^(u + v)} for u and a much smaller v; l holds the digits that h has no
   * room for. Blocks of {@code room}: u and v, which become h and l, and the two factors of 2ⁿ.
   */
  static void preciseExponentials(double[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector v = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector n = u.fma(LOG2_E, ROUNDER).sub(ROUNDER);
      // The first is exact; what rounding takes from the sum of both goes into l.
      DoubleVector large = n.fma(MINUS_LN2_SHORT, u);
      DoubleVector small = n.fma(MINUS_LN2_REST, v);
      DoubleVector r = large.add(small);
      r.intoArray(room, i);
      small.sub(r.sub(large)).intoArray(room, BLOCK + i);
      DoubleVector half = n.fma(HALF, ROUNDER);
      DoubleVector rest = n.sub(half.sub(ROUNDER)).add(ROUNDER);
      DoubleVector first =
          half.reinterpretAsLongs().add(BIAS).lanewise(LSHL, FRACTION).reinterpretAsDoubles();
      first.intoArray(room, 2 * BLOCK + i);
      DoubleVector second =
          rest.reinterpretAsLongs().add(BIAS).lanewise(LSHL, FRACTION).reinterpretAsDoubles();
      second.intoArray(room, 3 * BLOCK + i);
    }
    for (int i = 0; i < size; i += LANES) {
      DoubleVector r = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector lost = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector q = EXPM1_LEAD;
      q = q.fma(r, EXPM1_9).fma(r, EXPM1_8).fma(r, EXPM1_7).fma(r, EXPM1_6);
      q = q.fma(r, EXPM1_5);
      q = q.fma(r, EXPM1_4).fma(r, EXPM1_3).fma(r, EXPM1_2).fma(r, EXPM1_1);
      q = q.fma(r, EXPM1_0);
      DoubleVector p = q.fma(r.mul(r), r);
      DoubleVector high = p.add(ONE);
      high.intoArray(room, i);
      ONE.sub(high).add(p).add(lost).intoArray(room, BLOCK + i);
    }
  }
}
