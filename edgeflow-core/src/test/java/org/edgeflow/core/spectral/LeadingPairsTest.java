package org.edgeflow.core.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.spectral.Eigenpairs.Ending;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class LeadingPairsTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  private static SpectralTracker tracker(int count, double tolerance, int dimension) {
    return new SpectralTracker(
        SpectralTracker.Settings.leading(count, tolerance, 2000), BACKEND, dimension, 7);
  }

  /** A spectrum like a network's Hessian: a few outliers above a bulk about zero. */
  private static double[] outliers(int dimension, double... tops) {
    double[] spectrum = new SplittableRandom(3).doubles(dimension, -0.5, 1).toArray();
    System.arraycopy(tops, 0, spectrum, 0, tops.length);
    return spectrum;
  }

  @Test
  void aWarmStartThatIsConvergedCostsExactlyKProducts() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(50, 4, 3, 2.5), 1);
    for (int count = 1; count <= 5; count++) {
      SpectralTracker tracker = tracker(count, 1e-8, 50);
      Eigenpairs cold = tracker.track(matrix);
      Eigenpairs warm = tracker.track(matrix);
      assertThat(cold.converged()).isTrue();
      assertThat(cold.products()).isGreaterThan(count);
      assertThat(warm.converged()).isTrue();
      assertThat(warm.products()).isEqualTo(count);
      assertThat(warm.iterations()).isEqualTo(1);
    }
  }

  @Test
  void everyProductIsCounted() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(40, 4, 3.9), 1);
    Eigenpairs pairs = tracker(3, 1e-9, 40).track(matrix);
    assertThat(pairs.products()).isEqualTo(matrix.products());
  }

  @Test
  void forgettingMakesAColdStart() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(50, 4), 1);
    SpectralTracker tracker = tracker(1, 1e-8, 50);
    Eigenpairs first = tracker.track(matrix);
    tracker.forget();
    Eigenpairs second = tracker.track(matrix);
    assertThat(second.products()).isEqualTo(first.products());
    assertThat(second.values()).isEqualTo(first.values());
  }

  @Test
  void aDriftingMatrixIsFollowedAtAFewProductsAStep() {
    DenseMatrix start = DenseMatrix.withSpectrum(BACKEND, outliers(60, 4, 3, 2), 1);
    DenseMatrix drift = DenseMatrix.withSpectrum(BACKEND, outliers(60, 3, 2), 2);
    SpectralTracker tracker = tracker(1, 1e-4, 60);
    int cold = tracker.track(start).products();
    int steps = 100;
    int spent = 0;
    for (int step = 1; step <= steps; step++) {
      DenseMatrix matrix = start.plus(0.01 * step, drift);
      Eigenpairs pairs = tracker.track(matrix);
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.value(0)).isCloseTo(matrix.eigenvalues()[0], within(1e-3));
      spent += pairs.products();
    }
    assertThat(spent / (double) steps).isLessThan(0.6 * cold);
  }

  @Test
  void anEigenvalueThatOvertakesIsNoticed() {
    double[] before = outliers(60, 4, 3);
    double[] after = outliers(60, 3, 4);
    DenseMatrix start = DenseMatrix.withSpectrum(BACKEND, before, 1);
    DenseMatrix change = DenseMatrix.withSpectrum(BACKEND, after, 1).plus(-1, start);
    DenseMatrix tilt = DenseMatrix.withSpectrum(BACKEND, outliers(60, 1), 9);
    SpectralTracker tracker = tracker(1, 1e-5, 60);
    for (int step = 0; step <= 40; step++) {
      DenseMatrix matrix = start.plus(step / 40.0, change).plus(0.002 * step, tilt);
      assertThat(tracker.track(matrix).value(0)).isCloseTo(matrix.eigenvalues()[0], within(1e-3));
    }
  }

  @Test
  void anOperatorThatStandsStillKeepsItsPairs() {
    // What moves from call to call is rounding; a forecast of it led to the third eigenvector.
    SymmetricOperator operator = diagonal(new double[] {6, 5, 1});
    SpectralTracker tracker = tracker(2, 1e-9, 3);
    for (int call = 0; call < 500; call++) {
      assertThat(tracker.track(operator).value(1)).isCloseTo(5, within(1e-12));
    }
  }

  @Test
  void aVectorKeepsItsSignWhileTheMatrixDrifts() {
    DenseMatrix start = DenseMatrix.withSpectrum(BACKEND, outliers(30, 4), 1);
    DenseMatrix drift = DenseMatrix.withSpectrum(BACKEND, outliers(30, 4), 2);
    SpectralTracker tracker = tracker(1, 1e-8, 30);
    Tensor previous = BACKEND.copyOf(tracker.track(start).vector(0));
    for (int step = 1; step <= 20; step++) {
      Tensor vector = tracker.track(start.plus(0.02 * step, drift)).vector(0);
      assertThat(BACKEND.dot(previous, vector)).isGreaterThan(0.9);
      BACKEND.copy(vector, previous);
    }
  }

  @Test
  void onAColdStartTheLargestComponentIsPositive() {
    for (long seed = 0; seed < 10; seed++) {
      DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(20, 4, 3), seed);
      for (Tensor vector : tracker(2, 1e-8, 20).track(matrix).vectors()) {
        double[] components = new double[20];
        BACKEND.read(vector, components);
        double largest = Arrays.stream(components).map(Math::abs).max().orElseThrow();
        assertThat(Arrays.stream(components).max().orElseThrow()).isEqualTo(largest);
      }
    }
  }

  @Test
  void noiseAboveTheToleranceEndsWithoutConvergence() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(60, 4, 3), 1);
    SplittableRandom random = new SplittableRandom(5);
    SymmetricOperator noisy =
        (v, out) -> {
          matrix.apply(v, out);
          BACKEND.axpy(1e-3, BACKEND.of(random.doubles(60, -1, 1).toArray(), 60), out);
        };
    SpectralTracker tracker =
        new SpectralTracker(SpectralTracker.Settings.leading(2, 1e-10, 100_000), BACKEND, 60, 7);
    for (int call = 0; call < 3; call++) {
      Eigenpairs pairs = tracker.track(noisy);
      assertThat(pairs.converged()).isFalse();
      assertThat(pairs.ending()).isEqualTo(Ending.STAGNATED);
      assertThat(pairs.products()).isLessThan(300);
      assertThat(pairs.value(0)).isCloseTo(4, within(0.01));
      assertThat(pairs.value(1)).isCloseTo(3, within(0.01));
    }
  }

  @Test
  void aFloat32OperatorReachesItsFormatsAccuracyAndSaysSo() {
    TensorBackend single = new HeapBackend(DataType.FLOAT32);
    DenseMatrix matrix = DenseMatrix.withSpectrum(single, outliers(60, 4, 3), 1);
    Eigenpairs loose =
        new SpectralTracker(SpectralTracker.Settings.leading(2, 1e-5, 1000), single, 60, 7)
            .track(matrix);
    assertThat(loose.converged()).isTrue();
    assertThat(loose.value(0)).isCloseTo(4, within(1e-5));
    Eigenpairs tight =
        new SpectralTracker(SpectralTracker.Settings.leading(2, 1e-12, 1000), single, 60, 7)
            .track(matrix);
    assertThat(tight.products()).isLessThan(300);
    assertThat(tight.residual(0)).isLessThan(1e-4);
  }

  @Test
  void aProductThatIsNotFiniteEndsAtOnce() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(40, 4), 1);
    SpectralTracker tracker = tracker(2, 1e-8, 40);
    Eigenpairs healthy = tracker.track(matrix);
    double[] kept = new double[40];
    BACKEND.read(healthy.vector(0), kept);

    Eigenpairs failed = tracker.track((v, out) -> BACKEND.fill(out, Double.NaN));
    assertThat(failed.converged()).isFalse();
    assertThat(failed.ending()).isEqualTo(Ending.NOT_FINITE);
    assertThat(failed.products()).isEqualTo(1);
    assertThat(failed.value(0)).isNaN();
    double[] after = new double[40];
    BACKEND.read(failed.vector(0), after);
    assertThat(after).containsExactly(kept);

    assertThat(tracker.track(matrix).products()).isEqualTo(2);
  }

  @Test
  void anInfinityOnTheWayLeavesThePairsFoundBefore() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(60, 4), 1);
    Eigenpairs pairs =
        tracker(1, 1e-12, 60)
            .track(
                (v, out) -> {
                  matrix.apply(v, out);
                  if (matrix.products() == 8) {
                    BACKEND.fill(out, Double.POSITIVE_INFINITY);
                  }
                });
    assertThat(pairs.ending()).isEqualTo(Ending.NOT_FINITE);
    assertThat(pairs.products()).isEqualTo(8);
    assertThat(pairs.value(0)).isCloseTo(4, within(0.5));
    assertThat(BACKEND.norm(pairs.vector(0))).isCloseTo(1, within(1e-12));
  }

  @Test
  void theProductsAllowedAreNeverExceeded() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(60, 1.01), 1);
    for (int allowed = 3; allowed < 40; allowed++) {
      Eigenpairs pairs =
          new SpectralTracker(SpectralTracker.Settings.leading(3, 1e-14, allowed), BACKEND, 60, 7)
              .track(matrix);
      assertThat(pairs.products()).isEqualTo(allowed);
      assertThat(pairs.ending()).isEqualTo(Ending.OUT_OF_PRODUCTS);
      assertThat(pairs.value(0)).isFinite();
    }
  }

  @Test
  void theToleranceDoesNotDependOnTheDimension() {
    // The same four eigenvalues among ever more zeros: the same problem.
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (int dimension : new int[] {20, 200, 2000}) {
      double[] diagonal = new double[dimension];
      System.arraycopy(new double[] {4, 3, 2, -1}, 0, diagonal, 0, 4);
      SymmetricOperator operator = diagonal(diagonal);
      Eigenpairs pairs = tracker(1, 1e-6, dimension).track(operator);
      assertThat(pairs.converged()).isTrue();
      fewest = Math.min(fewest, pairs.products());
      most = Math.max(most, pairs.products());
    }
    assertThat(most - fewest).isLessThanOrEqualTo(1);
  }

  @Test
  void aTightClusterInManyDimensionsConvergesThroughRestarts() {
    // The 1-D Laplacian's upper end: gaps of 1e-4 to 1e-3 of the norm.
    int n = 200;
    SymmetricOperator laplacian =
        (v, out) -> {
          double[] x = new double[n];
          double[] y = new double[n];
          BACKEND.read(v, x);
          for (int i = 0; i < n; i++) {
            y[i] = 2 * x[i] - (i > 0 ? x[i - 1] : 0) - (i < n - 1 ? x[i + 1] : 0);
          }
          BACKEND.write(y, out);
        };
    Eigenpairs pairs = tracker(3, 1e-7, n).track(laplacian);
    assertThat(pairs.ending()).isEqualTo(Ending.CONVERGED);
    for (int i = 0; i < 3; i++) {
      double exact = 2 + 2 * Math.cos((i + 1) * Math.PI / (n + 1));
      assertThat(pairs.value(i)).isCloseTo(exact, within(1e-9));
    }
  }

  @Test
  void aSnapshotBringsBackTheSameBits() {
    DenseMatrix first = DenseMatrix.withSpectrum(BACKEND, outliers(50, 4, 3), 1);
    DenseMatrix second = first.plus(0.05, DenseMatrix.withSpectrum(BACKEND, outliers(50, 2), 2));
    SpectralTracker original = tracker(2, 1e-7, 50);
    original.track(first);
    Snapshot snapshot = new Snapshot();
    original.save(snapshot, "probe.");

    SpectralTracker resumed = tracker(2, 1e-7, 50);
    resumed.restore(snapshot, "probe.");
    Eigenpairs expected = original.track(second);
    Eigenpairs actual = resumed.track(second);

    assertThat(actual.values()).isEqualTo(expected.values());
    assertThat(actual.residuals()).isEqualTo(expected.residuals());
    assertThat(actual.products()).isEqualTo(expected.products());
    for (int i = 0; i < 2; i++) {
      assertThat(BACKEND.distance(actual.vector(i), expected.vector(i))).isZero();
    }
  }

  @Test
  void aSnapshotOfAColdSolverRestoresAColdSolver() {
    DenseMatrix matrix = DenseMatrix.withSpectrum(BACKEND, outliers(50, 4), 1);
    Snapshot snapshot = new Snapshot();
    tracker(1, 1e-7, 50).save(snapshot, "s.");
    SpectralTracker used = tracker(1, 1e-7, 50);
    Eigenpairs cold = used.track(matrix);
    used.restore(snapshot, "s.");
    assertThat(used.track(matrix).products()).isEqualTo(cold.products());
  }

  @Test
  void aSnapshotOfAnotherRunIsRefused() {
    Snapshot snapshot = new Snapshot();
    SpectralTracker small = tracker(1, 1e-7, 5);
    small.track(diagonal(new double[] {1, 2, 3, 4, 5}));
    small.save(snapshot, "s.");
    assertThatThrownBy(() -> tracker(1, 1e-7, 6).restore(snapshot, "s."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'s.")
        .hasMessageContaining("has 5 numbers, the run needs 6");
  }

  @Test
  void theHessianOfAnObjectiveIsAnOperatorAtTheLivePoint() {
    CountingObjective valley =
        new CountingObjective(new ClosedFormObjective(BACKEND, new SharpValley(1, 0.01)));
    Tensor point = BACKEND.of(new double[] {0, 5}, 2);
    SymmetricOperator hessian = SymmetricOperator.hessian(valley, point);
    SpectralTracker tracker = tracker(1, 1e-10, 2);
    assertThat(tracker.track(hessian).value(0)).isCloseTo(5, within(1e-12));
    BACKEND.write(new double[] {0, 6}, point);
    assertThat(tracker.track(hessian).value(0)).isCloseTo(6, within(1e-12));
    assertThat(valley.cost().hessianVectors()).isEqualTo(3);
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> SpectralTracker.Settings.leading(4, 1e-6, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'max-products' is 3")
        .hasMessageContaining("at least 'cap', which is 4");
    assertThatThrownBy(() -> SpectralTracker.Settings.leading(0, 1e-6, 3))
        .hasMessageContaining("'initial' is 0");
    assertThatThrownBy(() -> SpectralTracker.Settings.leading(1, Double.NaN, 3))
        .hasMessageContaining("'tolerance' is NaN");
    assertThatThrownBy(() -> tracker(1, 1e-6, 0)).hasMessageContaining("dimension 0");
  }

  private static SymmetricOperator diagonal(double[] entries) {
    return (v, out) -> {
      double[] x = new double[entries.length];
      BACKEND.read(v, x);
      for (int i = 0; i < x.length; i++) {
        x[i] *= entries[i];
      }
      BACKEND.write(x, out);
    };
  }
}
