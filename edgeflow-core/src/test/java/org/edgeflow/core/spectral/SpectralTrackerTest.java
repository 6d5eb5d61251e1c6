package org.edgeflow.core.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.spectral.Eigenpairs.Ending;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class SpectralTrackerTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final int DIMENSION = 60;

  private static SpectralTracker tracker(int initial, int cap, double tolerance) {
    return new SpectralTracker(
        new SpectralTracker.Settings(initial, cap, tolerance, 2000), BACKEND, DIMENSION, 7);
  }

  /** A spectrum like a network's Hessian: a few outliers above a bulk about zero. */
  private static double[] outliers(double... tops) {
    double[] spectrum = new SplittableRandom(3).doubles(DIMENSION, -0.5, 1).toArray();
    System.arraycopy(tops, 0, spectrum, 0, tops.length);
    return spectrum;
  }

  private static DenseMatrix matrix(double... tops) {
    return DenseMatrix.withSpectrum(BACKEND, outliers(tops), 1);
  }

  @Test
  void asManyAsLieAboveTheFloorAreFoundAndOneBelow() {
    for (int above = 0; above <= 5; above++) {
      DenseMatrix matrix = matrix(Arrays.copyOf(new double[] {9, 8, 7, 6, 5}, above));
      SpectralTracker tracker = tracker(1, 8, 1e-6);
      Eigenpairs pairs = tracker.track(matrix, 4);
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.count()).isEqualTo(above + 1).isEqualTo(tracker.count());
      assertThat(tracker.capped()).isFalse();
      assertThat(pairs.products()).isEqualTo(matrix.products());
      double[] exact = matrix.eigenvalues();
      for (int i = 0; i < above; i++) {
        assertThat(pairs.value(i)).isCloseTo(exact[i], within(1e-6));
        assertThat(pairs.residual(i)).isLessThanOrEqualTo(1e-6 * 9);
      }
      assertThat(pairs.value(above)).isLessThan(4);
    }
  }

  @Test
  void theNumberGrowsAndShrinksWithTheSpectrum() {
    SpectralTracker tracker = tracker(1, 8, 1e-5);
    for (int step = 0; step <= 200; step++) {
      double t = step / 200.0;
      double[] tops = new double[5];
      for (int j = 0; j < 5; j++) {
        // They rise through the floor 4 one after the other, and sink again.
        tops[j] = 1.5 + 0.3 * j + 5 * Math.sin(Math.PI * t) * (1 - 0.12 * j);
      }
      DenseMatrix matrix = matrix(tops);
      Eigenpairs pairs = tracker.track(matrix, 4);
      assertThat(pairs.converged()).isTrue();
      double[] exact = matrix.eigenvalues();
      int above = (int) Arrays.stream(exact).filter(x -> x >= 4).count();
      int nearlyAbove = (int) Arrays.stream(exact).filter(x -> x >= 4 * 0.9).count();
      assertThat(pairs.count()).as("step %d", step).isBetween(above + 1, nearlyAbove + 1);
      for (int i = 0; i < above; i++) {
        assertThat(pairs.value(i)).isCloseTo(exact[i], within(1e-6));
      }
    }
    assertThat(tracker.count()).isEqualTo(1);
  }

  @Test
  void aValueThatHoversAtTheFloorDoesNotMakeTheNumberFlicker() {
    SpectralTracker tracker = tracker(1, 8, 1e-5);
    tracker.track(matrix(6, 4.05), 4);
    for (int step = 0; step < 20; step++) {
      tracker.track(matrix(6, step % 2 == 0 ? 3.95 : 4.05), 4);
      assertThat(tracker.count()).isEqualTo(3);
    }
    tracker.track(matrix(6, 3), 4);
    assertThat(tracker.count()).isEqualTo(2);
  }

  @Test
  void theCapHoldsAndIsSaid() {
    SpectralTracker tracker = tracker(1, 3, 1e-6);
    Eigenpairs pairs = tracker.track(matrix(9, 8, 7, 6, 5), 4);
    assertThat(pairs.converged()).isTrue();
    assertThat(pairs.count()).isEqualTo(3);
    assertThat(pairs.value(2)).isCloseTo(7, within(1e-6));
    assertThat(tracker.capped()).isTrue();
    tracker.track(matrix(9, 8, 1), 4);
    assertThat(tracker.capped()).isFalse();
  }

  @Test
  void theSubspaceStaysRightThroughCrossings() {
    // The tracked three swap places with one another and with the fourth, while all of them turn.
    int n = 120;
    DriftingMatrix matrix =
        new DriftingMatrix(
            BACKEND,
            n,
            12,
            (j, t) -> j < 4 ? 10 + 3 * Math.sin((5 + j) * t + 2 * j) : 4.0 / (j - 2),
            1);
    SpectralTracker tracker =
        new SpectralTracker(new SpectralTracker.Settings(3, 6, 1e-5, 2000), BACKEND, n, 7);
    int late = 0;
    for (int step = 0; step <= 150; step++) {
      matrix.moveTo(0.01 * step);
      Eigenpairs pairs = tracker.track(matrix);
      assertThat(pairs.converged()).isTrue();
      double[] exact = matrix.dense().eigenvalues();
      for (int i = 0; i < 3; i++) {
        late += Math.abs(pairs.value(i) - exact[i]) > 1e-4 ? 1 : 0;
      }
      assertThat(pairs.value(0)).isCloseTo(exact[0], within(1e-4));
    }
    assertThat(late).isZero();
  }

  @Test
  void oneThatOvertakesWhereNothingElseMovesIsFoundByAScout() {
    SpectralTracker tracker = tracker(2, 6, 1e-6);
    tracker.track(matrix(9, 8, 2));
    int calls = 0;
    while (tracker.track(matrix(9, 8, 12)).value(0) < 11.9) {
      calls++;
      assertThat(calls).isLessThan(25);
    }
    assertThat(calls).isGreaterThan(0);
  }

  @Test
  void aRepeatedEigenvalueIsFoundAsOftenAsItOccurs() {
    DenseMatrix matrix = matrix(7, 7, 7, 5);
    SpectralTracker tracker = tracker(3, 6, 1e-8);
    for (int call = 0; call < 3; call++) {
      Eigenpairs pairs = tracker.track(matrix, 6);
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.count()).isEqualTo(4);
      for (int i = 0; i < 3; i++) {
        assertThat(pairs.value(i)).isCloseTo(7, within(1e-7));
        for (int j = 0; j <= i; j++) {
          assertThat(BACKEND.dot(pairs.vector(i), pairs.vector(j)))
              .isCloseTo(i == j ? 1 : 0, within(1e-12));
        }
      }
    }
  }

  @Test
  void pairsThatStillPassCostOneProductEachAndTheLastAnswerNone() {
    for (int count = 1; count <= 5; count++) {
      DenseMatrix matrix = matrix(9, 8, 7, 6.5, 6);
      SpectralTracker tracker = tracker(count, 6, 1e-8);
      Eigenpairs cold = tracker.track(matrix);
      Eigenpairs warm = tracker.track(matrix);
      assertThat(cold.products()).isGreaterThan(count);
      assertThat(warm.converged()).isTrue();
      assertThat(warm.products()).isEqualTo(count);
      int before = matrix.products();
      assertThat(tracker.last()).isSameAs(warm);
      assertThat(matrix.products()).isEqualTo(before);
    }
    assertThatThrownBy(() -> tracker(1, 1, 1e-3).last()).hasMessageContaining("not seen");
  }

  @Test
  void aProductThatIsNotFiniteEndsAtOnceAndDoesNoLastingHarm() {
    DenseMatrix matrix = matrix(9, 8);
    SpectralTracker tracker = tracker(2, 6, 1e-8);
    Eigenpairs healthy = tracker.track(matrix);
    Tensor kept = BACKEND.copyOf(healthy.vector(0));
    Eigenpairs failed = tracker.track((v, out) -> BACKEND.fill(out, Double.NaN), 4);
    assertThat(failed.ending()).isEqualTo(Ending.NOT_FINITE);
    assertThat(failed.converged()).isFalse();
    assertThat(failed.products()).isEqualTo(1);
    assertThat(failed.value(0)).isNaN();
    assertThat(BACKEND.distance(failed.vector(0), kept)).isZero();
    Eigenpairs again = tracker.track(matrix);
    assertThat(again.converged()).isTrue();
    assertThat(again.products()).isEqualTo(2);
    assertThatThrownBy(() -> tracker.track(matrix, Double.NaN)).hasMessageContaining("floor");
  }

  @Test
  void theProductsAllowedAreNeverExceededAndTheAnswerSaysSo() {
    DenseMatrix matrix = matrix(1.01);
    for (int allowed = 4; allowed < 30; allowed++) {
      SpectralTracker tracker =
          new SpectralTracker(
              new SpectralTracker.Settings(3, 4, 1e-14, allowed), BACKEND, DIMENSION, 7);
      Eigenpairs pairs = tracker.track(matrix, 1.005);
      assertThat(pairs.products()).isEqualTo(allowed);
      assertThat(pairs.ending()).isEqualTo(Ending.OUT_OF_PRODUCTS);
      assertThat(pairs.value(0)).isFinite();
    }
  }

  @Test
  void aSnapshotGoesOnWithTheSameBits() {
    SpectralTracker.Settings settings = new SpectralTracker.Settings(2, 6, 1e-4, 2000);
    DriftingMatrix matrix =
        new DriftingMatrix(BACKEND, 150, 12, (j, t) -> (12 + 3 * t) / (1 + j), 5);
    SpectralTracker original = new SpectralTracker(settings, BACKEND, 150, 7);
    for (int step = 0; step < 9; step++) {
      original.track(matrix.moveTo(0.003 * step), 3.6);
    }
    Snapshot snapshot = new Snapshot();
    original.save(snapshot, "tracker.");
    SpectralTracker resumed = new SpectralTracker(settings, BACKEND, 150, 7);
    resumed.restore(snapshot, "tracker.");
    for (int step = 9; step < 40; step++) {
      Eigenpairs expected = original.track(matrix.moveTo(0.003 * step), 3.6);
      Eigenpairs actual = resumed.track(matrix, 3.6);
      assertThat(actual.values()).isEqualTo(expected.values());
      assertThat(actual.residuals()).isEqualTo(expected.residuals());
      assertThat(actual.products()).isEqualTo(expected.products());
      for (int i = 0; i < actual.count(); i++) {
        assertThat(BACKEND.distance(actual.vector(i), expected.vector(i))).isZero();
      }
    }
  }

  @Test
  void aSnapshotWithMorePairsThanTheCapIsRefused() {
    SpectralTracker wide = tracker(4, 6, 1e-4);
    wide.track(matrix(9, 8, 7, 6));
    Snapshot snapshot = new Snapshot();
    wide.save(snapshot, "t.");
    assertThatThrownBy(() -> tracker(1, 3, 1e-4).restore(snapshot, "t."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tracks 4 eigenpairs, 'cap' is 3");
  }

  @Test
  void theToleranceDependsNeitherOnTheDimensionNorOnTheScale() {
    // The same four eigenvalues among ever more zeros, in ever other units: the same problem.
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (int dimension : new int[] {20, 200, 2000}) {
      for (double unit : new double[] {1e-6, 1, 1e6}) {
        double[] diagonal = new double[dimension];
        System.arraycopy(new double[] {4 * unit, 3 * unit, 2 * unit, -unit}, 0, diagonal, 0, 4);
        double[] x = new double[dimension];
        SymmetricOperator operator =
            (v, out) -> {
              BACKEND.read(v, x);
              Arrays.setAll(x, i -> x[i] * diagonal[i]);
              BACKEND.write(x, out);
            };
        Eigenpairs pairs =
            new SpectralTracker(
                    new SpectralTracker.Settings(1, 4, 1e-6, 2000), BACKEND, dimension, 7)
                .track(operator);
        assertThat(pairs.converged()).isTrue();
        assertThat(pairs.residual(0)).isLessThanOrEqualTo(4e-6 * unit);
        fewest = Math.min(fewest, pairs.products());
        most = Math.max(most, pairs.products());
      }
    }
    assertThat(most - fewest).isLessThanOrEqualTo(2);
  }

  @Test
  void float32IsTrackedToWhatTheFormatAllows() {
    TensorBackend single = new HeapBackend(DataType.FLOAT32);
    DriftingMatrix matrix =
        new DriftingMatrix(single, 300, 12, (j, t) -> (12 + 3 * t) / (1 + j), 5);
    SpectralTracker loose =
        new SpectralTracker(new SpectralTracker.Settings(3, 6, 1e-4, 2000), single, 300, 7);
    SpectralTracker tight =
        new SpectralTracker(new SpectralTracker.Settings(3, 6, 1e-12, 2000), single, 300, 7);
    for (int step = 0; step < 30; step++) {
      matrix.moveTo(0.002 * step);
      Eigenpairs pairs = loose.track(matrix);
      assertThat(pairs.converged()).isTrue();
      Eigenpairs best = tight.track(matrix);
      assertThat(best.products()).isLessThan(200);
      assertThat(best.residual(0)).isLessThan(1e-3);
      assertThat(pairs.value(2)).isCloseTo(best.value(2), within(1e-3));
    }
  }

  @Test
  void aLeapIsNotMistakenForADrift() {
    // The forecasts have been good; then the matrix becomes another one.
    int n = 150;
    SpectralTracker tracker =
        new SpectralTracker(new SpectralTracker.Settings(3, 6, 1e-3, 2000), BACKEND, n, 7);
    DriftingMatrix matrix = new DriftingMatrix(BACKEND, n, 12, (j, t) -> 12.0 / (1 + j), 5);
    int cheap = 0;
    for (int step = 0; step < 15; step++) {
      cheap += tracker.track(matrix.moveTo(0.001 * step)).products() == 3 ? 1 : 0;
    }
    assertThat(cheap).isGreaterThan(5);
    DriftingMatrix other = new DriftingMatrix(BACKEND, n, 12, (j, t) -> 15.0 / (1 + j), 6);
    Eigenpairs pairs = tracker.track(other);
    assertThat(pairs.converged()).isTrue();
    double[] exact = other.dense().eigenvalues();
    for (int i = 0; i < 3; i++) {
      assertThat(pairs.value(i)).isCloseTo(exact[i], within(1e-3));
    }
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> new SpectralTracker.Settings(0, 3, 1e-3, 30))
        .hasMessageContaining("'initial' is 0");
    assertThatThrownBy(() -> new SpectralTracker.Settings(4, 3, 1e-3, 30))
        .hasMessageContaining("'cap' is 3")
        .hasMessageContaining("at least 'initial', which is 4");
    assertThatThrownBy(() -> new SpectralTracker.Settings(1, 3, Double.NaN, 30))
        .hasMessageContaining("'tolerance' is NaN");
    assertThatThrownBy(() -> new SpectralTracker.Settings(1, 30, 1e-3, 20))
        .hasMessageContaining("'max-products' is 20");
  }
}
