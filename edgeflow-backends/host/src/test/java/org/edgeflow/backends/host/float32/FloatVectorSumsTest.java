package org.edgeflow.backends.host.float32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatVectorSumsTest {
  private static final int BEFORE = 3;
  private static final int BEHIND = 80;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 40, 47, 48, 63, 64, 65, 100, 1000})
  void whatStandsBesideTheElementsDecidesNoBit(int size) {
    float[] x = random(1, size);
    float[] y = random(2, size);
    float[] insideX = inside(x);
    float[] insideY = inside(y);

    double dot = FloatVectorSums.dot(x, 0, y, 0, size);
    double sum = FloatVectorSums.sum(x, 0, size);
    double distance = FloatVectorSums.squaredDistance(x, 0, y, 0, size);

    assertThat(FloatVectorSums.dot(insideX, BEFORE, insideY, BEFORE, size)).isEqualTo(dot);
    assertThat(FloatVectorSums.dot(insideX, BEFORE, y, 0, size)).isEqualTo(dot);
    assertThat(FloatVectorSums.sum(insideX, BEFORE, size)).isEqualTo(sum);
    assertThat(FloatVectorSums.squaredDistance(insideX, BEFORE, insideY, BEFORE, size))
        .isEqualTo(distance);
    assertThat(FloatVectorSums.squaredDistance(x, 0, insideY, BEFORE, size)).isEqualTo(distance);

    double plainDot = 0;
    double plainSum = 0;
    double plainDistance = 0;
    for (int i = 0; i < size; i++) {
      plainDot += (double) x[i] * y[i];
      plainSum += x[i];
      plainDistance += Math.pow((double) x[i] - y[i], 2);
    }
    assertThat(dot).isCloseTo(plainDot, within(1e-12));
    assertThat(sum).isCloseTo(plainSum, within(1e-12));
    assertThat(distance).isCloseTo(plainDistance, within(1e-12 * (1 + plainDistance)));
  }

  // Among numbers that would spoil every sum.
  private static float[] inside(float[] x) {
    float[] values = new float[BEFORE + x.length + BEHIND];
    Arrays.fill(values, Float.NaN);
    System.arraycopy(x, 0, values, BEFORE, x.length);
    return values;
  }

  private static float[] random(long seed, int size) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
