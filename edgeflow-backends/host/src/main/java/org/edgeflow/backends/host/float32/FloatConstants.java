package org.edgeflow.backends.host.float32;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The numbers of the activations in float32. The polynomials are fitted by {@code
 * scripts/fit-elementary-functions.py}; one ends at its {@code LEAD}, and lines of the text for
 * float64 that name a coefficient that float32 lacks are left out there.
 */
final class FloatConstants {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  // Vectors as constants: each call to make one would count against what the compiler inlines.
  static final FloatVector ZERO = all(0);
  static final FloatVector ONE = all(1);
  static final FloatVector TWO = all(2);
  static final FloatVector MINUS_TWO = all(-2);
  static final FloatVector HALF = all(0.5f);
  static final FloatVector MINUS_HALF = all(-0.5f);
  static final FloatVector LOG2_E = all(1.442695f);
  static final FloatVector MINUS_LN2_HIGH = all(-0.6931472f);
  static final FloatVector MINUS_LN2_LOW = all(1.9046542E-9f);
  // The same in two parts of which the first has few bits: its multiples are exact.
  static final FloatVector MINUS_LN2_SHORT = all(-6.9313812256e-01f);
  static final FloatVector MINUS_LN2_REST = all(-9.0580006145e-06f);
  // Adding it rounds to an integer, which then stands in the low bits.
  static final FloatVector ROUNDER = all(0x1.8p23f);
  static final int BIAS = 127;
  static final int FRACTION = 23;
  static final IntVector SIGN = IntVector.broadcast(IntVector.SPECIES_PREFERRED, Integer.MIN_VALUE);
  static final IntVector MAGNITUDE = SIGN.not();
  static final IntVector MINUS_INFINITY = all(Float.NEGATIVE_INFINITY).reinterpretAsInts();
  static final IntVector MINUS_WHERE_TANH_IS_ONE = all(-9.5f).reinterpretAsInts();
  static final int ALL_BUT_ONE_BIT = 31;
  static final FloatVector EXP_IS_ZERO = all(104);
  static final FloatVector EXP_LOWEST = all(-104);
  // z e^z is 0 from here on.
  static final FloatVector PRODUCT_LOWEST = all(-112);
  static final FloatVector EXP_OVERFLOWS = all(89);
  static final FloatVector PHI_IS_ZERO = all(15);
  static final FloatVector SHIFT = all(3);
  static final FloatVector TWICE_SHIFT = all(6);
  static final FloatVector MINUS_INVERSE_OF_TWICE_SHIFT = all(-1 / 6f);
  static final FloatVector DENSITY = all(0.3989423f);

  static final FloatVector EXPM1_0 = all(0.5f);
  static final FloatVector EXPM1_1 = all(0.1666666716337204f);
  static final FloatVector EXPM1_2 = all(0.04166645556688309f);
  static final FloatVector EXPM1_3 = all(0.00833331048488617f);
  static final FloatVector EXPM1_4 = all(0.0013934541493654251f);
  static final FloatVector EXPM1_LEAD = all(0.00019891980628017336f);

  static final FloatVector LOG1P_0 = all(0.6666663885116577f);
  static final FloatVector LOG1P_1 = all(0.40007561445236206f);
  static final FloatVector LOG1P_2 = all(0.28236618638038635f);
  static final FloatVector LOG1P_LEAD = all(0.2685149908065796f);

  static final FloatVector MILLS_0 = all(0.7290837168693542f);
  static final FloatVector MILLS_1 = all(-0.509332001209259f);
  static final FloatVector MILLS_2 = all(0.23001767694950104f);
  static final FloatVector MILLS_3 = all(-0.0472627617418766f);
  static final FloatVector MILLS_4 = all(-0.010462288744747639f);
  static final FloatVector MILLS_5 = all(0.006969920359551907f);
  static final FloatVector MILLS_6 = all(0.0010241572745144367f);
  static final FloatVector MILLS_7 = all(-0.0010344765614718199f);
  static final FloatVector MILLS_8 = all(-0.0002447093138471246f);
  static final FloatVector MILLS_9 = all(0.00013332394883036613f);
  static final FloatVector MILLS_LEAD = all(5.549187335418537E-5f);
  // What rounding took from the first two.
  static final FloatVector MILLS_0_REST = all(-2.6155374754921468E-8f);
  static final FloatVector MILLS_1_REST = all(1.2374719915442256E-8f);

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private FloatConstants() {}
}
