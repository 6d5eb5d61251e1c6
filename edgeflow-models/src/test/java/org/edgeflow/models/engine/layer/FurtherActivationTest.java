package org.edgeflow.models.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.edgeflow.models.engine.activation.FurtherActivation;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.hipparchus.dfp.DfpMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FurtherActivationTest {
  private static final DfpField DIGITS = new DfpField(40);

  @ParameterizedTest
  @CsvSource({
    "SOFTSIGN, -1, 1",
    "HARD_TANH, -1, 1",
    "HARD_SIGMOID, 0, 1",
    "RECTIFIED_TANH, 0, 1",
    "MISH, 0, Infinity",
    "GELU_TANH, 0, Infinity"
  })
  void theyTendToTheirLimits(FurtherActivation f, double below, double above) {
    assertThat(f.value(Double.NEGATIVE_INFINITY)).isEqualTo(below);
    assertThat(f.value(Double.POSITIVE_INFINITY)).isEqualTo(above);
    assertThat(f.slope(Double.NEGATIVE_INFINITY)).isZero();
  }

  @ParameterizedTest
  @EnumSource(FurtherActivation.class)
  void whatIsNoNumberStaysNone(FurtherActivation f) {
    assertThat(f.value(Double.NaN)).isNaN();
  }

  @Test
  void rationalTanhKeepsItsDigitsWhereItIsSmall() {
    double z = 1e-12;
    // 1.7159 · (2/3) z to first order, the next term being z² smaller by 1e-12.
    double first = 1.7159f * (2.0 / 3) * z;
    assertThat(FurtherActivation.RATIONAL_TANH.value(z)).isCloseTo(first, within(1e-12 * first));
  }

  @Test
  void mishIsAccurateOverItsWholeRange() {
    double[] points = new SplittableRandom(3).doubles(2000, -40, 40).toArray();
    for (double z : points) {
      Dfp growth = DfpMath.exp(DIGITS.newDfp(z));
      Dfp square = growth.add(1).multiply(growth.add(1));
      Dfp exact = DIGITS.newDfp(z).multiply(square.subtract(1)).divide(square.add(1));
      double value = FurtherActivation.MISH.value(z);
      double error = Math.abs(exact.subtract(DIGITS.newDfp(value)).toDouble());
      assertThat(error / Math.ulp(value)).as("mish(%s)", z).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void theTanhGeluIsItsDefinitionAndItsDerivativesAreItsOwn() {
    double step = 1e-5;
    FurtherActivation f = FurtherActivation.GELU_TANH;
    for (double z : new double[] {-6, -3.3, -1, -0.2, 0, 0.1, 0.7, 2, 5.5, 12}) {
      double defined =
          0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
      assertThat(f.value(z)).as("value at %s", z).isCloseTo(defined, within(1e-15 * (1 + z * z)));
      assertThat(f.slope(z))
          .as("slope at %s", z)
          .isCloseTo((f.value(z + step) - f.value(z - step)) / (2 * step), within(1e-9));
      assertThat(f.bend(z))
          .as("bend at %s", z)
          .isCloseTo((f.slope(z + step) - f.slope(z - step)) / (2 * step), within(1e-9));
    }
    for (double far : new double[] {Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
      assertThat(f.slope(far)).isEqualTo(1);
      assertThat(f.slope(-far)).isZero();
      assertThat(f.bend(far)).isZero();
      assertThat(f.bend(-far)).isZero();
    }
  }
}
