package org.edgeflow.backends.host.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
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

  /** {@code x ← e^(−|x|)} on {@code size} elements; {@code room} is modified. */
  static void decay(double[] x, int xAt, int size, double[] room) {
    int whole = SPECIES.loopBound(size);
    decays(x, xAt, x, xAt, whole);
    if (whole < size) {
      System.arraycopy(x, xAt + whole, room, 0, size - whole);
      decays(room, 0, room, 0, LANES);
      System.arraycopy(room, 0, x, xAt + whole, size - whole);
    }
  }

  /** {@code e ← e^(−|z|)} on whole vectors. */
  static void decays(double[] z, int zAt, double[] e, int eAt, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector u =
          DoubleVector.fromArray(SPECIES, z, zAt + i)
              .reinterpretAsLongs()
              .or(SIGN)
              .reinterpretAsDoubles();
      u = u.blend(EXP_LOWEST, u.lt(EXP_LOWEST));
      DoubleVector rounder = broadcast(SPECIES, ROUNDER);
      DoubleVector rounded = u.fma(broadcast(SPECIES, LOG2_E), rounder);
      DoubleVector n = rounded.sub(rounder);
      DoubleVector r = n.fma(broadcast(SPECIES, MINUS_LN2_HIGH), u);
      r = n.fma(broadcast(SPECIES, MINUS_LN2_LOW), r);
      DoubleVector q = broadcast(SPECIES, EXPM1_LEAD);
      q = q.fma(r, broadcast(SPECIES, EXPM1_9));
      q = q.fma(r, broadcast(SPECIES, EXPM1_8));
      q = q.fma(r, broadcast(SPECIES, EXPM1_7));
      q = q.fma(r, broadcast(SPECIES, EXPM1_6));
      q = q.fma(r, broadcast(SPECIES, EXPM1_5));
      q = q.fma(r, broadcast(SPECIES, EXPM1_4));
      q = q.fma(r, broadcast(SPECIES, EXPM1_3));
      q = q.fma(r, broadcast(SPECIES, EXPM1_2));
      q = q.fma(r, broadcast(SPECIES, EXPM1_1));
      q = q.fma(r, broadcast(SPECIES, EXPM1_0));
      DoubleVector p = q.fma(r.mul(r), r);
      // 2ⁿ times a power that the last step takes off again: by itself it may be too small.
      DoubleVector power =
          rounded
              .reinterpretAsLongs()
              .add(RAISED_BIAS)
              .lanewise(LSHL, FRACTION)
              .reinterpretAsDoubles();
      p.fma(power, power).mul(broadcast(SPECIES, LOWERING)).intoArray(e, eAt + i);
    }
  }

  /**
   * {@code e^(x y)} times the power of two that {@link DoubleConstants#LOWERING} takes off, with x
   * and y in the first two blocks of {@code room}, into the second. The product is not rounded: its
   * digits are digits of the result.
   */
  static void raised(double[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector y = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector rounder = broadcast(SPECIES, ROUNDER);
      DoubleVector rounded = x.mul(y).fma(broadcast(SPECIES, LOG2_E), rounder);
      DoubleVector n = rounded.sub(rounder);
      DoubleVector r = x.fma(y, n.mul(broadcast(SPECIES, MINUS_LN2_SHORT)));
      r = n.fma(broadcast(SPECIES, MINUS_LN2_REST), r);
      DoubleVector q = broadcast(SPECIES, EXPM1_LEAD);
      q = q.fma(r, broadcast(SPECIES, EXPM1_9));
      q = q.fma(r, broadcast(SPECIES, EXPM1_8));
      q = q.fma(r, broadcast(SPECIES, EXPM1_7));
      q = q.fma(r, broadcast(SPECIES, EXPM1_6));
      q = q.fma(r, broadcast(SPECIES, EXPM1_5));
      q = q.fma(r, broadcast(SPECIES, EXPM1_4));
      q = q.fma(r, broadcast(SPECIES, EXPM1_3));
      q = q.fma(r, broadcast(SPECIES, EXPM1_2));
      q = q.fma(r, broadcast(SPECIES, EXPM1_1));
      q = q.fma(r, broadcast(SPECIES, EXPM1_0));
      DoubleVector p = q.fma(r.mul(r), r);
      DoubleVector power =
          rounded
              .reinterpretAsLongs()
              .add(RAISED_BIAS)
              .lanewise(LSHL, FRACTION)
              .reinterpretAsDoubles();
      p.fma(power, power).intoArray(room, BLOCK + i);
    }
  }
}
