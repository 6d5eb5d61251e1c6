package org.edgeflow.backends.host.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.edgeflow.backends.host.float64.DoubleConstants.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;

/** The sigmoids and their integral on whole vectors of float64. */
final class DoubleSigmoids {
  private DoubleSigmoids() {}

  /**
   * With {@code e^(−2|z|)} rather than {@code e^(2|z|)} the sums are rounded where that does least
   * harm. The argument is capped, and NaN kept, with integers: a comparison of numbers that keeps
   * NaN takes four instructions.
   */
  static void tanh(DoubleBlock block) {
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
      LongVector bits = DoubleVector.fromArray(SPECIES, z, zAt + i).reinterpretAsLongs();
      LongVector minus = bits.or(SIGN);
      LongVector nan = MINUS_INFINITY.sub(minus).lanewise(ASHR, ALL_BUT_ONE_BIT);
      DoubleVector a = minus.min(MINUS_WHERE_TANH_IS_ONE).reinterpretAsDoubles();
      DoubleVector u = a.add(a);
      DoubleVector rounder = broadcast(SPECIES, ROUNDER);
      DoubleVector rounded = u.fma(broadcast(SPECIES, LOG2_E), rounder);
      DoubleVector n = rounded.sub(rounder);
      DoubleVector r = n.fma(broadcast(SPECIES, MINUS_LN2_HIGH), u);
      r = n.fma(broadcast(SPECIES, TANH_LN2_LOW), r);
      DoubleVector q = broadcast(SPECIES, EXPM1_LEAD);
      q = q.fma(r, broadcast(SPECIES, EXPM1_9));
      q = q.fma(r, broadcast(SPECIES, EXPM1_8));
      q = q.fma(r, broadcast(SPECIES, EXPM1_7));
      q = q.fma(r, broadcast(SPECIES, EXPM1_6));
      q = q.fma(r, broadcast(SPECIES, EXPM1_5));
      q = q.fma(r, broadcast(SPECIES, EXPM1_4));
      q = q.fma(r, broadcast(SPECIES, EXPM1_3));
      q = q.fma(r, broadcast(SPECIES, EXPM1_2));
      q = q.fma(r, broadcast(SPECIES, EXPM1_1));
      q = q.fma(r, broadcast(SPECIES, EXPM1_0));
      DoubleVector p = q.fma(r.mul(r), r);
      LongVector exponent = rounded.reinterpretAsLongs().add(BIAS).lanewise(LSHL, FRACTION);
      DoubleVector power = exponent.reinterpretAsDoubles();
      DoubleVector quotient = p.fma(power, power.sub(ONE)).div(p.fma(power, power.add(ONE)));
      LongVector magnitude = quotient.reinterpretAsLongs().and(MAGNITUDE);
      DoubleVector v = bits.and(SIGN).or(magnitude).or(nan).reinterpretAsDoubles();
      DoubleVector d = ONE.sub(v.mul(v));
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      if (bend != null) {
        v.mul(d).mul(MINUS_TWO).intoArray(bend, bendAt + i);
      }
    }
  }

  /** {@code σ(z) = 1/(1 + e^(−z))}. */
  static void sigmoid(DoubleBlock block) {
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
    DoubleExponentials.decays(z, zAt, room, 0, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector smaller = e.div(e.add(ONE));
      DoubleVector larger = ONE.sub(smaller);
      DoubleVector v = larger.blend(smaller, x.lt(ZERO));
      DoubleVector d = smaller.mul(larger);
      v.intoArray(value, valueAt + i);
      d.intoArray(slope, slopeAt + i);
      v.fma(MINUS_TWO, ONE).mul(d).intoArray(bend, bendAt + i);
    }
  }

  /** {@code ln(1 + e^z)}; with e = e^(−|z|), s = e/(2 + e), w = s²: e − s (e − w Q(w)). */
  static void softplus(DoubleBlock block) {
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
    DoubleExponentials.decays(z, zAt, room, 0, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector e = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector s = e.div(e.add(TWO));
      DoubleVector w = s.mul(s);
      DoubleVector q = LOG1P_LEAD;
      q = q.fma(w, LOG1P_8).fma(w, LOG1P_7).fma(w, LOG1P_6).fma(w, LOG1P_5);
      q = q.fma(w, LOG1P_4).fma(w, LOG1P_3);
      q = q.fma(w, LOG1P_2).fma(w, LOG1P_1).fma(w, LOG1P_0);
      DoubleVector log = s.neg().fma(e.sub(w.mul(q)), e);
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector smaller = e.div(e.add(ONE));
      DoubleVector larger = ONE.sub(smaller);
      x.blend(ZERO, negative).add(log).intoArray(value, valueAt + i);
      larger.blend(smaller, negative).intoArray(slope, slopeAt + i);
      smaller.mul(larger).intoArray(bend, bendAt + i);
    }
  }
}
