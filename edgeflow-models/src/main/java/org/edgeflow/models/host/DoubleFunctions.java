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
 * − 1 = r + r² q(r)}. The polynomials are fitted by {@code scripts/fit-elementary-functions.py}.
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

  /** {@code p = e^r − 1} for {@code |r| ≤ ½ ln 2}. */
  private static DoubleVector expm1Core(DoubleVector r) {
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
    return q.fma(r.mul(r), r);
  }

  /** {@code 2ⁿ}, from the sum of n and {@link #ROUNDER}. */
  private static DoubleVector power(DoubleVector rounded) {
    return rounded
        .reinterpretAsLongs()
        .add(BIAS)
        .lanewise(VectorOperators.LSHL, FRACTION_BITS)
        .reinterpretAsDoubles();
  }

  /** {@code e^u} for u within ±1400, which may under- or overflow. */
  private static DoubleVector expWithin(DoubleVector u) {
    DoubleVector n = u.fma(LOG2_E, ROUNDER).sub(ROUNDER);
    DoubleVector r = n.fma(MINUS_LN2_HIGH, u);
    return scaled(expm1Core(n.fma(MINUS_LN2_LOW, r)), n);
  }

  /** {@code e^(u + rest)}, rest being what the rounding of u lost. */
  private static DoubleVector expWithin(DoubleVector u, DoubleVector rest) {
    DoubleVector n = u.fma(LOG2_E, ROUNDER).sub(ROUNDER);
    DoubleVector r = n.fma(MINUS_LN2_HIGH, u);
    return scaled(expm1Core(n.fma(MINUS_LN2_LOW, r.add(rest))), n);
  }

  /** {@code 2ⁿ (1 + p)}, in two factors: 2ⁿ itself may be too small or too large a number. */
  private static DoubleVector scaled(DoubleVector p, DoubleVector n) {
    DoubleVector half = n.fma(HALF, ROUNDER);
    DoubleVector rest = n.sub(half.sub(ROUNDER)).add(ROUNDER);
    DoubleVector first = power(half);
    return p.fma(first, first).mul(power(rest));
  }

  /** {@code e^u}. */
  private static DoubleVector exp(DoubleVector u) {
    DoubleVector inside = u.blend(EXP_LOWEST, u.lt(EXP_LOWEST));
    inside = inside.blend(EXP_OVERFLOWS, EXP_OVERFLOWS.lt(inside));
    return expWithin(inside);
  }

  /** {@code e^(−a)} for {@code a ≥ 0}. */
  private static DoubleVector decay(DoubleVector a) {
    return expWithin(a.blend(EXP_IS_ZERO, EXP_IS_ZERO.lt(a)).neg());
  }

  /** {@code x ← e^x} on {@code size} elements; {@code padding} is modified. */
  static void exp(double[] x, int xAt, int size, double[] padding) {
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      exp(DoubleVector.fromArray(SPECIES, x, xAt + i)).intoArray(x, xAt + i);
    }
    if (whole < size) {
      System.arraycopy(x, xAt + whole, padding, 0, size - whole);
      exp(DoubleVector.fromArray(SPECIES, padding, 0)).intoArray(padding, 0);
      System.arraycopy(padding, 0, x, xAt + whole, size - whole);
    }
  }

  /**
   * {@code x/(x + c)} for {@code x ≥ 0}, rounded about once: the quotient is corrected by its
   * residual and by what the rounding of the denominator lost.
   */
  private static DoubleVector share(DoubleVector x, DoubleVector c) {
    DoubleVector whole = x.add(c);
    DoubleVector lost = x.sub(whole.sub(c));
    DoubleVector reciprocal = ONE.div(whole);
    DoubleVector quotient = x.mul(reciprocal);
    DoubleVector negative = quotient.neg();
    DoubleVector residual = negative.fma(lost, negative.fma(whole, x));
    return residual.fma(reciprocal, quotient);
  }

  /**
   * {@code value ← f(z)}, {@code slope ← f′(z)}, {@code bend ← f″(z)} on {@code size} elements. A
   * result may overwrite z; the last vector is completed in {@code padding}.
   *
   * @param padding modified; four times {@link #LANES} elements
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
      double[] padding) {
    int whole = SPECIES.loopBound(size);
    evaluateWhole(f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, whole);
    int rest = size - whole;
    if (rest > 0) {
      Arrays.fill(padding, 0, LANES, 0);
      System.arraycopy(z, zAt + whole, padding, 0, rest);
      evaluateWhole(f, padding, 0, padding, LANES, padding, 2 * LANES, padding, 3 * LANES, LANES);
      System.arraycopy(padding, LANES, value, valueAt + whole, rest);
      System.arraycopy(padding, 2 * LANES, slope, slopeAt + whole, rest);
      System.arraycopy(padding, 3 * LANES, bend, bendAt + whole, rest);
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
      int size) {
    switch (f) {
      case TANH -> tanh(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case SIGMOID -> sigmoid(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case SOFTPLUS -> softplus(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case GELU -> gelu(z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
      case SWISH -> swish(1, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size);
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
              size);
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
      DoubleVector r = n.fma(MINUS_LN2_HIGH, u);
      r = n.fma(MINUS_LN2_LOW, r);
      DoubleVector p = expm1Core(r);
      DoubleVector power = power(rounded);
      DoubleVector grown = p.fma(power, power.sub(ONE));
      DoubleVector magnitude = share(grown, TWO);
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
      int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector e = decay(x.abs());
      DoubleVector smaller = share(e, ONE);
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
      int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector e = decay(x.abs());
      DoubleVector s = e.div(e.add(TWO));
      DoubleVector w = s.mul(s);
      DoubleVector log = e.sub(s.mul(e.sub(w.mul(log1pCore(w)))));
      DoubleVector smaller = share(e, ONE);
      DoubleVector larger = ONE.sub(smaller);
      x.blend(ZERO, negative).add(log).intoArray(value, valueAt + i);
      larger.blend(smaller, negative).intoArray(slope, slopeAt + i);
      smaller.mul(larger).intoArray(bend, bendAt + i);
    }
  }

  /** Q in {@code ln(1 + e) = e − s (e − w Q(w))}, {@code s = e/(2 + e)}, {@code w = s²}. */
  private static DoubleVector log1pCore(DoubleVector w) {
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
    return q;
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
      int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector a = x.abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector square = a.mul(a);
      DoubleVector rest = a.fma(a, square.neg());
      DoubleVector e = expWithin(square.mul(MINUS_HALF), rest.mul(MINUS_HALF));
      DoubleVector tail = tail(a, e);
      DoubleVector phi = ONE.sub(tail).blend(tail, negative);
      DoubleVector density = e.mul(DENSITY);
      DoubleVector inside = a.blend(a.neg(), negative);
      x.blend(inside, negative).mul(phi).intoArray(value, valueAt + i);
      inside.fma(density, phi).intoArray(slope, slopeAt + i);
      TWO.sub(square).mul(density).intoArray(bend, bendAt + i);
    }
  }

  /** {@code Φ(−a)}, with {@code e = e^(−a²/2)}. */
  private static DoubleVector tail(DoubleVector a, DoubleVector e) {
    DoubleVector reciprocal = ONE.div(a.add(SHIFT));
    DoubleVector t = reciprocal.fma(MINUS_TWICE_MILLS_SHIFT, ONE);
    return e.mul(mills(t).mul(reciprocal));
  }

  private static DoubleVector mills(DoubleVector t) {
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
    return q;
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
      int size) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, sharpness);
    DoubleVector lowest = EXP_LOWEST.div(factor);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      x = x.blend(lowest, x.lt(lowest));
      DoubleVector y = x.mul(factor);
      VectorMask<Double> negative = y.lt(ZERO);
      DoubleVector e = decay(y.abs());
      DoubleVector smaller = share(e, ONE);
      DoubleVector larger = ONE.sub(smaller);
      DoubleVector v = larger.blend(smaller, negative);
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
