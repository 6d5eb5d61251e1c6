package org.edgeflow.models.host;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.core.tensor.StandardActivation;

/**
 * Activations with their first two derivatives on float32 vectors, as wide as the processor has
 * them.
 *
 * <p>Everything rests on {@code e^u − 1 = 2ⁿ p + (2ⁿ − 1)}, {@code u = n ln 2 + r}, {@code p = e^r
 * − 1 = r + r² q(r)}. The loops call no method of their own that takes or gives a vector: where the
 * compiler does not inline one, every vector becomes an object. The polynomials are fitted by
 * {@code scripts/fit-elementary-functions.py}.
 */
final class FloatFunctions {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  // Vectors as constants: each call to make one would count against what the compiler inlines.
  private static final FloatVector ZERO = all(0);
  private static final FloatVector ONE = all(1);
  private static final FloatVector TWO = all(2);
  private static final FloatVector MINUS_TWO = all(-2);
  private static final FloatVector HALF = all(0.5f);
  private static final FloatVector MINUS_HALF = all(-0.5f);
  private static final FloatVector LOG2_E = all(1.442695f);
  private static final FloatVector MINUS_LN2_HIGH = all(-0.6931472f);
  private static final FloatVector MINUS_LN2_LOW = all(1.9046542E-9f);
  // Adding it rounds to an integer, which then stands in the low bits.
  private static final FloatVector ROUNDER = all(0x1.8p23f);
  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;
  private static final int SIGN = Integer.MIN_VALUE;
  private static final FloatVector TANH_IS_ONE = all(9.5f);
  private static final FloatVector EXP_IS_ZERO = all(104);
  private static final FloatVector EXP_LOWEST = all(-104);
  private static final FloatVector EXP_OVERFLOWS = all(89);
  private static final FloatVector PHI_IS_ZERO = all(15);
  private static final FloatVector SHIFT = all(3);
  private static final FloatVector MINUS_TWICE_MILLS_SHIFT = all(-6);
  private static final FloatVector DENSITY = all(0.3989423f);

  private static final FloatVector EXPM1_0 = all(0.5f);
  private static final FloatVector EXPM1_1 = all(0.1666666716337204f);
  private static final FloatVector EXPM1_2 = all(0.04166645556688309f);
  private static final FloatVector EXPM1_3 = all(0.00833331048488617f);
  private static final FloatVector EXPM1_4 = all(0.0013934541493654251f);
  private static final FloatVector EXPM1_5 = all(0.00019891980628017336f);

  private static final FloatVector LOG1P_0 = all(0.6666663885116577f);
  private static final FloatVector LOG1P_1 = all(0.40007561445236206f);
  private static final FloatVector LOG1P_2 = all(0.28236618638038635f);
  private static final FloatVector LOG1P_3 = all(0.2685149908065796f);

  private static final FloatVector MILLS_0 = all(0.7290837168693542f);
  private static final FloatVector MILLS_1 = all(-0.509332001209259f);
  private static final FloatVector MILLS_2 = all(0.23001767694950104f);
  private static final FloatVector MILLS_3 = all(-0.0472627617418766f);
  private static final FloatVector MILLS_4 = all(-0.010462288744747639f);
  private static final FloatVector MILLS_5 = all(0.006969920359551907f);
  private static final FloatVector MILLS_6 = all(0.0010241572745144367f);
  private static final FloatVector MILLS_7 = all(-0.0010344765614718199f);
  private static final FloatVector MILLS_8 = all(-0.0002447093138471246f);
  private static final FloatVector MILLS_9 = all(0.00013332394883036613f);
  private static final FloatVector MILLS_10 = all(5.549187335418537E-5f);

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private FloatFunctions() {}

  /** {@code e ← e^u} for u within ±200, which may under- or overflow; e may be u. */
  private static void exponentials(float[] u, int uAt, float[] e, int eAt, int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, u, uAt + i);
      FloatVector n = x.fma(LOG2_E, ROUNDER).sub(ROUNDER);
      FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
      FloatVector q = EXPM1_5;
      q = q.fma(r, EXPM1_4);
      q = q.fma(r, EXPM1_3);
      q = q.fma(r, EXPM1_2);
      q = q.fma(r, EXPM1_1);
      q = q.fma(r, EXPM1_0);
      FloatVector p = q.fma(r.mul(r), r);
      // 2ⁿ in two factors: it may itself be too small or too large a number.
      FloatVector half = n.fma(HALF, ROUNDER);
      FloatVector rest = n.sub(half.sub(ROUNDER)).add(ROUNDER);
      FloatVector first =
          half.reinterpretAsInts()
              .add(BIAS)
              .lanewise(VectorOperators.LSHL, FRACTION_BITS)
              .reinterpretAsFloats();
      FloatVector second =
          rest.reinterpretAsInts()
              .add(BIAS)
              .lanewise(VectorOperators.LSHL, FRACTION_BITS)
              .reinterpretAsFloats();
      p.fma(first, first).mul(second).intoArray(e, eAt + i);
    }
  }

  /** {@code e ← e^(−sharpness |z|)}. */
  private static void decays(float sharpness, float[] z, int zAt, float[] e, int size) {
    FloatVector factor = FloatVector.broadcast(SPECIES, -sharpness);
    for (int i = 0; i < size; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, z, zAt + i).abs().mul(factor);
      u.blend(EXP_LOWEST, u.lt(EXP_LOWEST)).intoArray(e, i);
    }
    exponentials(e, 0, e, 0, size);
  }

  /** {@code x ← e^x} on {@code size} elements; {@code room} is modified. */
  static void exp(float[] x, int xAt, int size, float[] room) {
    int whole = SPECIES.loopBound(size);
    expWhole(x, xAt, whole);
    if (whole < size) {
      System.arraycopy(x, xAt + whole, room, 0, size - whole);
      expWhole(room, 0, LANES);
      System.arraycopy(room, 0, x, xAt + whole, size - whole);
    }
  }

  private static void expWhole(float[] x, int xAt, int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, xAt + i);
      u = u.blend(EXP_LOWEST, u.lt(EXP_LOWEST));
      u.blend(EXP_OVERFLOWS, EXP_OVERFLOWS.lt(u)).intoArray(x, xAt + i);
    }
    exponentials(x, xAt, x, xAt, size);
  }

  /**
   * {@code value ← f(z)}, {@code slope ← f′(z)}, {@code bend ← f″(z)} on {@code size} elements. A
   * result may overwrite z.
   *
   * @param size at most {@link Functions#BLOCK}
   * @param room modified; {@link Functions#ROOM} elements
   */
  static void evaluate(
      StandardActivation f,
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] room) {
    int whole = SPECIES.loopBound(size);
    evaluateWhole(f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, whole, room);
    int rest = size - whole;
    if (rest > 0) {
      int at = 2 * Functions.BLOCK;
      Arrays.fill(room, at, at + LANES, 0);
      System.arraycopy(z, zAt + whole, room, at, rest);
      evaluateWhole(f, room, at, room, at, room, at + LANES, room, at + 2 * LANES, LANES, room);
      System.arraycopy(room, at, value, valueAt + whole, rest);
      System.arraycopy(room, at + LANES, slope, slopeAt + whole, rest);
      System.arraycopy(room, at + 2 * LANES, bend, bendAt + whole, rest);
    }
  }

  private static void evaluateWhole(
      StandardActivation f,
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] room) {
    switch (f) {
      case TANH -> tanh(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case SIGMOID -> sigmoid(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case SOFTPLUS -> softplus(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case GELU -> gelu(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case SWISH -> swish(1, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case GELU_SIGMOID ->
          swish(
              (float) StandardActivation.GELU_SHARPNESS,
              z,
              zAt,
              value,
              valueAt,
              slope,
              slopeAt,
              bend,
              bendAt,
              size,
              room);
      case RELU -> {
        for (int i = 0; i < size; i++) {
          float point = z[zAt + i];
          value[valueAt + i] = Math.max(point, 0);
          slope[slopeAt + i] = point > 0 ? 1 : 0;
          bend[bendAt + i] = 0;
        }
      }
      case IDENTITY -> {
        System.arraycopy(z, zAt, value, valueAt, size);
        Arrays.fill(slope, slopeAt, slopeAt + size, 1);
        Arrays.fill(bend, bendAt, bendAt + size, 0);
      }
    }
  }

  private static void tanh(
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, zAt + i);
      FloatVector a = x.abs();
      a = a.blend(TANH_IS_ONE, TANH_IS_ONE.lt(a));
      FloatVector u = a.add(a);
      FloatVector rounded = u.fma(LOG2_E, ROUNDER);
      FloatVector n = rounded.sub(ROUNDER);
      FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, u));
      FloatVector q = EXPM1_5;
      q = q.fma(r, EXPM1_4);
      q = q.fma(r, EXPM1_3);
      q = q.fma(r, EXPM1_2);
      q = q.fma(r, EXPM1_1);
      q = q.fma(r, EXPM1_0);
      FloatVector p = q.fma(r.mul(r), r);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(BIAS)
              .lanewise(VectorOperators.LSHL, FRACTION_BITS)
              .reinterpretAsFloats();
      FloatVector grown = p.fma(power, power.sub(ONE));
      // grown/(grown + 2), corrected by its residual and by what the sum's rounding lost.
      FloatVector whole = grown.add(TWO);
      FloatVector lost = grown.sub(whole.sub(TWO));
      FloatVector reciprocal = ONE.div(whole);
      FloatVector quotient = grown.mul(reciprocal);
      FloatVector minus = quotient.neg();
      FloatVector magnitude = minus.fma(lost, minus.fma(whole, grown)).fma(reciprocal, quotient);
      FloatVector v =
          x.reinterpretAsInts().and(SIGN).or(magnitude.reinterpretAsInts()).reinterpretAsFloats();
      FloatVector d = v.neg().fma(v, ONE);
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      v.mul(d).mul(MINUS_TWO).intoArray(bend, bendAt + i);
    }
  }

  private static void sigmoid(
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] room) {
    decays(1, z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, zAt + i);
      FloatVector e = FloatVector.fromArray(SPECIES, room, i);
      FloatVector whole = e.add(ONE);
      FloatVector lost = e.sub(whole.sub(ONE));
      FloatVector reciprocal = ONE.div(whole);
      FloatVector quotient = e.mul(reciprocal);
      FloatVector minus = quotient.neg();
      FloatVector smaller = minus.fma(lost, minus.fma(whole, e)).fma(reciprocal, quotient);
      FloatVector larger = ONE.sub(smaller);
      FloatVector v = larger.blend(smaller, x.lt(ZERO));
      FloatVector d = smaller.mul(larger);
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      v.fma(MINUS_TWO, ONE).mul(d).intoArray(bend, bendAt + i);
    }
  }

  private static void softplus(
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] room) {
    decays(1, z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, zAt + i);
      FloatVector e = FloatVector.fromArray(SPECIES, room, i);
      // ln(1 + e) = e − s (e − w Q(w)) with s = e/(2 + e), w = s².
      FloatVector s = e.div(e.add(TWO));
      FloatVector w = s.mul(s);
      FloatVector q = LOG1P_3;
      q = q.fma(w, LOG1P_2);
      q = q.fma(w, LOG1P_1);
      q = q.fma(w, LOG1P_0);
      FloatVector log = s.neg().fma(e.sub(w.mul(q)), e);
      VectorMask<Float> negative = x.lt(ZERO);
      FloatVector smaller = e.div(e.add(ONE));
      FloatVector larger = ONE.sub(smaller);
      x.blend(ZERO, negative).add(log).intoArray(value, valueAt + i);
      larger.blend(smaller, negative).intoArray(slope, slopeAt + i);
      smaller.mul(larger).intoArray(bend, bendAt + i);
    }
  }

  private static void gelu(
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] room) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      a.mul(a).mul(MINUS_HALF).intoArray(room, i);
    }
    exponentials(room, 0, room, 0, size);
    tails(z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, zAt + i);
      FloatVector e = FloatVector.fromArray(SPECIES, room, i);
      FloatVector tail = FloatVector.fromArray(SPECIES, room, Functions.BLOCK + i);
      VectorMask<Float> negative = x.lt(ZERO);
      FloatVector a = x.abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      FloatVector phi = ONE.sub(tail).blend(tail, negative);
      FloatVector density = e.mul(DENSITY);
      FloatVector inside = a.blend(a.neg(), negative);
      x.blend(inside, negative).mul(phi).intoArray(value, valueAt + i);
      inside.fma(density, phi).intoArray(slope, slopeAt + i);
      TWO.sub(a.mul(a)).mul(density).intoArray(bend, bendAt + i);
    }
  }

  /**
   * {@code Φ(−|z|)} into the second block of {@code room}; the first holds {@code e^(−z²/2)} as it
   * comes from a rounded square, and is corrected.
   */
  private static void tails(float[] z, int zAt, float[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      FloatVector e = FloatVector.fromArray(SPECIES, room, i);
      FloatVector lost = a.fma(a, a.mul(a).neg());
      e = e.fma(lost.mul(MINUS_HALF), e);
      e.intoArray(room, i);
      FloatVector reciprocal = ONE.div(a.add(SHIFT));
      FloatVector t = reciprocal.fma(MINUS_TWICE_MILLS_SHIFT, ONE);
      FloatVector q = MILLS_10;
      q = q.fma(t, MILLS_9);
      q = q.fma(t, MILLS_8);
      q = q.fma(t, MILLS_7);
      q = q.fma(t, MILLS_6);
      q = q.fma(t, MILLS_5);
      q = q.fma(t, MILLS_4);
      q = q.fma(t, MILLS_3);
      q = q.fma(t, MILLS_2);
      q = q.fma(t, MILLS_1);
      q = q.fma(t, MILLS_0);
      e.mul(q.mul(reciprocal)).intoArray(room, Functions.BLOCK + i);
    }
  }

  private static void swish(
      float sharpness,
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] room) {
    decays(sharpness, z, zAt, room, size);
    FloatVector factor = FloatVector.broadcast(SPECIES, sharpness);
    FloatVector lowest = EXP_LOWEST.div(factor);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, zAt + i);
      FloatVector e = FloatVector.fromArray(SPECIES, room, i);
      x = x.blend(lowest, x.lt(lowest));
      FloatVector y = x.mul(factor);
      FloatVector whole = e.add(ONE);
      FloatVector lost = e.sub(whole.sub(ONE));
      FloatVector reciprocal = ONE.div(whole);
      FloatVector quotient = e.mul(reciprocal);
      FloatVector minus = quotient.neg();
      FloatVector smaller = minus.fma(lost, minus.fma(whole, e)).fma(reciprocal, quotient);
      FloatVector larger = ONE.sub(smaller);
      FloatVector v = larger.blend(smaller, y.lt(ZERO));
      FloatVector d = smaller.mul(larger);
      // Beyond this d is 0, and an infinity times 0 would be NaN.
      FloatVector inside = y.blend(EXP_IS_ZERO, EXP_IS_ZERO.lt(y));
      FloatVector turn = v.fma(MINUS_TWO, ONE);
      x.mul(v).intoArray(value, valueAt + i);
      inside.fma(d, v).intoArray(slope, slopeAt + i);
      inside.fma(turn, TWO).mul(d).mul(factor).intoArray(bend, bendAt + i);
    }
  }
}
