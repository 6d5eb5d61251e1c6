package org.edgeflow.backends.host;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
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
  private static final int BLOCK = Functions.BLOCK;

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
  // The same in two parts of which the first has few bits: its multiples are exact.
  private static final DoubleVector MINUS_LN2_SHORT = all(-6.93147180369123816490e-01);
  private static final DoubleVector MINUS_LN2_REST = all(-1.90821492927058770002e-10);
  // Adding it rounds to an integer, which then stands in the low bits.
  private static final DoubleVector ROUNDER = all(0x1.8p52);
  private static final long BIAS = 1023;
  private static final long FRACTION_BITS = 52;
  private static final LongVector SIGN =
      LongVector.broadcast(LongVector.SPECIES_PREFERRED, Long.MIN_VALUE);
  private static final LongVector MAGNITUDE = SIGN.not();
  private static final LongVector MINUS_INFINITY =
      all(Double.NEGATIVE_INFINITY).reinterpretAsLongs();
  private static final LongVector MINUS_WHERE_TANH_IS_ONE = all(-22).reinterpretAsLongs();
  private static final long ALL_BUT_ONE_BIT = 63;
  private static final DoubleVector EXP_IS_ZERO = all(746);
  private static final DoubleVector EXP_LOWEST = all(-746);
  // z e^z is 0 from here on.
  private static final DoubleVector PRODUCT_LOWEST = all(-756);
  private static final DoubleVector EXP_OVERFLOWS = all(710);
  private static final DoubleVector PHI_IS_ZERO = all(40);
  private static final DoubleVector SHIFT = all(5);
  private static final DoubleVector TWICE_SHIFT = all(10);
  private static final DoubleVector MINUS_INVERSE_OF_TWICE_SHIFT = all(-1 / 10.0);
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

  private static final DoubleVector MILLS_0 = all(0.769193049750063);
  private static final DoubleVector MILLS_1 = all(-0.6653825028900568);
  private static final DoubleVector MILLS_2 = all(0.4953056159699761);
  private static final DoubleVector MILLS_3 = all(-0.31353315667128745);
  private static final DoubleVector MILLS_4 = all(0.16502036617040755);
  private static final DoubleVector MILLS_5 = all(-0.06911863870687827);
  private static final DoubleVector MILLS_6 = all(0.020795066799251923);
  private static final DoubleVector MILLS_7 = all(-0.0029933767618711546);
  private static final DoubleVector MILLS_8 = all(-0.0007978693892060231);
  private static final DoubleVector MILLS_9 = all(0.0005448989928207337);
  private static final DoubleVector MILLS_10 = all(-5.937580789806318E-5);
  private static final DoubleVector MILLS_11 = all(-4.9762456719378356E-5);
  private static final DoubleVector MILLS_12 = all(1.668164148733726E-5);
  private static final DoubleVector MILLS_13 = all(3.979807458462373E-6);
  private static final DoubleVector MILLS_14 = all(-2.770724172517054E-6);
  private static final DoubleVector MILLS_15 = all(-3.345807048082705E-7);
  private static final DoubleVector MILLS_16 = all(4.3629597769055444E-7);
  private static final DoubleVector MILLS_17 = all(4.0188502351482565E-8);
  private static final DoubleVector MILLS_18 = all(-7.014151855271518E-8);
  private static final DoubleVector MILLS_19 = all(-8.56412008240974E-9);
  private static final DoubleVector MILLS_20 = all(1.0793477810959656E-8);
  private static final DoubleVector MILLS_21 = all(2.2231550232580247E-9);
  private static final DoubleVector MILLS_22 = all(-1.158706706841708E-9);
  private static final DoubleVector MILLS_23 = all(-3.8115912168599914E-10);
  // What rounding took from the first two.
  private static final DoubleVector MILLS_0_REST = all(-1.4217422369515576E-17);
  private static final DoubleVector MILLS_1_REST = all(-3.631102861093451E-18);

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
   * @param bend null if not wanted
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
      case RELU -> relu(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case IDENTITY -> {
        System.arraycopy(z, zAt, value, valueAt, size);
        Arrays.fill(slope, slopeAt, slopeAt + size, 1);
        Arrays.fill(bend, bendAt, bendAt + size, 0);
      }
    }
  }

  private static void relu(
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
      VectorMask<Double> positive = ZERO.lt(x);
      x.blend(ZERO, x.lt(ZERO)).add(ZERO).intoArray(value, valueAt + i);
      ZERO.blend(ONE, positive).intoArray(slope, slopeAt + i);
      ZERO.intoArray(bend, bendAt + i);
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
      // With e^−2|z| rather than e^2|z| the sums below are rounded where that does least harm.
      LongVector bits = DoubleVector.fromArray(SPECIES, z, zAt + i).reinterpretAsLongs();
      LongVector minus = bits.or(SIGN);
      // As integers: a comparison of numbers that keeps NaN takes four instructions.
      DoubleVector a = minus.min(MINUS_WHERE_TANH_IS_ONE).reinterpretAsDoubles();
      LongVector nan = MINUS_INFINITY.sub(minus).lanewise(VectorOperators.ASHR, ALL_BUT_ONE_BIT);
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
      DoubleVector quotient = p.fma(power, power.sub(ONE)).div(p.fma(power, power.add(ONE)));
      DoubleVector v =
          bits.and(SIGN)
              .or(quotient.reinterpretAsLongs().and(MAGNITUDE))
              .or(nan)
              .reinterpretAsDoubles();
      DoubleVector d = ONE.sub(v.mul(v));
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      if (bend != null) {
        v.mul(d).mul(MINUS_TWO).intoArray(bend, bendAt + i);
      }
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

  /**
   * {@code 2ⁿ (h + l) = e^(u + v)} for u and a much smaller v; l holds the digits that h has no
   * room for. Blocks of {@code room}: u and v, which become h and l, and n.
   */
  private static void preciseExponentials(double[] room, int size) {
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
      n.intoArray(room, 2 * BLOCK + i);
    }
    for (int i = 0; i < size; i += LANES) {
      DoubleVector r = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector lost = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
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
      DoubleVector high = p.add(ONE);
      high.intoArray(room, i);
      ONE.sub(high).add(p).add(lost).intoArray(room, BLOCK + i);
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
      DoubleVector square = a.mul(a);
      square.mul(MINUS_HALF).intoArray(room, i);
      a.fma(a, square.neg()).mul(MINUS_HALF).intoArray(room, BLOCK + i);
    }
    preciseExponentials(room, size);
    tails(z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector n = DoubleVector.fromArray(SPECIES, room, 2 * BLOCK + i);
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
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector a = x.abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector high = DoubleVector.fromArray(SPECIES, room, 3 * BLOCK + i);
      DoubleVector low = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      // z Φ(z) = max(z, 0) − |z| Φ(−|z|).
      DoubleVector beyond = a.fma(high, a.mul(low)).mul(first).mul(second);
      DoubleVector tail = high.add(low).mul(first).mul(second);
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i).mul(first).mul(second);
      DoubleVector density = e.mul(DENSITY);
      DoubleVector phi = ONE.sub(tail).blend(tail, negative);
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
  private static void tails(double[] z, int zAt, double[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector w = a.add(SHIFT);
      DoubleVector part = w.sub(a);
      DoubleVector lost = a.sub(w.sub(part)).add(SHIFT.sub(part));
      DoubleVector reciprocal = ONE.div(w);
      DoubleVector minus = reciprocal.neg();
      // 1/(a + k) = reciprocal (1 + wrong).
      DoubleVector wrong = minus.fma(lost, minus.fma(w, ONE));
      DoubleVector step = reciprocal.mul(TWICE_SHIFT);
      DoubleVector stepLost = reciprocal.fma(TWICE_SHIFT, step.neg());
      DoubleVector t = ONE.sub(step);
      DoubleVector minusLostOfT = stepLost.sub(ONE.sub(t).sub(step));
      minusLostOfT = step.fma(wrong, minusLostOfT);
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
      DoubleVector product = q.mul(t);
      DoubleVector restOne = q.fma(t, product.neg()).add(MILLS_1_REST);
      q = product.add(MILLS_1);
      part = q.sub(product);
      restOne = restOne.add(product.sub(q.sub(part)).add(MILLS_1.sub(part)));
      product = q.mul(t);
      DoubleVector rest = q.fma(t, product.neg()).add(MILLS_0_REST);
      q = product.add(MILLS_0);
      part = q.sub(product);
      rest = rest.add(product.sub(q.sub(part)).add(MILLS_0.sub(part)));
      rest = restOne.fma(t, rest);
      DoubleVector turn = w.fma(a.mul(q).sub(w.mul(DENSITY)), q).mul(w);
      rest = turn.mul(minusLostOfT).fma(MINUS_INVERSE_OF_TWICE_SHIFT, rest);
      DoubleVector ratio = q.mul(reciprocal);
      DoubleVector ratioRest = q.fma(reciprocal, ratio.neg());
      ratioRest = ratio.fma(wrong, rest.fma(reciprocal, ratioRest));
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector eRest = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector high = ratio.mul(e);
      high.intoArray(room, 3 * BLOCK + i);
      ratioRest.fma(e, ratio.fma(eRest, ratio.fma(e, high.neg()))).intoArray(room, BLOCK + i);
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
    DoubleVector factor = DoubleVector.broadcast(SPECIES, sharpness);
    DoubleVector lowest = PRODUCT_LOWEST.div(factor);
    DoubleVector highest = lowest.neg();
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs().neg();
      a = a.blend(lowest, a.lt(lowest));
      DoubleVector u = a.mul(factor);
      u.intoArray(room, i);
      a.fma(factor, u.neg()).intoArray(room, BLOCK + i);
    }
    preciseExponentials(room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      x = x.blend(lowest, x.lt(lowest));
      DoubleVector n = DoubleVector.fromArray(SPECIES, room, 2 * BLOCK + i);
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
      DoubleVector high = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector low = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector e = high.mul(first).mul(second);
      DoubleVector whole = e.add(ONE);
      DoubleVector lost = low.mul(first).fma(second, e.sub(whole.sub(ONE)));
      DoubleVector reciprocal = ONE.div(whole);
      VectorMask<Double> negative = x.lt(ZERO);
      // The factor 2ⁿ comes last: e may be too small for all its digits where z e is not.
      DoubleVector above = ONE.blend(high, negative);
      DoubleVector aboveRest = ZERO.blend(low, negative);
      DoubleVector quotient = above.mul(reciprocal);
      DoubleVector minus = quotient.neg();
      DoubleVector quotientRest =
          minus.fma(lost, minus.fma(whole, above)).add(aboveRest).mul(reciprocal);
      first = ONE.blend(first, negative);
      second = ONE.blend(second, negative);
      // The rest is 0 far out, and an infinity times 0 would be NaN.
      DoubleVector held = x.blend(highest, highest.lt(x));
      x.fma(quotient, held.mul(quotientRest)).mul(first).mul(second).intoArray(value, valueAt + i);
      DoubleVector v = quotient.add(quotientRest).mul(first).mul(second);
      DoubleVector smaller = e.mul(reciprocal);
      DoubleVector larger = ONE.sub(smaller);
      DoubleVector d = smaller.mul(larger);
      // Beyond this d is 0, and an infinity times 0 would be NaN.
      DoubleVector y = x.mul(factor);
      DoubleVector inside = y.blend(EXP_IS_ZERO, EXP_IS_ZERO.lt(y));
      inside.fma(d, v).intoArray(slope, slopeAt + i);
      inside.fma(v.fma(MINUS_TWO, ONE), TWO).mul(d).mul(factor).intoArray(bend, bendAt + i);
    }
  }
}
