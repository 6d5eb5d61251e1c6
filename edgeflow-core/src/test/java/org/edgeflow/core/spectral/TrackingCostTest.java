package org.edgeflow.core.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What tracking costs in products, beside a plain LOBPCG that restarts from its last vectors, both
 * to the same tolerance at every step.
 */
class TrackingCostTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final int DIMENSION = 2000;
  private static final int COUNT = 3;
  private static final int STEPS = 120;

  /** What the eigenvalues do; the drift of the directions is the same for all. */
  enum Spectrum {
    /** Three outliers that breathe, above a decaying tail. */
    OUTLIERS((j, t) -> j < 3 ? (20 - 2.5 * j) * (1 + 0.1 * Math.sin(2 * t + j)) : bulk(j)),
    /** No gap between the outliers and the tail. */
    TAIL((j, t) -> 20.0 / (1 + j) * (1 + 0.1 * Math.sin(2 * t + j))),
    /** The leading four cross one another. */
    CROSSING((j, t) -> j < 4 ? 17 - 1.5 * j + 3 * Math.sin((3 - 0.4 * j) * t + j) : bulk(j));

    private final BiFunction<Integer, Double, Double> value;

    Spectrum(BiFunction<Integer, Double, Double> value) {
      this.value = value;
    }

    private static double bulk(int j) {
      return 8 * Math.pow(j - 2, -0.7);
    }
  }

  /** Products a step after the first, and how far the answers were to be trusted. */
  private record Tally(double lobpcg, double tracker, int beyond, int understated) {
    double ratio() {
      return tracker / lobpcg;
    }
  }

  private static Tally follow(Spectrum spectrum, double rate, double tolerance) {
    DriftingMatrix matrix = new DriftingMatrix(BACKEND, DIMENSION, 40, spectrum.value, 1);
    PlainLobpcg lobpcg = new PlainLobpcg(BACKEND, COUNT, DIMENSION, tolerance, 1);
    SpectralTracker tracker =
        new SpectralTracker(
            new SpectralTracker.Settings(COUNT, 8, tolerance, 2000), BACKEND, DIMENSION, 1);
    Tensor residual = BACKEND.zeros(DIMENSION);
    int plain = 0;
    int tracked = 0;
    int beyond = 0;
    int understated = 0;
    for (int step = 0; step <= STEPS; step++) {
      matrix.moveTo(rate * step);
      int spent = lobpcg.solve(matrix);
      Eigenpairs pairs = tracker.track(matrix);
      assertThat(pairs.converged()).isTrue();
      plain += step > 0 ? spent : 0;
      tracked += step > 0 ? pairs.products() : 0;
      for (int i = 0; i < COUNT; i++) {
        matrix.apply(pairs.vector(i), residual);
        BACKEND.axpy(-pairs.value(i), pairs.vector(i), residual);
        beyond += BACKEND.norm(residual) / pairs.value(0) > tolerance * (1 + 1e-6) ? 1 : 0;
        understated += BACKEND.norm(residual) > pairs.residual(i) * (1 + 1e-6) ? 1 : 0;
      }
    }
    return new Tally(plain / (double) STEPS, tracked / (double) STEPS, beyond, understated);
  }

  @Test
  void theYardstickFindsWhatADenseDecompositionFinds() {
    int n = 200;
    DriftingMatrix matrix = new DriftingMatrix(BACKEND, n, 20, Spectrum.TAIL.value, 3);
    PlainLobpcg lobpcg = new PlainLobpcg(BACKEND, COUNT, n, 1e-7, 1);
    for (int step = 0; step < 5; step++) {
      matrix.moveTo(0.02 * step);
      int before = matrix.products();
      int spent = lobpcg.solve(matrix);
      assertThat(matrix.products() - before).isEqualTo(spent);
      assertThat(lobpcg.worst()).isLessThanOrEqualTo(1e-7);
      double[] exact = matrix.dense().eigenvalues();
      for (int i = 0; i < COUNT; i++) {
        assertThat(lobpcg.values()[i]).isCloseTo(exact[i], within(1e-9));
      }
    }
    assertThat(lobpcg.solve(matrix)).isEqualTo(COUNT);
  }

  @ParameterizedTest
  @Tag("slow")
  @CsvSource({
    "OUTLIERS, 0.001", "OUTLIERS, 0.01", "OUTLIERS, 0.1",
    "TAIL, 0.001", "TAIL, 0.01", "TAIL, 0.1",
    "CROSSING, 0.001", "CROSSING, 0.01"
  })
  void withEveryPairTestedAtMostHalfAtOneInAHundredThousand(Spectrum spectrum, double rate) {
    Tally tally = follow(spectrum, rate, 1e-5);
    assertThat(tally.ratio()).as("%s", tally).isLessThanOrEqualTo(0.5);
    assertThat(tally.beyond()).isZero();
    assertThat(tally.understated()).isZero();
  }

  /**
   * Where LOBPCG needs one iteration beside its test, 2k products, the test of every pair alone is
   * half: what is above that is scouts.
   */
  @ParameterizedTest
  @Tag("slow")
  @CsvSource({"OUTLIERS, 0.01", "TAIL, 0.01", "CROSSING, 0.01", "OUTLIERS, 0.1"})
  void withEveryPairTestedLittleMoreThanTheTestIsSpentAtOneInAThousand(
      Spectrum spectrum, double rate) {
    Tally tally = follow(spectrum, rate, 1e-3);
    assertThat(tally.tracker()).isBetween(3.0, 3.4);
    assertThat(tally.beyond()).isZero();
    assertThat(tally.understated()).isZero();
  }

  @Test
  @Tag("slow")
  void directionsThatJumpAtRandomCostAboutWhatLobpcgDoes() {
    // Nothing can be foretold here, and all that is left is the search itself.
    for (double tolerance : new double[] {1e-3, 1e-5}) {
      SplittableRandom random = new SplittableRandom(4);
      DriftingMatrix matrix =
          new DriftingMatrix(BACKEND, DIMENSION, 40, Spectrum.OUTLIERS.value, 1);
      PlainLobpcg lobpcg = new PlainLobpcg(BACKEND, COUNT, DIMENSION, tolerance, 1);
      SpectralTracker tracker =
          new SpectralTracker(
              new SpectralTracker.Settings(COUNT, 8, tolerance, 2000), BACKEND, DIMENSION, 1);
      int plain = 0;
      int tracked = 0;
      for (int step = 0; step < 60; step++) {
        matrix.moveTo(random.nextDouble(-0.05, 0.05));
        plain += lobpcg.solve(matrix);
        tracked += tracker.track(matrix).products();
      }
      assertThat(tracked).isLessThan((int) (1.25 * plain));
    }
  }
}
