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

  // Vectors as constants: each call to make one would count against what the compiler inlines.
  static final DoubleVector ZERO = all(0);
  static final DoubleVector ONE = all(1);
  static final DoubleVector TWO = all(2);
  static final DoubleVector MINUS_TWO = all(-2);
  static final DoubleVector HALF = all(0.5);
  static final DoubleVector MINUS_HALF = all(-0.5);
  static final DoubleVector LOG2_E = all(1.4426950408889634);
  static final DoubleVector MINUS_LN2_HIGH = all(-0.6931471805599453);
  static final DoubleVector MINUS_LN2_LOW = all(-2.3190468138462996E-17);
  // The same in two parts of which the first has few bits: its multiples are exact.
  static final DoubleVector MINUS_LN2_SHORT = all(-6.93147180369123816490e-01);
  static final DoubleVector MINUS_LN2_REST = all(-1.90821492927058770002e-10);
  // What the quotient of tanh needs of the digits of ln 2; float32 has enough without.
  static final DoubleVector TANH_LN2_LOW = MINUS_LN2_LOW;
  // Adding it rounds to an integer, which then stands in the low bits.
  static final DoubleVector ROUNDER = all(0x1.8p52);
  static final long BIAS = 1023;
  static final long FRACTION = 52;
  static final LongVector SIGN = LongVector.broadcast(LongVector.SPECIES_PREFERRED, Long.MIN_VALUE);
  static final LongVector MAGNITUDE = SIGN.not();
  static final LongVector MINUS_INFINITY = all(Double.NEGATIVE_INFINITY).reinterpretAsLongs();
  static final LongVector MINUS_WHERE_TANH_IS_ONE = all(-22).reinterpretAsLongs();
  static final long ALL_BUT_ONE_BIT = 63;
  static final DoubleVector EXP_IS_ZERO = all(746);
  static final DoubleVector EXP_LOWEST = all(-746);
  // z e^z is 0 from here on.
  static final DoubleVector PRODUCT_LOWEST = all(-756);
  static final DoubleVector EXP_OVERFLOWS = all(710);
  static final DoubleVector PHI_IS_ZERO = all(40);
  static final DoubleVector SHIFT = all(5);
  static final DoubleVector TWICE_SHIFT = all(10);
  static final DoubleVector MINUS_INVERSE_OF_TWICE_SHIFT = all(-1 / 10.0);
  static final DoubleVector DENSITY = all(0.3989422804014327);

  static final DoubleVector EXPM1_0 = all(0.5);
  static final DoubleVector EXPM1_1 = all(0.1666666666666667);
  static final DoubleVector EXPM1_2 = all(0.04166666666666667);
  static final DoubleVector EXPM1_3 = all(0.008333333333325544);
  static final DoubleVector EXPM1_4 = all(0.0013888888888883327);
  static final DoubleVector EXPM1_5 = all(0.00019841269876864356);
  static final DoubleVector EXPM1_6 = all(2.4801587327007187E-5);
  static final DoubleVector EXPM1_7 = all(2.755725283351691E-6);
  static final DoubleVector EXPM1_8 = all(2.75572718102198E-7);
  static final DoubleVector EXPM1_9 = all(2.5106274733573296E-8);
  static final DoubleVector EXPM1_LEAD = all(2.0915442297780116E-9);

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

  static final DoubleVector MILLS_0 = all(0.769193049750063);
  static final DoubleVector MILLS_1 = all(-0.6653825028900568);
  static final DoubleVector MILLS_2 = all(0.4953056159699761);
  static final DoubleVector MILLS_3 = all(-0.31353315667128745);
  static final DoubleVector MILLS_4 = all(0.16502036617040755);
  static final DoubleVector MILLS_5 = all(-0.06911863870687827);
  static final DoubleVector MILLS_6 = all(0.020795066799251923);
  static final DoubleVector MILLS_7 = all(-0.0029933767618711546);
  static final DoubleVector MILLS_8 = all(-0.0007978693892060231);
  static final DoubleVector MILLS_9 = all(0.0005448989928207337);
  static final DoubleVector MILLS_10 = all(-5.937580789806318E-5);
  static final DoubleVector MILLS_11 = all(-4.9762456719378356E-5);
  static final DoubleVector MILLS_12 = all(1.668164148733726E-5);
  static final DoubleVector MILLS_13 = all(3.979807458462373E-6);
  static final DoubleVector MILLS_14 = all(-2.770724172517054E-6);
  static final DoubleVector MILLS_15 = all(-3.345807048082705E-7);
  static final DoubleVector MILLS_16 = all(4.3629597769055444E-7);
  static final DoubleVector MILLS_17 = all(4.0188502351482565E-8);
  static final DoubleVector MILLS_18 = all(-7.014151855271518E-8);
  static final DoubleVector MILLS_19 = all(-8.56412008240974E-9);
  static final DoubleVector MILLS_20 = all(1.0793477810959656E-8);
  static final DoubleVector MILLS_21 = all(2.2231550232580247E-9);
  static final DoubleVector MILLS_22 = all(-1.158706706841708E-9);
  static final DoubleVector MILLS_LEAD = all(-3.8115912168599914E-10);
  // What rounding took from the first two.
  static final DoubleVector MILLS_0_REST = all(-1.4217422369515576E-17);
  static final DoubleVector MILLS_1_REST = all(-3.631102861093451E-18);

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  private DoubleConstants() {}
}
