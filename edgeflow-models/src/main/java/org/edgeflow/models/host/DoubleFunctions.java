package org.edgeflow.models.host;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.core.tensor.StandardActivation;

/**
 * Activations with their first two derivatives on float64 vectors, as wide as the processor has
 * them.
 *
 * <p>Everything rests on {@code e^u − 1 = 2ⁿ p + (2ⁿ − 1)}, {@code u = n ln 2 + r}, {@code p = e^r
 * − 1 = r + r² q(r)}. The loops call no method of their own that takes or gives a vector: where the
 * compiler does not inline one, every vector becomes an object. The polynomials are fitted by
 * {@code scripts/fit-elementary-functions.py}.
 */
final class DoubleFunctions {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  // Vectors as constants: each call to make one would count against what the compiler inlines.
  private static final DoubleVector ZERO = all(0);
  private static final DoubleVector ONE = all(1);
  private static final DoubleVector TWO = all(2);
  private static final DoubleVector MINUS_TWO = all(-2);
  private static final DoubleVector HALF = all(0.5);
  private static final DoubleVector MINUS_HALF = all(-0.5);
  private static final DoubleVector LOG2_E = all(1.4426950408889634);
  private static final DoubleVector MINUS_LN2_HIGH = all(-0.6931471805599453);
  private static final DoubleVector MINUS_LN2_LOW = all(-2.3190468138462996E-17);
  // Adding it rounds to an integer, which then stands in the low bits.
  private static final DoubleVector ROUNDER = all(0x1.8p52);
  private static final long BIAS = 1023;
  private static final long FRACTION_BITS = 52;
  private static final long SIGN = Long.MIN_VALUE;
  private static final DoubleVector TANH_IS_ONE = all(22);
  private static final DoubleVector EXP_IS_ZERO = all(746);
  private static final DoubleVector EXP_LOWEST = all(-746);
  private static final DoubleVector EXP_OVERFLOWS = all(710);
  private static final DoubleVector PHI_IS_ZERO = all(40);
  private static final DoubleVector SHIFT = all(6);
  private static final DoubleVector MINUS_TWICE_MILLS_SHIFT = all(-12);
  private static final DoubleVector DENSITY = all(0.3989422804014327);

  private static final DoubleVector EXPM1_0 = all(0.5);
  private static final DoubleVector EXPM1_1 = all(0.1666666666666667);
  private static final DoubleVector EXPM1_2 = all(0.04166666666666667);
  private static final DoubleVector EXPM1_3 = all(0.008333333333325544);
  private static final DoubleVector EXPM1_4 = all(0.0013888888888883327);
  private static final DoubleVector EXPM1_5 = all(0.00019841269876864356);
  private static final DoubleVector EXPM1_6 = all(2.4801587327007187E-5);
  private static final DoubleVector EXPM1_7 = all(2.755725283351691E-6);
  private static final DoubleVector EXPM1_8 = all(2.75572718102198E-7);
  private static final DoubleVector EXPM1_9 = all(2.5106274733573296E-8);
  private static final DoubleVector EXPM1_10 = all(2.0915442297780116E-9);

  private static final DoubleVector LOG1P_0 = all(0.6666666666666666);
  private static final DoubleVector LOG1P_1 = all(0.40000000000014585);
  private static final DoubleVector LOG1P_2 = all(0.2857142856710876);
  private static final DoubleVector LOG1P_3 = all(0.22222222717427864);
  private static final DoubleVector LOG1P_4 = all(0.18181789436132859);
  private static final DoubleVector LOG1P_5 = all(0.15385570064958623);
  private static final DoubleVector LOG1P_6 = all(0.13314144209654935);
  private static final DoubleVector LOG1P_7 = all(0.12001072809590713);
  private static final DoubleVector LOG1P_8 = all(0.08800738486144674);
  private static final DoubleVector LOG1P_9 = all(0.1616404561194353);

  private static final DoubleVector MILLS_0 = all(0.7773517718933622);
  private static final DoubleVector MILLS_1 = all(-0.7010090295908656);
  private static final DoubleVector MILLS_2 = all(0.5689688918147836);
  private static final DoubleVector MILLS_3 = all(-0.4139035857755828);
  private static final DoubleVector MILLS_4 = all(0.2679742458416616);
  private static final DoubleVector MILLS_5 = all(-0.15268023206477752);
  private static final DoubleVector MILLS_6 = all(0.0751719156688354);
  private static final DoubleVector MILLS_7 = all(-0.03098531550280865);
  private static final DoubleVector MILLS_8 = all(0.010029820641865009);
  private static final DoubleVector MILLS_9 = all(-0.0021316052540656253);
  private static final DoubleVector MILLS_10 = all(3.2870006941410536E-5);
  private static final DoubleVector MILLS_11 = all(0.00018136065659126135);
  private static final DoubleVector MILLS_12 = all(-6.475191965267413E-5);
  private static final DoubleVector MILLS_13 = all(1.0747957700836733E-6);
  private static final DoubleVector MILLS_14 = all(6.796025509656061E-6);
  private static final DoubleVector MILLS_15 = all(-1.7980612899033006E-6);
  private static final DoubleVector MILLS_16 = all(-4.2868700456457154E-7);
  private static final DoubleVector MILLS_17 = all(3.084342715587755E-7);
  private static final DoubleVector MILLS_18 = all(6.311195518414113E-9);
  private static final DoubleVector MILLS_19 = all(-4.2142851980449005E-8);
  private static final DoubleVector MILLS_20 = all(2.933781166607965E-9);
  private static final DoubleVector MILLS_21 = all(5.09805605809035E-9);
  private static final DoubleVector MILLS_22 = all(-3.2699638638557554E-10);
  private static final DoubleVector MILLS_23 = all(-3.8816505337153176E-10);

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  private DoubleFunctions() {}

  /** {@code e ← e^u} for u within ±1400, which may under- or overflow; e may be u. */
  private static void exponentials(double[] u, int uAt, double[] e, int eAt, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, u, uAt + i);
      DoubleVector n = x.fma(LOG2_E, ROUNDER).sub(ROUNDER);
      DoubleVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
      DoubleVector q = EXPM1_10;
      q = q.fma(r, EXPM1_9);
      q = q.fma(r, EXPM1_8);
      q = q.fma(r, EXPM1_7);
      q = q.fma(r, EXPM1_6);
      q = q.fma(r, EXPM1_5);
      q = q.fma(r, EXPM1_4);
      q = q.fma(r, EXPM1_3);
      q = q.fma(r, EXPM1_2);
      q = q.fma(r, EXPM1_1);
      q = q.fma(r, EXPM1_0);
      DoubleVector p = q.fma(r.mul(r), r);
      // 2ⁿ in two factors: it may itself be too small or too large a number.
      DoubleVector half = n.fma(HALF, ROUNDER);
      DoubleVector rest = n.sub(half.sub(ROUNDER)).add(ROUNDER);
      DoubleVector first =
          half.reinterpretAsLongs()
              .add(BIAS)
              .lanewise(VectorOperators.LSHL, FRACTION_BITS)
              .reinterpretAsDoubles();
      DoubleVector second =
          rest.reinterpretAsLongs()
              .add(BIAS)
              .lanewise(VectorOperators.LSHL, FRACTION_BITS)
              .reinterpretAsDoubles();
      p.fma(first, first).mul(second).intoArray(e, eAt + i);
    }
  }

  /** {@code e ← e^(−sharpness |z|)}. */
  private static void decays(double sharpness, double[] z, int zAt, double[] e, int size) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, -sharpness);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, z, zAt + i).abs().mul(factor);
      u.blend(EXP_LOWEST, u.lt(EXP_LOWEST)).intoArray(e, i);
    }
    exponentials(e, 0, e, 0, size);
  }

  /** {@code x ← e^x} on {@code size} elements; {@code room} is modified. */
  static void exp(double[] x, int xAt, int size, double[] room) {
    int whole = SPECIES.loopBound(size);
    expWhole(x, xAt, whole);
    if (whole < size) {
      System.arraycopy(x, xAt + whole, room, 0, size - whole);
      expWhole(room, 0, LANES);
      System.arraycopy(room, 0, x, xAt + whole, size - whole);
    }
  }

  private static void expWhole(double[] x, int xAt, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, x, xAt + i);
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
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] room) {
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
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] room) {
    switch (f) {
      case TANH -> tanh(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case SIGMOID -> sigmoid(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case SOFTPLUS -> softplus(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case GELU -> gelu(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case SWISH -> swish(1, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
      case GELU_SIGMOID ->
          swish(
              (double) StandardActivation.GELU_SHARPNESS,
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
          double point = z[zAt + i];
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
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector a = x.abs();
      a = a.blend(TANH_IS_ONE, TANH_IS_ONE.lt(a));
      DoubleVector u = a.add(a);
      DoubleVector rounded = u.fma(LOG2_E, ROUNDER);
      DoubleVector n = rounded.sub(ROUNDER);
      DoubleVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, u));
      DoubleVector q = EXPM1_10;
      q = q.fma(r, EXPM1_9);
      q = q.fma(r, EXPM1_8);
      q = q.fma(r, EXPM1_7);
      q = q.fma(r, EXPM1_6);
      q = q.fma(r, EXPM1_5);
      q = q.fma(r, EXPM1_4);
      q = q.fma(r, EXPM1_3);
      q = q.fma(r, EXPM1_2);
      q = q.fma(r, EXPM1_1);
      q = q.fma(r, EXPM1_0);
      DoubleVector p = q.fma(r.mul(r), r);
      DoubleVector power =
          rounded
              .reinterpretAsLongs()
              .add(BIAS)
              .lanewise(VectorOperators.LSHL, FRACTION_BITS)
              .reinterpretAsDoubles();
      DoubleVector grown = p.fma(power, power.sub(ONE));
      // grown/(grown + 2), corrected by its residual and by what the sum's rounding lost.
      DoubleVector whole = grown.add(TWO);
      DoubleVector lost = grown.sub(whole.sub(TWO));
      DoubleVector reciprocal = ONE.div(whole);
      DoubleVector quotient = grown.mul(reciprocal);
      DoubleVector minus = quotient.neg();
      DoubleVector magnitude = minus.fma(lost, minus.fma(whole, grown)).fma(reciprocal, quotient);
      DoubleVector v =
          x.reinterpretAsLongs()
              .and(SIGN)
              .or(magnitude.reinterpretAsLongs())
              .reinterpretAsDoubles();
      DoubleVector d = v.neg().fma(v, ONE);
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      v.mul(d).mul(MINUS_TWO).intoArray(bend, bendAt + i);
    }
  }

  private static void sigmoid(
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] room) {
    decays(1, z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector whole = e.add(ONE);
      DoubleVector lost = e.sub(whole.sub(ONE));
      DoubleVector reciprocal = ONE.div(whole);
      DoubleVector quotient = e.mul(reciprocal);
      DoubleVector minus = quotient.neg();
      DoubleVector smaller = minus.fma(lost, minus.fma(whole, e)).fma(reciprocal, quotient);
      DoubleVector larger = ONE.sub(smaller);
      DoubleVector v = larger.blend(smaller, x.lt(ZERO));
      DoubleVector d = smaller.mul(larger);
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      v.fma(MINUS_TWO, ONE).mul(d).intoArray(bend, bendAt + i);
    }
  }

  private static void softplus(
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] room) {
    decays(1, z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      // ln(1 + e) = e − s (e − w Q(w)) with s = e/(2 + e), w = s².
      DoubleVector s = e.div(e.add(TWO));
      DoubleVector w = s.mul(s);
      DoubleVector q = LOG1P_9;
      q = q.fma(w, LOG1P_8);
      q = q.fma(w, LOG1P_7);
      q = q.fma(w, LOG1P_6);
      q = q.fma(w, LOG1P_5);
      q = q.fma(w, LOG1P_4);
      q = q.fma(w, LOG1P_3);
      q = q.fma(w, LOG1P_2);
      q = q.fma(w, LOG1P_1);
      q = q.fma(w, LOG1P_0);
      DoubleVector log = s.neg().fma(e.sub(w.mul(q)), e);
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector smaller = e.div(e.add(ONE));
      DoubleVector larger = ONE.sub(smaller);
      x.blend(ZERO, negative).add(log).intoArray(value, valueAt + i);
      larger.blend(smaller, negative).intoArray(slope, slopeAt + i);
      smaller.mul(larger).intoArray(bend, bendAt + i);
    }
  }

  private static void gelu(
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] room) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      a.mul(a).mul(MINUS_HALF).intoArray(room, i);
    }
    exponentials(room, 0, room, 0, size);
    tails(z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector tail = DoubleVector.fromArray(SPECIES, room, Functions.BLOCK + i);
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector a = x.abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector phi = ONE.sub(tail).blend(tail, negative);
      DoubleVector density = e.mul(DENSITY);
      DoubleVector inside = a.blend(a.neg(), negative);
      x.blend(inside, negative).mul(phi).intoArray(value, valueAt + i);
      inside.fma(density, phi).intoArray(slope, slopeAt + i);
      TWO.sub(a.mul(a)).mul(density).intoArray(bend, bendAt + i);
    }
  }

  /**
   * {@code Φ(−|z|)} into the second block of {@code room}; the first holds {@code e^(−z²/2)} as it
   * comes from a rounded square, and is corrected.
   */
  private static void tails(double[] z, int zAt, double[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector lost = a.fma(a, a.mul(a).neg());
      e = e.fma(lost.mul(MINUS_HALF), e);
      e.intoArray(room, i);
      DoubleVector reciprocal = ONE.div(a.add(SHIFT));
      DoubleVector t = reciprocal.fma(MINUS_TWICE_MILLS_SHIFT, ONE);
      DoubleVector q = MILLS_23;
      q = q.fma(t, MILLS_22);
      q = q.fma(t, MILLS_21);
      q = q.fma(t, MILLS_20);
      q = q.fma(t, MILLS_19);
      q = q.fma(t, MILLS_18);
      q = q.fma(t, MILLS_17);
      q = q.fma(t, MILLS_16);
      q = q.fma(t, MILLS_15);
      q = q.fma(t, MILLS_14);
      q = q.fma(t, MILLS_13);
      q = q.fma(t, MILLS_12);
      q = q.fma(t, MILLS_11);
      q = q.fma(t, MILLS_10);
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
      double sharpness,
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] room) {
    decays(sharpness, z, zAt, room, size);
    DoubleVector factor = DoubleVector.broadcast(SPECIES, sharpness);
    DoubleVector lowest = EXP_LOWEST.div(factor);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      x = x.blend(lowest, x.lt(lowest));
      DoubleVector y = x.mul(factor);
      DoubleVector whole = e.add(ONE);
      DoubleVector lost = e.sub(whole.sub(ONE));
      DoubleVector reciprocal = ONE.div(whole);
      DoubleVector quotient = e.mul(reciprocal);
      DoubleVector minus = quotient.neg();
      DoubleVector smaller = minus.fma(lost, minus.fma(whole, e)).fma(reciprocal, quotient);
      DoubleVector larger = ONE.sub(smaller);
      DoubleVector v = larger.blend(smaller, y.lt(ZERO));
      DoubleVector d = smaller.mul(larger);
      // Beyond this d is 0, and an infinity times 0 would be NaN.
      DoubleVector inside = y.blend(EXP_IS_ZERO, EXP_IS_ZERO.lt(y));
      DoubleVector turn = v.fma(MINUS_TWO, ONE);
      x.mul(v).intoArray(value, valueAt + i);
      inside.fma(d, v).intoArray(slope, slopeAt + i);
      inside.fma(turn, TWO).mul(d).mul(factor).intoArray(bend, bendAt + i);
    }
  }
}
