package org.edgeflow.backends.host.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The numbers of the activations in float64. The polynomials are fitted by {@code
 * scripts/fit-elementary-functions.py}; one ends at its {@code LEAD}, and lines of the text for
 * float64 that name a coefficient that float32 lacks are left out there.
 */
final class DoubleConstants {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  // The loops spread numbers themselves. A vector that is a constant is loaded anew each time
  // round:
  // for all the compiler knows the loop has stored into it.
  static final DoubleVector ZERO = all(0);
  static final DoubleVector ONE = all(1);
  static final DoubleVector TWO = all(2);
  static final DoubleVector MINUS_TWO = all(-2);
  static final double MINUS_HALF = -0.5;
  static final double LOG2_E = 1.4426950408889634;
  static final double MINUS_LN2_HIGH = -0.6931471805599453;
  static final double MINUS_LN2_LOW = -2.3190468138462996E-17;
  // The same in two parts of which the first has few bits: its multiples are exact.
  static final double MINUS_LN2_SHORT = -6.93147180369123816490e-01;
  static final double MINUS_LN2_REST = -1.90821492927058770002e-10;
  // What the quotient of tanh needs of the digits of ln 2; float32 has enough without.
  static final double TANH_LN2_LOW = MINUS_LN2_LOW;
  // Adding it rounds to an integer, which then stands in the low bits.
  static final double ROUNDER = 0x1.8p52;
  static final long BIAS = 1023;
  // Of 2ⁿ times a power by which it is no subnormal number however small, and that power's inverse.
  static final long RAISED_BIAS = BIAS + 192;
  static final double LOWERING = 0x1p-192;
  static final long FRACTION = 52;
  static final LongVector SIGN = LongVector.broadcast(LongVector.SPECIES_PREFERRED, Long.MIN_VALUE);
  static final LongVector MAGNITUDE = SIGN.not();
  static final LongVector INFINITY = all(Double.POSITIVE_INFINITY).reinterpretAsLongs();
  static final LongVector MINUS_INFINITY = all(Double.NEGATIVE_INFINITY).reinterpretAsLongs();
  static final LongVector MINUS_WHERE_TANH_IS_ONE = all(-22).reinterpretAsLongs();
  static final long ALL_BUT_ONE_BIT = 63;
  static final DoubleVector EXP_LOWEST = all(-746);
  // z e^z is 0 from here on.
  static final DoubleVector PRODUCT_LOWEST = all(-756);
  static final LongVector PHI_IS_ZERO = all(40).reinterpretAsLongs();
  static final double SHIFT = 3;
  static final double LOWERED_DENSITY = 0.3989422804014327 * LOWERING;

  static final double EXPM1_0 = 0.5;
  static final double EXPM1_1 = 0.1666666666666667;
  static final double EXPM1_2 = 0.04166666666666667;
  static final double EXPM1_3 = 0.008333333333325544;
  static final double EXPM1_4 = 0.0013888888888883327;
  static final double EXPM1_5 = 0.00019841269876864356;
  static final double EXPM1_6 = 2.4801587327007187E-5;
  static final double EXPM1_7 = 2.755725283351691E-6;
  static final double EXPM1_8 = 2.75572718102198E-7;
  static final double EXPM1_9 = 2.5106274733573296E-8;
  static final double EXPM1_LEAD = 2.0915442297780116E-9;

  static final DoubleVector LOG1P_0 = all(0.6666666666666666);
  static final DoubleVector LOG1P_1 = all(0.40000000000014585);
  static final DoubleVector LOG1P_2 = all(0.2857142856710876);
  static final DoubleVector LOG1P_3 = all(0.22222222717427864);
  static final DoubleVector LOG1P_4 = all(0.18181789436132859);
  static final DoubleVector LOG1P_5 = all(0.15385570064958623);
  static final DoubleVector LOG1P_6 = all(0.13314144209654935);
  static final DoubleVector LOG1P_7 = all(0.12001072809590713);
  static final DoubleVector LOG1P_8 = all(0.08800738486144674);
  static final DoubleVector LOG1P_LEAD = all(0.1616404561194353);

  static final double MILLS_0 = 1.0463131674604935;
  static final double MILLS_1 = -1.1515106491204565;
  static final double MILLS_2 = 0.6255232408206323;
  static final double MILLS_3 = -0.044501909118172214;
  static final double MILLS_4 = -0.10598876565276415;
  static final double MILLS_5 = 0.006051759407429351;
  static final double MILLS_6 = 0.02583418056713822;
  static final double MILLS_7 = 0.004854791480796068;
  static final double MILLS_8 = -0.0055172951147427745;
  static final double MILLS_9 = -0.0036183674360702636;
  static final double MILLS_10 = 2.9476170813189775E-5;
  static final double MILLS_11 = 0.0011717957283317215;
  static final double MILLS_12 = 0.0006432078789227775;
  static final double MILLS_13 = -1.4933204867647012E-5;
  static final double MILLS_14 = -0.00021904344914844856;
  static final double MILLS_15 = -0.00017169016519117018;
  static final double MILLS_16 = -8.05433000652226E-5;
  static final double MILLS_17 = 0.00021849014526107498;
  static final double MILLS_18 = -4.794695037597707E-5;
  static final double MILLS_19 = -0.0003213838474272826;
  static final double MILLS_20 = 0.0007445515045511988;
  static final double MILLS_21 = -0.000710963434603648;
  static final double MILLS_22 = 0.00031505292473259553;
  static final double MILLS_LEAD = -5.39428963750128E-5;

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  private DoubleConstants() {}
}
