package org.edgeflow.backends.host.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static org.edgeflow.backends.host.float64.DoubleConstants.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import org.edgeflow.backends.host.loops.Activations;

/** {@code z} times what opens as z grows, on whole vectors of float64: ReLU, GELU, swish. */
final class DoubleGates {
  private static final int BLOCK = Activations.BLOCK;

  private DoubleGates() {}

  /** {@code max(z, 0)}. */
  static void relu(DoubleBlock block) {
    double[] z = block.z;
    double[] value = block.value;
    double[] slope = block.slope;
    double[] bend = block.bend;
    int zAt = block.zAt;
    int valueAt = block.valueAt;
    int slopeAt = block.slopeAt;
    int bendAt = block.bendAt;
    int size = block.size;
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      VectorMask<Double> positive = ZERO.lt(x);
      x.blend(ZERO, x.lt(ZERO)).add(ZERO).intoArray(value, valueAt + i);
      ZERO.blend(ONE, positive).intoArray(slope, slopeAt + i);
      ZERO.intoArray(bend, bendAt + i);
    }
  }

  /**
   * {@code z Φ(z) = max(z, 0) − |z| Φ(−|z|)}, {@code Φ(z) + z φ(z)} and {@code (2 − z²) φ(z)}.
   *
   * <p>{@code e^(−z²/2)} gets z² unrounded: where it is nearly n ln 2, what rounding takes from it
   * would be digits of the result.
   */
  static void gelu(DoubleBlock block) {
    double[] z = block.z;
    double[] value = block.value;
    double[] slope = block.slope;
    double[] bend = block.bend;
    double[] room = block.room;
    int zAt = block.zAt;
    int valueAt = block.valueAt;
    int slopeAt = block.slopeAt;
    int bendAt = block.bendAt;
    int size = block.size;
    for (int i = 0; i < size; i += LANES) {
      LongVector magnitude =
          DoubleVector.fromArray(SPECIES, z, zAt + i).reinterpretAsLongs().and(MAGNITUDE);
      LongVector nan = INFINITY.sub(magnitude).lanewise(ASHR, ALL_BUT_ONE_BIT);
      DoubleVector a = magnitude.min(PHI_IS_ZERO).or(nan).reinterpretAsDoubles();
      a.intoArray(room, i);
      a.mul(broadcast(SPECIES, MINUS_HALF)).intoArray(room, BLOCK + i);
    }
    ratios(room, size);
    DoubleExponentials.raised(room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector a = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector raised = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector ratio = DoubleVector.fromArray(SPECIES, room, 2 * BLOCK + i);
      DoubleVector tail = ratio.mul(raised);
      DoubleVector density = raised.mul(broadcast(SPECIES, LOWERED_DENSITY));
      VectorMask<Double> negative = x.lt(ZERO);
      x.blend(ZERO, negative).sub(raised.mul(a).mul(ratio)).intoArray(value, valueAt + i);
      DoubleVector phi = ONE.sub(tail).blend(tail, negative);
      a.blend(a.neg(), negative).fma(density, phi).intoArray(slope, slopeAt + i);
      if (bend != null) {
        TWO.sub(a.mul(a)).mul(density).intoArray(bend, bendAt + i);
      }
    }
  }

  /**
   * What {@code e^(−z²/2)}, raised as {@link DoubleExponentials#raised} has it, makes {@code
   * Φ(−|z|)} of, into the third block: {@code P(t)/w} with {@code w = |z| + k} and {@code t = (|z|
   * − 1)/w}; |z| in the first.
   */
  private static void ratios(double[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector reciprocal = ONE.div(a.add(broadcast(SPECIES, SHIFT)));
      DoubleVector t = a.sub(ONE).mul(reciprocal);
      DoubleVector p = broadcast(SPECIES, MILLS_LEAD);
      p = p.fma(t, broadcast(SPECIES, MILLS_22));
      p = p.fma(t, broadcast(SPECIES, MILLS_21));
      p = p.fma(t, broadcast(SPECIES, MILLS_20));
      p = p.fma(t, broadcast(SPECIES, MILLS_19));
      p = p.fma(t, broadcast(SPECIES, MILLS_18));
      p = p.fma(t, broadcast(SPECIES, MILLS_17));
      p = p.fma(t, broadcast(SPECIES, MILLS_16));
      p = p.fma(t, broadcast(SPECIES, MILLS_15));
      p = p.fma(t, broadcast(SPECIES, MILLS_14));
      p = p.fma(t, broadcast(SPECIES, MILLS_13));
      p = p.fma(t, broadcast(SPECIES, MILLS_12));
      p = p.fma(t, broadcast(SPECIES, MILLS_11));
      p = p.fma(t, broadcast(SPECIES, MILLS_10));
      p = p.fma(t, broadcast(SPECIES, MILLS_9));
      p = p.fma(t, broadcast(SPECIES, MILLS_8));
      p = p.fma(t, broadcast(SPECIES, MILLS_7));
      p = p.fma(t, broadcast(SPECIES, MILLS_6));
      p = p.fma(t, broadcast(SPECIES, MILLS_5));
      p = p.fma(t, broadcast(SPECIES, MILLS_4));
      p = p.fma(t, broadcast(SPECIES, MILLS_3));
      p = p.fma(t, broadcast(SPECIES, MILLS_2));
      p = p.fma(t, broadcast(SPECIES, MILLS_1));
      p = p.fma(t, broadcast(SPECIES, MILLS_0));
      p.mul(reciprocal.mul(broadcast(SPECIES, LOWERING))).intoArray(room, 2 * BLOCK + i);
    }
  }

  /**
   * {@code z σ(sharpness z)}. The exponential gets the product unrounded; and the power that raises
   * it comes off last, as e may be too small for all its digits where z e is not.
   */
  static void swish(double sharpness, DoubleBlock block) {
    double[] z = block.z;
    double[] value = block.value;
    double[] slope = block.slope;
    double[] bend = block.bend;
    double[] room = block.room;
    int zAt = block.zAt;
    int valueAt = block.valueAt;
    int slopeAt = block.slopeAt;
    int bendAt = block.bendAt;
    int size = block.size;
    DoubleVector factor = broadcast(SPECIES, (double) sharpness);
    DoubleVector lowest = PRODUCT_LOWEST.div(factor);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector a = x.reinterpretAsLongs().or(SIGN).reinterpretAsDoubles();
      a.blend(lowest, a.lt(lowest)).intoArray(room, i);
      factor.intoArray(room, BLOCK + i);
    }
    DoubleExponentials.raised(room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector a = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector raised = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector u = a.mul(factor);
      DoubleVector lowering = broadcast(SPECIES, LOWERING);
      DoubleVector ratio = raised.div(raised.fma(lowering, ONE));
      DoubleVector smaller = ratio.mul(lowering);
      DoubleVector larger = ONE.sub(smaller);
      VectorMask<Double> negative = x.lt(ZERO);
      x.mul(larger).blend(a.mul(ratio).mul(lowering), negative).intoArray(value, valueAt + i);
      DoubleVector d = smaller.mul(larger);
      u.neg()
          .blend(u, negative)
          .fma(d, larger.blend(smaller, negative))
          .intoArray(slope, slopeAt + i);
      if (bend != null) {
        u.fma(smaller.fma(MINUS_TWO, ONE), TWO).mul(d).mul(factor).intoArray(bend, bendAt + i);
      }
    }
  }
}
