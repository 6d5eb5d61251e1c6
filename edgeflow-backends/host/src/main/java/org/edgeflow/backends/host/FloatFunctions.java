package org.edgeflow.backends.host;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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
  private static final int BLOCK = Functions.BLOCK;

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
  // The same in two parts of which the first has few bits: its multiples are exact.
  private static final FloatVector MINUS_LN2_SHORT = all(-6.9313812256e-01f);
  private static final FloatVector MINUS_LN2_REST = all(-9.0580006145e-06f);
  // Adding it rounds to an integer, which then stands in the low bits.
  private static final FloatVector ROUNDER = all(0x1.8p23f);
  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;
  private static final IntVector SIGN =
      IntVector.broadcast(IntVector.SPECIES_PREFERRED, Integer.MIN_VALUE);
  private static final IntVector MAGNITUDE = SIGN.not();
  private static final IntVector MINUS_INFINITY = all(Float.NEGATIVE_INFINITY).reinterpretAsInts();
  private static final IntVector MINUS_WHERE_TANH_IS_ONE = all(-9.5f).reinterpretAsInts();
  private static final int ALL_BUT_ONE_BIT = 31;
  private static final FloatVector EXP_IS_ZERO = all(104);
  private static final FloatVector EXP_LOWEST = all(-104);
  // z e^z is 0 from here on.
  private static final FloatVector PRODUCT_LOWEST = all(-112);
  private static final FloatVector EXP_OVERFLOWS = all(89);
  private static final FloatVector PHI_IS_ZERO = all(15);
  private static final FloatVector SHIFT = all(3);
  private static final FloatVector TWICE_SHIFT = all(6);
  private static final FloatVector MINUS_INVERSE_OF_TWICE_SHIFT = all(-1 / 6f);
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
  // What rounding took from the first two.
  private static final FloatVector MILLS_0_REST = all(-2.6155374754921468E-8f);
  private static final FloatVector MILLS_1_REST = all(1.2374719915442256E-8f);

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
    System.arraycopy(x, xAt + whole, room, 0, size - whole);
    // One call in the text: with two, both inlined, the method is too large for the compiler to
    // keep
    // its vectors in registers.
    for (int part = 0; part < 2; part++) {
      boolean tail = part == 1;
      expWhole(tail ? room : x, tail ? 0 : xAt, tail ? size - whole : whole);
    }
    System.arraycopy(room, 0, x, xAt + whole, size - whole);
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
   * @param bend null if not wanted
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
      int at = 5 * BLOCK;
      Arrays.fill(room, at, at + LANES, 0);
      System.arraycopy(z, zAt + whole, room, at, rest);
      evaluateWhole(f, room, at, room, at, room, at + LANES, room, at + 2 * LANES, LANES, room);
      System.arraycopy(room, at, value, valueAt + whole, rest);
      System.arraycopy(room, at + LANES, slope, slopeAt + whole, rest);
      if (bend != null) {
        System.arraycopy(room, at + 2 * LANES, bend, bendAt + whole, rest);
      }
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
    if (bend == null && f != StandardActivation.TANH) {
      bend = room;
      bendAt = 4 * BLOCK;
    }
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
      case RELU -> relu(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case IDENTITY -> {
        System.arraycopy(z, zAt, value, valueAt, size);
        Arrays.fill(slope, slopeAt, slopeAt + size, 1);
        Arrays.fill(bend, bendAt, bendAt + size, 0);
      }
    }
  }

  private static void relu(
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
      VectorMask<Float> positive = ZERO.lt(x);
      x.blend(ZERO, x.lt(ZERO)).add(ZERO).intoArray(value, valueAt + i);
      ZERO.blend(ONE, positive).intoArray(slope, slopeAt + i);
      ZERO.intoArray(bend, bendAt + i);
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
      // With e^−2|z| rather than e^2|z| the sums below are rounded where that does least harm.
      IntVector bits = FloatVector.fromArray(SPECIES, z, zAt + i).reinterpretAsInts();
      IntVector minus = bits.or(SIGN);
      // As integers: a comparison of numbers that keeps NaN takes four instructions.
      FloatVector a = minus.min(MINUS_WHERE_TANH_IS_ONE).reinterpretAsFloats();
      IntVector nan = MINUS_INFINITY.sub(minus).lanewise(VectorOperators.ASHR, ALL_BUT_ONE_BIT);
      FloatVector u = a.add(a);
      FloatVector rounded = u.fma(LOG2_E, ROUNDER);
      FloatVector n = rounded.sub(ROUNDER);
      FloatVector r = n.fma(MINUS_LN2_HIGH, u);
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
      FloatVector quotient = p.fma(power, power.sub(ONE)).div(p.fma(power, power.add(ONE)));
      FloatVector v =
          bits.and(SIGN)
              .or(quotient.reinterpretAsInts().and(MAGNITUDE))
              .or(nan)
              .reinterpretAsFloats();
      FloatVector d = ONE.sub(v.mul(v));
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      if (bend != null) {
        v.mul(d).mul(MINUS_TWO).intoArray(bend, bendAt + i);
      }
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

  /**
   * {@code 2ⁿ (h + l) = e^(u + v)} for u and a much smaller v; l holds the digits that h has no
   * room for. Blocks of {@code room}: u and v, which become h and l, and n.
   */
  private static void preciseExponentials(float[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, room, i);
      FloatVector v = FloatVector.fromArray(SPECIES, room, BLOCK + i);
      FloatVector n = u.fma(LOG2_E, ROUNDER).sub(ROUNDER);
      // The first is exact; what rounding takes from the sum of both goes into l.
      FloatVector large = n.fma(MINUS_LN2_SHORT, u);
      FloatVector small = n.fma(MINUS_LN2_REST, v);
      FloatVector r = large.add(small);
      r.intoArray(room, i);
      small.sub(r.sub(large)).intoArray(room, BLOCK + i);
      n.intoArray(room, 2 * BLOCK + i);
    }
    for (int i = 0; i < size; i += LANES) {
      FloatVector r = FloatVector.fromArray(SPECIES, room, i);
      FloatVector lost = FloatVector.fromArray(SPECIES, room, BLOCK + i);
      FloatVector q = EXPM1_5;
      q = q.fma(r, EXPM1_4);
      q = q.fma(r, EXPM1_3);
      q = q.fma(r, EXPM1_2);
      q = q.fma(r, EXPM1_1);
      q = q.fma(r, EXPM1_0);
      FloatVector p = q.fma(r.mul(r), r);
      FloatVector high = p.add(ONE);
      high.intoArray(room, i);
      ONE.sub(high).add(p).add(lost).intoArray(room, BLOCK + i);
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
      FloatVector square = a.mul(a);
      square.mul(MINUS_HALF).intoArray(room, i);
      a.fma(a, square.neg()).mul(MINUS_HALF).intoArray(room, BLOCK + i);
    }
    preciseExponentials(room, size);
    tails(z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, zAt + i);
      FloatVector n = FloatVector.fromArray(SPECIES, room, 2 * BLOCK + i);
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
      VectorMask<Float> negative = x.lt(ZERO);
      FloatVector a = x.abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      FloatVector high = FloatVector.fromArray(SPECIES, room, 3 * BLOCK + i);
      FloatVector low = FloatVector.fromArray(SPECIES, room, BLOCK + i);
      // z Φ(z) = max(z, 0) − |z| Φ(−|z|).
      FloatVector beyond = a.fma(high, a.mul(low)).mul(first).mul(second);
      FloatVector tail = high.add(low).mul(first).mul(second);
      FloatVector e = FloatVector.fromArray(SPECIES, room, i).mul(first).mul(second);
      FloatVector density = e.mul(DENSITY);
      FloatVector phi = ONE.sub(tail).blend(tail, negative);
      x.blend(ZERO, negative).sub(beyond).intoArray(value, valueAt + i);
      a.blend(a.neg(), negative).fma(density, phi).intoArray(slope, slopeAt + i);
      TWO.sub(a.mul(a)).mul(density).intoArray(bend, bendAt + i);
    }
  }

  /**
   * {@code Φ(−|z|) = 2ⁿ (h + l)} with the exponential that {@link #preciseExponentials} left in
   * {@code room}; h into its fourth block, l into its second.
   *
   * <p>{@code Φ(−a) = e^(−a²/2) P(t)/w} with {@code w = a + k} and {@code t = 1 − 2k/w}. Three
   * things would cost digits and are carried along: what rounding takes from w and 1/w and thereby
   * from t, what it takes from the last two steps of P, and l. Of P′, which turns the loss in t
   * into one in P, a few digits do: {@code P′ = (P + w (a P − w/√2π)) w/2k}, from {@code φ′ = −a
   * φ}.
   */
  private static void tails(float[] z, int zAt, float[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      FloatVector w = a.add(SHIFT);
      FloatVector part = w.sub(a);
      FloatVector lost = a.sub(w.sub(part)).add(SHIFT.sub(part));
      FloatVector reciprocal = ONE.div(w);
      FloatVector minus = reciprocal.neg();
      // 1/(a + k) = reciprocal (1 + wrong).
      FloatVector wrong = minus.fma(lost, minus.fma(w, ONE));
      FloatVector step = reciprocal.mul(TWICE_SHIFT);
      FloatVector stepLost = reciprocal.fma(TWICE_SHIFT, step.neg());
      FloatVector t = ONE.sub(step);
      FloatVector minusLostOfT = stepLost.sub(ONE.sub(t).sub(step));
      minusLostOfT = step.fma(wrong, minusLostOfT);
      FloatVector q = MILLS_10;
      q = q.fma(t, MILLS_9);
      q = q.fma(t, MILLS_8);
      q = q.fma(t, MILLS_7);
      q = q.fma(t, MILLS_6);
      q = q.fma(t, MILLS_5);
      q = q.fma(t, MILLS_4);
      q = q.fma(t, MILLS_3);
      q = q.fma(t, MILLS_2);
      FloatVector product = q.mul(t);
      FloatVector restOne = q.fma(t, product.neg()).add(MILLS_1_REST);
      q = product.add(MILLS_1);
      part = q.sub(product);
      restOne = restOne.add(product.sub(q.sub(part)).add(MILLS_1.sub(part)));
      product = q.mul(t);
      FloatVector rest = q.fma(t, product.neg()).add(MILLS_0_REST);
      q = product.add(MILLS_0);
      part = q.sub(product);
      rest = rest.add(product.sub(q.sub(part)).add(MILLS_0.sub(part)));
      rest = restOne.fma(t, rest);
      FloatVector turn = w.fma(a.mul(q).sub(w.mul(DENSITY)), q).mul(w);
      rest = turn.mul(minusLostOfT).fma(MINUS_INVERSE_OF_TWICE_SHIFT, rest);
      FloatVector ratio = q.mul(reciprocal);
      FloatVector ratioRest = q.fma(reciprocal, ratio.neg());
      ratioRest = ratio.fma(wrong, rest.fma(reciprocal, ratioRest));
      FloatVector e = FloatVector.fromArray(SPECIES, room, i);
      FloatVector eRest = FloatVector.fromArray(SPECIES, room, BLOCK + i);
      FloatVector high = ratio.mul(e);
      high.intoArray(room, 3 * BLOCK + i);
      ratioRest.fma(e, ratio.fma(eRest, ratio.fma(e, high.neg()))).intoArray(room, BLOCK + i);
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
    FloatVector factor = FloatVector.broadcast(SPECIES, sharpness);
    FloatVector lowest = PRODUCT_LOWEST.div(factor);
    FloatVector highest = lowest.neg();
    for (int i = 0; i < size; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, z, zAt + i).abs().neg();
      a = a.blend(lowest, a.lt(lowest));
      FloatVector u = a.mul(factor);
      u.intoArray(room, i);
      a.fma(factor, u.neg()).intoArray(room, BLOCK + i);
    }
    preciseExponentials(room, size);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, zAt + i);
      x = x.blend(lowest, x.lt(lowest));
      FloatVector n = FloatVector.fromArray(SPECIES, room, 2 * BLOCK + i);
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
      FloatVector high = FloatVector.fromArray(SPECIES, room, i);
      FloatVector low = FloatVector.fromArray(SPECIES, room, BLOCK + i);
      FloatVector e = high.mul(first).mul(second);
      FloatVector whole = e.add(ONE);
      FloatVector lost = low.mul(first).fma(second, e.sub(whole.sub(ONE)));
      FloatVector reciprocal = ONE.div(whole);
      VectorMask<Float> negative = x.lt(ZERO);
      // The factor 2ⁿ comes last: e may be too small for all its digits where z e is not.
      FloatVector above = ONE.blend(high, negative);
      FloatVector aboveRest = ZERO.blend(low, negative);
      FloatVector quotient = above.mul(reciprocal);
      FloatVector minus = quotient.neg();
      FloatVector quotientRest =
          minus.fma(lost, minus.fma(whole, above)).add(aboveRest).mul(reciprocal);
      first = ONE.blend(first, negative);
      second = ONE.blend(second, negative);
      // The rest is 0 far out, and an infinity times 0 would be NaN.
      FloatVector held = x.blend(highest, highest.lt(x));
      x.fma(quotient, held.mul(quotientRest)).mul(first).mul(second).intoArray(value, valueAt + i);
      FloatVector v = quotient.add(quotientRest).mul(first).mul(second);
      FloatVector smaller = e.mul(reciprocal);
      FloatVector larger = ONE.sub(smaller);
      FloatVector d = smaller.mul(larger);
      // Beyond this d is 0, and an infinity times 0 would be NaN.
      FloatVector y = x.mul(factor);
      FloatVector inside = y.blend(EXP_IS_ZERO, EXP_IS_ZERO.lt(y));
      inside.fma(d, v).intoArray(slope, slopeAt + i);
      inside.fma(v.fma(MINUS_TWO, ONE), TWO).mul(d).mul(factor).intoArray(bend, bendAt + i);
    }
  }
}
