package org.edgeflow.core.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;

class RandomMatricesTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  enum Spectrum {
    INDEFINITE,
    NEGATIVE_DEFINITE,
    CLUSTERED,
    REPEATED,
    LOW_RANK,
    TOP_IS_ZERO,
    ZERO;

    double[] draw(int dimension, SplittableRandom random) {
      double[] values = random.doubles(dimension, -1, 1).toArray();
      return switch (this) {
        case INDEFINITE -> values;
        case NEGATIVE_DEFINITE -> Arrays.stream(values).map(x -> -1.01 - x).toArray();
        case CLUSTERED -> Arrays.stream(values).map(x -> Math.rint(8 * x) + 1e-3 * x).toArray();
        case REPEATED -> Arrays.stream(values).map(x -> Math.rint(2 * x)).toArray();
        case LOW_RANK -> {
          Arrays.fill(values, Math.min(3, dimension), dimension, 0);
          yield values;
        }
        case TOP_IS_ZERO -> {
          values = Arrays.stream(values).map(x -> -1 - x).toArray();
          values[0] = 0;
          yield values;
        }
        case ZERO -> new double[dimension];
      };
    }
  }

  @Property(tries = 300)
  void theLargestEigenvaluesAreThoseOfADenseDecomposition(
      @ForAll Spectrum spectrum,
      @ForAll @IntRange(min = 1, max = 60) int dimension,
      @ForAll @IntRange(min = 1, max = 6) int count,
      @ForAll @IntRange(min = 16, max = 40) int maxBasis,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DenseMatrix matrix =
        DenseMatrix.withSpectrum(BACKEND, spectrum.draw(dimension, random), random.nextLong());
    double norm = matrix.norm();
    double tolerance = 1e-8;
    SpectralTracker tracker =
        new SpectralTracker(
            SpectralTracker.Settings.leading(count, tolerance, 5000), BACKEND, dimension, seed);

    Eigenpairs pairs = tracker.track(matrix);

    assertThat(pairs.converged()).as("%s", pairs).isTrue();
    assertThat(pairs.count()).isEqualTo(Math.min(count, dimension));
    double[] exact = matrix.eigenvalues();
    double largest = 0;
    for (int i = 0; i < pairs.count(); i++) {
      assertThat(pairs.value(i)).isCloseTo(exact[i], within(1e-8 * norm + 1e-300));
      largest = Math.max(largest, Math.abs(pairs.value(i)));
    }
    double rounding = 1e-14 * norm;
    for (int i = 0; i < pairs.count(); i++) {
      double recomputed = residual(matrix, pairs, i);
      assertThat(recomputed).isCloseTo(pairs.residual(i), within(rounding));
      assertThat(recomputed)
          .isLessThanOrEqualTo(Math.max(tolerance * largest, 64 * Math.ulp(1.0) * norm) + rounding);
      for (int j = 0; j <= i; j++) {
        assertThat(BACKEND.dot(pairs.vector(i), pairs.vector(j)))
            .isCloseTo(i == j ? 1 : 0, within(1e-13));
      }
    }

    assertThat(tracker.track(matrix).products()).isEqualTo(pairs.count());
  }

  @Property(tries = 100)
  void separatedEigenvaluesAreReachedToTwelveDigits(
      @ForAll Spectrum spectrum,
      @ForAll @IntRange(min = 1, max = 60) int dimension,
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll long seed) {
    Assume.that(spectrum != Spectrum.CLUSTERED);
    SplittableRandom random = new SplittableRandom(seed);
    DenseMatrix matrix =
        DenseMatrix.withSpectrum(BACKEND, spectrum.draw(dimension, random), random.nextLong());
    SpectralTracker tracker =
        new SpectralTracker(
            SpectralTracker.Settings.leading(count, 1e-12, 5000), BACKEND, dimension, seed);
    Eigenpairs pairs = tracker.track(matrix);
    assertThat(pairs.converged()).as("%s, norm %s", pairs, matrix.norm()).isTrue();
  }

  @Property(tries = 50)
  void aClusterLargerThanTheBasisIsResolvedOrAdmitted(
      @ForAll @IntRange(min = 20, max = 60) int dimension, @ForAll long seed) {
    double[] spectrum =
        new SplittableRandom(seed)
            .doubles(dimension, -1, 1)
            .map(x -> Math.rint(x) + 1e-3 * x)
            .toArray();
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, spectrum, seed);
    Eigenpairs pairs =
        new SpectralTracker(
                SpectralTracker.Settings.leading(2, 1e-8, 5000), BACKEND, dimension, seed)
            .track(matrix);
    double[] exact = matrix.eigenvalues();
    for (int i = 0; i < 2; i++) {
      double value = pairs.value(i);
      double nearest = Arrays.stream(exact).map(x -> Math.abs(x - value)).min().orElseThrow();
      assertThat(nearest).isLessThanOrEqualTo(pairs.residual(i) + 1e-11);
      assertThat(value).isLessThanOrEqualTo(exact[i] + 1e-11);
      assertThat(value).isCloseTo(exact[i], within(pairs.converged() ? 1e-8 : 1e-3));
    }
  }

  @Example
  void oneDimensionTakesOneProduct() {
    DenseMatrix matrix = new DenseMatrix(BACKEND, new double[][] {{-3}});
    Eigenpairs pairs =
        new SpectralTracker(SpectralTracker.Settings.leading(4, 1e-6, 400), BACKEND, 1, 0)
            .track(matrix);
    assertThat(pairs.converged()).isTrue();
    assertThat(pairs.products()).isEqualTo(1);
    assertThat(pairs.values()).containsExactly(-3.0);
  }

  private static double residual(DenseMatrix matrix, Eigenpairs pairs, int i) {
    Tensor out = BACKEND.zeros(matrix.dimension());
    matrix.apply(pairs.vector(i), out);
    BACKEND.axpy(-pairs.value(i), pairs.vector(i), out);
    return BACKEND.norm(out);
  }
}
