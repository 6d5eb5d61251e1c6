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

  // The loops spread numbers themselves. A vector that is a constant is loaded anew each time
  // round:
  // for all the compiler knows the loop has stored into it.
  static final FloatVector ZERO = all(0);
  static final FloatVector ONE = all(1);
  static final FloatVector TWO = all(2);
  static final FloatVector MINUS_TWO = all(-2);
  static final float MINUS_HALF = -0.5f;
  static final float LOG2_E = 1.442695f;
  static final float MINUS_LN2_HIGH = -0.6931472f;
  static final float MINUS_LN2_LOW = 1.9046542E-9f;
  // The same in two parts of which the first has few bits: its multiples are exact.
  static final float MINUS_LN2_SHORT = -6.9313812256e-01f;
  static final float MINUS_LN2_REST = -9.0580006145e-06f;
  // Adding it rounds to an integer, which then stands in the low bits.
  static final float ROUNDER = 0x1.8p23f;
  static final int BIAS = 127;
  // Of 2ⁿ times a power by which it is no subnormal number however small, and that power's inverse.
  static final int RAISED_BIAS = BIAS + 64;
  static final float LOWERING = 0x1p-64f;
  static final int FRACTION = 23;
  static final IntVector SIGN = IntVector.broadcast(IntVector.SPECIES_PREFERRED, Integer.MIN_VALUE);
  static final IntVector MAGNITUDE = SIGN.not();
  static final IntVector INFINITY = all(Float.POSITIVE_INFINITY).reinterpretAsInts();
  static final IntVector MINUS_INFINITY = all(Float.NEGATIVE_INFINITY).reinterpretAsInts();
  static final IntVector MINUS_WHERE_TANH_IS_ONE = all(-9.5f).reinterpretAsInts();
  static final int ALL_BUT_ONE_BIT = 31;
  static final FloatVector EXP_LOWEST = all(-104);
  // z e^z is 0 from here on.
  static final FloatVector PRODUCT_LOWEST = all(-112);
  static final IntVector PHI_IS_ZERO = all(15).reinterpretAsInts();
  static final float SHIFT = 3;
  static final float LOWERED_DENSITY = 0.3989423f * LOWERING;

  static final float EXPM1_0 = 0.5f;
  static final float EXPM1_1 = 0.1666666716337204f;
  static final float EXPM1_2 = 0.04166645556688309f;
  static final float EXPM1_3 = 0.00833331048488617f;
  static final float EXPM1_4 = 0.0013934541493654251f;
  static final float EXPM1_LEAD = 0.00019891980628017336f;

  static final FloatVector LOG1P_0 = all(0.6666663885116577f);
  static final FloatVector LOG1P_1 = all(0.40007561445236206f);
  static final FloatVector LOG1P_2 = all(0.28236618638038635f);
  static final FloatVector LOG1P_LEAD = all(0.2685149908065796f);

  static final float MILLS_0 = 1.0463131666183472f;
  static final float MILLS_1 = -1.1515109539031982f;
  static final float MILLS_2 = 0.6255251169204712f;
  static final float MILLS_3 = -0.04448540508747101f;
  static final float MILLS_4 = -0.10606084764003754f;
  static final float MILLS_5 = 0.0058377948589622974f;
  static final float MILLS_6 = 0.026852307841181755f;
  static final float MILLS_7 = 0.005096214357763529f;
  static final float MILLS_8 = -0.010198529809713364f;
  static final float MILLS_LEAD = 0.001527404529042542f;

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private FloatConstants() {}
}
