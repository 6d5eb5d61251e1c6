package org.edgeflow.backends.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.edgeflow.backends.host.instructions.Instructions;
import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.activation.ElementaryFunctions;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapTensor;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.hipparchus.dfp.DfpMath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The transcendental functions to a few ulp over their whole range: in float64, with the reference
 * that the plain backends use, against 40-digit arithmetic; in float32 against that reference.
 */
class AccuracyTest {
  private static final DfpField DIGITS = new DfpField(40);
  private static final double ULPS = 2;

  /** What the loops over vectors keep to, where they are quicker than exact. */
  private static double ulps(StandardActivation f) {
    return switch (f) {
      case GELU -> 5;
      case SWISH, GELU_SIGMOID -> 4;
      case SIGMOID -> 3;
      default -> ULPS;
    };
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IDENTITY", "RELU"})
  void float64IsWithinAFewUlpsOfTheExactValue(StandardActivation f) {
    double[] points = points(f);
    double[] values = activated(f, DataType.FLOAT64, points);
    for (int i = 0; i < points.length; i++) {
      Dfp exact = exact(f).apply(DIGITS.newDfp(points[i]));
      assertThat(distance(values[i], exact))
          .as("%s(%s)", f, points[i])
          .isLessThanOrEqualTo(ulps(f));
      assertThat(distance(f.value(points[i]), exact))
          .as("reference %s(%s)", f, points[i])
          .isLessThanOrEqualTo(ULPS);
    }
  }

  @Test
  void theDecayingExponentialIsWithinTwoUlps() {
    double[] points = new SplittableRandom(2).doubles(1000, -740, 740).toArray();
    double[] values = decays(DataType.FLOAT64, points);
    for (int i = 0; i < points.length; i++) {
      Dfp exact = DfpMath.exp(DIGITS.newDfp(-Math.abs(points[i])));
      assertThat(distance(values[i], exact)).as("exp(-|%s|)", points[i]).isLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDecayingExponentialEndsInZeroAndKeepsNaN(DataType dataType) {
    boolean wide = dataType == DataType.FLOAT64;
    double infinity = Double.POSITIVE_INFINITY;
    double[] points = {
      Double.NaN, infinity, -infinity, 0, wide ? -745.2 : -104, wide ? -745 : -103
    };
    assertThat(decays(dataType, points))
        .containsExactly(Double.NaN, 0, 0, 1, 0, wide ? Double.MIN_VALUE : Float.MIN_VALUE);
  }

  private static Loops loops(DataType dataType) {
    return Instructions.best().loops(dataType);
  }

  private static double[] decays(DataType dataType, double[] points) {
    HeapTensor x = tensor(dataType, points);
    loops(dataType).activations().decay(x, 0, x.size());
    return values(x);
  }

  private static double[] activated(StandardActivation f, DataType dataType, double[] points) {
    HeapTensor x = tensor(dataType, points);
    loops(dataType).activations().activate(f, x, x, null);
    return values(x);
  }

  private static HeapTensor tensor(DataType dataType, double[] values) {
    return (HeapTensor) Hosts.vector(dataType, 1).of(values, values.length);
  }

  private static double[] values(HeapTensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void float32IsWithinAFewUlpsOfFloat64(StandardActivation f) {
    sweep(f, 4093);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void float32IsWithinAFewUlpsOfFloat64Densely(StandardActivation f) {
    sweep(f, 251);
  }

  private static void sweep(StandardActivation f, long step) {
    double[] points = new double[1 << 16];
    for (long bits = 0; bits < 1L << 32; bits += step * points.length) {
      for (int i = 0; i < points.length; i++) {
        points[i] = Float.intBitsToFloat((int) (bits + i * step));
      }
      double[] values = activated(f, DataType.FLOAT32, points);
      for (int i = 0; i < points.length; i++) {
        double exact = f.value(points[i]);
        float nearest = (float) exact;
        if (Float.isNaN(nearest) || Float.isInfinite(nearest)) {
          assertThat((Object) (float) values[i]).as("%s(%s)", f, points[i]).isEqualTo(nearest);
        } else if (!(Math.abs(values[i] - exact) <= ulps(f) * Math.ulp(nearest))) {
          assertThat(values[i]).as("%s(%s)", f, points[i]).isEqualTo(exact);
        }
      }
    }
  }

  private static double[] points(StandardActivation f) {
    SplittableRandom random = new SplittableRandom(1);
    double[] points = new double[1500];
    for (int i = 0; i < points.length; i++) {
      points[i] =
          switch (i % 3) {
            case 0 -> random.nextDouble(-3, 3);
            case 1 -> random.nextDouble(f == StandardActivation.GELU ? -39 : -755, 40);
            default ->
                Math.scalb(random.nextDouble(1, 2), random.nextInt(-60, 5))
                    * (random.nextBoolean() ? 1 : -1);
          };
    }
    return points;
  }

  private static double distance(double value, Dfp exact) {
    return Math.abs(DIGITS.newDfp(value).subtract(exact).toDouble()) / Math.ulp(exact.toDouble());
  }

  private static UnaryOperator<Dfp> exact(StandardActivation f) {
    return switch (f) {
      case TANH ->
          x -> {
            if (Math.abs(x.toDouble()) < 1e-8) {
              return x.subtract(x.multiply(x).multiply(x).divide(3));
            }
            Dfp grown = DfpMath.exp(x.multiply(2));
            return grown.subtract(1).divide(grown.add(1));
          };
      case SIGMOID -> AccuracyTest::sigmoid;
      case SOFTPLUS ->
          x -> {
            Dfp e = DfpMath.exp(x);
            if (x.toDouble() < -30) {
              return e.subtract(e.multiply(e).divide(2)).add(e.multiply(e).multiply(e).divide(3));
            }
            return DfpMath.log(e.add(1));
          };
      case SWISH -> x -> x.multiply(sigmoid(x));
      case GELU_SIGMOID ->
          x -> x.multiply(sigmoid(x.multiply(DIGITS.newDfp(StandardActivation.GELU_SHARPNESS))));
      case GELU -> x -> x.multiply(normal(x));
      default -> throw new IllegalArgumentException(f.toString());
    };
  }

  private static Dfp sigmoid(Dfp x) {
    return DIGITS.getOne().divide(DfpMath.exp(x.negate()).add(1));
  }

  /** Φ, by its series in the middle and by a continued fraction of the tail elsewhere. */
  private static Dfp normal(Dfp x) {
    Dfp density =
        DfpMath.exp(x.multiply(x).divide(2).negate()).divide(DIGITS.getPi().multiply(2).sqrt());
    double size = Math.abs(x.toDouble());
    if (size < 5) {
      Dfp term = x;
      Dfp sum = x;
      for (int k = 3; k < 400 && Math.abs(term.toDouble()) > 1e-45; k += 2) {
        term = term.multiply(x).multiply(x).divide(k);
        sum = sum.add(term);
      }
      return density.multiply(sum).add(DIGITS.getOne().divide(2));
    }
    Dfp far = x.toDouble() < 0 ? x.negate() : x;
    Dfp fraction = far;
    for (int k = 400; k > 0; k--) {
      fraction = far.add(DIGITS.newDfp(k).divide(fraction));
    }
    Dfp tail = density.divide(fraction);
    return x.toDouble() < 0 ? tail : DIGITS.getOne().subtract(tail);
  }

  @Test
  void theNormalDistributionKeepsItsLowerTail() {
    for (double z = -37; z < 8; z += 0.37) {
      Dfp exact = normal(DIGITS.newDfp(z));
      assertThat(distance(ElementaryFunctions.normalDistribution(z), exact))
          .as("%s", z)
          .isLessThanOrEqualTo(ULPS);
    }
  }
}
