package org.edgeflow.backends.host.float64;

import static org.edgeflow.backends.host.float64.DoubleConstants.*;

import jdk.incubator.vector.DoubleVector;
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

  /** {@code z Φ(z) = max(z, 0) − |z| Φ(−|z|)}. */
  static void gelu(DoubleBlock block) {
    double[] z = block.z;
    double[] room = block.room;
    int zAt = block.zAt;
    int size = block.size;
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector square = a.mul(a);
      square.mul(MINUS_HALF).intoArray(room, i);
      a.fma(a, square.neg()).mul(MINUS_HALF).intoArray(room, BLOCK + i);
    }
    DoubleExponentials.preciseExponentials(room, size);
    tails(z, zAt, room, size);
    geluOfTails(block);
  }

  private static void geluOfTails(DoubleBlock block) {
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
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      DoubleVector first = DoubleVector.fromArray(SPECIES, room, 2 * BLOCK + i);
      DoubleVector second = DoubleVector.fromArray(SPECIES, room, 3 * BLOCK + i);
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector a = x.abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector high = DoubleVector.fromArray(SPECIES, room, 4 * BLOCK + i);
      DoubleVector low = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
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
   * {@code Φ(−|z|) = 2ⁿ (h + l)} with the exponential that {@link
   * DoubleExponentials#preciseExponentials} left in {@code room}; h into its fifth block, l into
   * its second.
   *
   * <p>{@code Φ(−a) = e^(−a²/2) P(t)/w} with {@code w = a + k} and {@code t = 1 − 2k/w}. Three
   * things would cost digits and are carried along: what rounding takes from w and 1/w and thereby
   * from t, what it takes from the last two steps of P, and l. Of P′, which turns the loss in t
   * into one in P, a few digits do: {@code P′ = (P + w (a P − w/√2π)) w/2k}, from {@code φ′ = −a
   * φ}. In the text {@code 1/(a + k) = reciprocal (1 + wrong)}.
   */
  private static void tails(double[] z, int zAt, double[] room, int size) {
    polynomials(z, zAt, room, size);
    losses(z, zAt, room, size);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector w = a.add(SHIFT);
      DoubleVector reciprocal = DoubleVector.fromArray(SPECIES, room, 5 * BLOCK + i);
      DoubleVector wrong = DoubleVector.fromArray(SPECIES, room, 6 * BLOCK + i);
      DoubleVector minusLostOfT = DoubleVector.fromArray(SPECIES, room, 7 * BLOCK + i);
      DoubleVector t = ONE.sub(reciprocal.mul(TWICE_SHIFT));
      DoubleVector q = DoubleVector.fromArray(SPECIES, room, 4 * BLOCK + i);
      DoubleVector product = q.mul(t);
      DoubleVector restOne = q.fma(t, product.neg()).add(MILLS_1_REST);
      q = product.add(MILLS_1);
      DoubleVector part = q.sub(product);
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
      high.intoArray(room, 4 * BLOCK + i);
      ratioRest.fma(e, ratio.fma(eRest, ratio.fma(e, high.neg()))).intoArray(room, BLOCK + i);
    }
  }

  /** {@code wrong} into the seventh block, and what t lost, with its sign turned, into the last. */
  private static void losses(double[] z, int zAt, double[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs();
      a = a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a));
      DoubleVector w = a.add(SHIFT);
      DoubleVector part = w.sub(a);
      DoubleVector lost = a.sub(w.sub(part)).add(SHIFT.sub(part));
      DoubleVector reciprocal = DoubleVector.fromArray(SPECIES, room, 5 * BLOCK + i);
      DoubleVector minus = reciprocal.neg();
      DoubleVector wrong = minus.fma(lost, minus.fma(w, ONE));
      DoubleVector step = reciprocal.mul(TWICE_SHIFT);
      DoubleVector stepLost = reciprocal.fma(TWICE_SHIFT, step.neg());
      DoubleVector t = ONE.sub(step);
      wrong.intoArray(room, 6 * BLOCK + i);
      step.fma(wrong, stepLost.sub(ONE.sub(t).sub(step))).intoArray(room, 7 * BLOCK + i);
    }
  }

  /**
   * P but for its last two steps, into the fifth block, and {@code 1/w} into the sixth: like {@link
   * #losses} a loop of its own, because the compiler does not inline as much as all together hold,
   * and then makes objects of vectors.
   */
  private static void polynomials(double[] z, int zAt, double[] room, int size) {
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs();
      DoubleVector reciprocal = ONE.div(a.blend(PHI_IS_ZERO, PHI_IS_ZERO.lt(a)).add(SHIFT));
      DoubleVector t = ONE.sub(reciprocal.mul(TWICE_SHIFT));
      DoubleVector q = MILLS_LEAD;
      q = q.fma(t, MILLS_22).fma(t, MILLS_21).fma(t, MILLS_20).fma(t, MILLS_19);
      q = q.fma(t, MILLS_18).fma(t, MILLS_17).fma(t, MILLS_16).fma(t, MILLS_15);
      q = q.fma(t, MILLS_14).fma(t, MILLS_13).fma(t, MILLS_12).fma(t, MILLS_11);
      q = q.fma(t, MILLS_10);
      q = q.fma(t, MILLS_9).fma(t, MILLS_8).fma(t, MILLS_7).fma(t, MILLS_6);
      q = q.fma(t, MILLS_5).fma(t, MILLS_4).fma(t, MILLS_3).fma(t, MILLS_2);
      q.intoArray(room, 4 * BLOCK + i);
      reciprocal.intoArray(room, 5 * BLOCK + i);
    }
  }

  /** {@code z σ(sharpness z)}. */
  static void swish(double sharpness, DoubleBlock block) {
    double[] z = block.z;
    double[] room = block.room;
    int zAt = block.zAt;
    int size = block.size;
    DoubleVector factor = DoubleVector.broadcast(SPECIES, (double) sharpness);
    DoubleVector lowest = PRODUCT_LOWEST.div(factor);
    for (int i = 0; i < size; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, z, zAt + i).abs().neg();
      a = a.blend(lowest, a.lt(lowest));
      DoubleVector u = a.mul(factor);
      u.intoArray(room, i);
      a.fma(factor, u.neg()).intoArray(room, BLOCK + i);
    }
    DoubleExponentials.preciseExponentials(room, size);
    swishOfExponentials(sharpness, block);
  }

  /**
   * The factor 2ⁿ comes last: e may be too small for all its digits where z e is not. {@code held}
   * and {@code inside} are finite, since what they meet is 0 far out, and an infinity times 0 would
   * be NaN.
   */
  private static void swishOfExponentials(double sharpness, DoubleBlock block) {
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
    DoubleVector factor = DoubleVector.broadcast(SPECIES, (double) sharpness);
    DoubleVector lowest = PRODUCT_LOWEST.div(factor);
    DoubleVector highest = lowest.neg();
    for (int i = 0; i < size; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, zAt + i);
      x = x.blend(lowest, x.lt(lowest));
      DoubleVector high = DoubleVector.fromArray(SPECIES, room, i);
      DoubleVector low = DoubleVector.fromArray(SPECIES, room, BLOCK + i);
      DoubleVector first = DoubleVector.fromArray(SPECIES, room, 2 * BLOCK + i);
      DoubleVector second = DoubleVector.fromArray(SPECIES, room, 3 * BLOCK + i);
      DoubleVector e = high.mul(first).mul(second);
      DoubleVector whole = e.add(ONE);
      DoubleVector lost = low.mul(first).fma(second, e.sub(whole.sub(ONE)));
      DoubleVector reciprocal = ONE.div(whole);
      VectorMask<Double> negative = x.lt(ZERO);
      DoubleVector above = ONE.blend(high, negative);
      DoubleVector aboveRest = ZERO.blend(low, negative);
      DoubleVector quotient = above.mul(reciprocal);
      DoubleVector minus = quotient.neg();
      DoubleVector rest = minus.fma(lost, minus.fma(whole, above)).add(aboveRest).mul(reciprocal);
      first = ONE.blend(first, negative);
      second = ONE.blend(second, negative);
      DoubleVector held = x.blend(highest, highest.lt(x));
      DoubleVector product = x.fma(quotient, held.mul(rest)).mul(first).mul(second);
      product.intoArray(value, valueAt + i);
      DoubleVector v = quotient.add(rest).mul(first).mul(second);
      DoubleVector smaller = e.mul(reciprocal);
      DoubleVector d = smaller.mul(ONE.sub(smaller));
      DoubleVector y = x.mul(factor);
      DoubleVector inside = y.blend(EXP_IS_ZERO, EXP_IS_ZERO.lt(y));
      inside.fma(d, v).intoArray(slope, slopeAt + i);
      inside.fma(v.fma(MINUS_TWO, ONE), TWO).mul(d).mul(factor).intoArray(bend, bendAt + i);
    }
  }
}
