package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link TensorBackend} promises; a backend's test extends this and opens the backend.
 *
 * <p>Elementwise results may be off by 4 ε_mach times the sum of the terms' absolute values, and
 * sums of n terms by {@code (4 + √n)} ε_mach times it.
 */
public abstract class TensorBackendContract {

  /** The backend under test, in one format. */
  protected abstract TensorBackend open(DataType dataType);

  @ParameterizedTest
  @EnumSource
  void newTensorsAreZeroAndKnowTheirShapeAndOwner(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.zeros(3, 4);
    assertThat(x.shape()).containsExactly(3, 4);
    assertThat(x.size()).isEqualTo(12);
    assertThat(x.backend()).isSameAs(backend);
    assertThat(x.dataType()).isEqualTo(dataType);
    assertThat(read(x)).containsOnly(0);
    x.shape()[0] = 99;
    assertThat(x.shape()).containsExactly(3, 4);
    assertThat(backend.name()).isNotBlank();
    assertThat(backend.description()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBackRoundedToTheFormat(DataType dataType) {
    TensorBackend backend = open(dataType);
    double[] values = {0.1, -1e-30, Double.NaN, Double.POSITIVE_INFINITY, 1e300, -0.0, 7};
    Tensor x = backend.of(values, values.length);
    assertThat(read(x)).containsExactly(rounded(dataType, values));
    assertThat(values[0]).isEqualTo(0.1);
    Tensor y = backend.copyOf(x);
    backend.fill(x, 2);
    assertThat(read(y)).containsExactly(rounded(dataType, values));
    assertThat(read(x)).containsOnly(2);
  }

  @ParameterizedTest
  @EnumSource
  void copiesOverwriteAndAreIndependent(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.of(new double[] {1, 2, 3, 4}, 2, 2);
    Tensor y = backend.of(new double[] {9, Double.NaN, 9, 9}, 4);
    backend.copy(x, y);
    backend.fill(x, 0.1);
    assertThat(read(y)).containsExactly(1, 2, 3, 4);
    assertThat(read(x)).containsOnly(rounded(dataType, 0.1));
    backend.copy(y, y);
    assertThat(read(y)).containsExactly(1, 2, 3, 4);
  }

  @Property(tries = 60)
  void vectorOperationsAgreeWithPlainLoops(
      @ForAll DataType dataType,
      @ForAll @IntRange(max = 70) int size,
      @ForAll @DoubleRange(min = -3, max = 3) double alpha,
      @ForAll @DoubleRange(min = -3, max = 3) double beta,
      @ForAll long seed) {
    TensorBackend backend = open(dataType);
    double[] x = random(dataType, size, seed);
    double[] y = random(dataType, size, seed + 1);
    Tensor left = backend.of(x, size);
    Tensor right = backend.of(y, size);
    Tensor out = backend.of(random(dataType, size, seed + 2), size);

    backend.combine(alpha, left, beta, right, out);
    assertElements(out, i -> alpha * x[i] + beta * y[i], i -> scale(alpha, x[i], beta, y[i]));
    assertThat(read(left)).containsExactly(x);
    assertThat(read(right)).containsExactly(y);

    backend.axpy(alpha, left, right);
    assertElements(right, i -> y[i] + alpha * x[i], i -> scale(alpha, x[i], 1, y[i]));
    assertThat(read(left)).containsExactly(x);

    backend.scale(beta, left);
    assertElements(left, i -> beta * x[i], i -> Math.abs(beta * x[i]));
  }

  @Property(tries = 60)
  void anOutputMayBeAnInput(
      @ForAll DataType dataType,
      @ForAll @DoubleRange(min = -3, max = 3) double alpha,
      @ForAll @DoubleRange(min = -3, max = 3) double beta,
      @ForAll long seed) {
    TensorBackend backend = open(dataType);
    double[] x = random(dataType, 17, seed);
    double[] y = random(dataType, 17, seed + 1);
    Tensor left = backend.of(x, 17);
    Tensor right = backend.of(y, 17);

    backend.combine(alpha, left, beta, right, left);
    assertElements(left, i -> alpha * x[i] + beta * y[i], i -> scale(alpha, x[i], beta, y[i]));
    backend.write(x, left);
    backend.combine(alpha, left, beta, right, right);
    assertElements(right, i -> alpha * x[i] + beta * y[i], i -> scale(alpha, x[i], beta, y[i]));
    backend.combine(alpha, left, beta, left, right);
    assertElements(right, i -> alpha * x[i] + beta * x[i], i -> scale(alpha, x[i], beta, x[i]));
    backend.combine(alpha, left, beta, left, left);
    assertElements(left, i -> alpha * x[i] + beta * x[i], i -> scale(alpha, x[i], beta, x[i]));
    backend.write(x, left);
    backend.axpy(alpha, left, left);
    assertElements(left, i -> x[i] + alpha * x[i], i -> scale(1, x[i], alpha, x[i]));
  }

  @Property(tries = 60)
  void squaresRootsAndQuotientsAgreeWithPlainLoops(
      @ForAll DataType dataType,
      @ForAll @IntRange(max = 70) int size,
      @ForAll @DoubleRange(min = 0, max = 3) double alpha,
      @ForAll @DoubleRange(min = 0, max = 3) double beta,
      @ForAll long seed) {
    TensorBackend backend = open(dataType);
    double[] x = random(dataType, size, seed);
    double[] y = random(dataType, size, seed + 1);
    Tensor left = backend.of(x, size);
    Tensor right = backend.of(y, size);

    backend.addSquares(alpha, left, beta, right);
    assertElements(
        right, i -> beta * y[i] + alpha * x[i] * x[i], i -> scale(beta, y[i], alpha, x[i] * x[i]));
    assertThat(read(left)).containsExactly(x);

    double[] squares = Arrays.stream(y).map(value -> value * value).toArray();
    double[] kept = rounded(dataType, squares);
    backend.write(squares, right);
    Tensor out = backend.of(random(dataType, size, seed + 2), size);
    backend.root(alpha, right, beta, out);
    assertElements(
        out, i -> Math.sqrt(alpha * kept[i]) + beta, i -> Math.sqrt(alpha * kept[i]) + beta);
    assertThat(read(right)).containsExactly(kept);
    backend.root(alpha, right, beta, right);
    assertThat(read(right)).containsExactly(read(out));

    double[] divisors = read(out);
    backend.divide(left, out, right);
    assertElements(right, i -> x[i] / divisors[i], i -> Math.abs(x[i] / divisors[i]));
    assertThat(read(left)).containsExactly(x);
    assertThat(read(out)).containsExactly(divisors);
    double[] quotients = read(right);
    backend.divide(left, out, out);
    assertThat(read(out)).containsExactly(quotients);
    backend.write(divisors, out);
    backend.divide(left, out, left);
    assertThat(read(left)).containsExactly(quotients);
  }

  @ParameterizedTest
  @EnumSource
  void squaresRootsAndQuotientsTouchNothingBesideTheirViewAndKeepNanAndInfinity(DataType dataType) {
    TensorBackend backend = open(dataType);
    double inf = Double.POSITIVE_INFINITY;
    Tensor whole = backend.of(new double[] {1, -1, 0, inf, Double.NaN, 4, 1, 1}, 8);
    Tensor part = backend.view(whole, 1, 5);
    Tensor out = backend.view(backend.of(new double[] {9, 0, 0, 0, 0, 0, 9}, 7), 1, 5);
    backend.addSquares(2, part, 0, out);
    assertThat(read(out)).containsExactly(2, 0, inf, Double.NaN, 32);
    backend.root(1, part, 0.5, out);
    assertThat(read(out)).containsExactly(Double.NaN, 0.5, inf, Double.NaN, 2.5);
    Tensor zeros = backend.zeros(5);
    backend.divide(part, zeros, out);
    assertThat(read(out)).containsExactly(-inf, Double.NaN, inf, Double.NaN, inf);
    backend.divide(zeros, zeros, part);
    assertThat(read(whole))
        .containsExactly(1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 1, 1);
    Tensor three = backend.zeros(3);
    assertThatThrownBy(() -> backend.addSquares(1, three, 1, zeros))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.root(1, three, 0, zeros)).hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.divide(zeros, zeros, three))
        .hasMessageContaining("sizes differ");
    Tensor foreign = new HeapBackend(dataType).zeros(5);
    assertThatThrownBy(() -> backend.addSquares(1, zeros, 1, foreign)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.root(1, foreign, 0, zeros)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.divide(zeros, foreign, zeros)).hasMessageContaining("heap");
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 0", "FLOAT32, 1", "FLOAT32, 1000", "FLOAT32, 70001",
    "FLOAT64, 0", "FLOAT64, 1", "FLOAT64, 1000", "FLOAT64, 70001"
  })
  void sumsAgreeWithPlainLoopsAndGiveTheSameBitsAgain(DataType dataType, int size) {
    TensorBackend backend = open(dataType);
    double[] x = random(dataType, size, 1);
    double[] y = random(dataType, size, 2);
    Tensor left = backend.of(x, size);
    Tensor right = backend.of(y, size);
    double dot = 0;
    double terms = 0;
    double squares = 0;
    double apart = 0;
    for (int i = 0; i < size; i++) {
      dot += x[i] * y[i];
      terms += Math.abs(x[i] * y[i]);
      squares += x[i] * x[i];
      apart += (x[i] - y[i]) * (x[i] - y[i]);
    }
    double tolerance = (4 + Math.sqrt(size)) * dataType.epsilon();
    assertThat(backend.dot(left, right)).isCloseTo(dot, within(tolerance * terms));
    assertThat(backend.norm(left))
        .isCloseTo(Math.sqrt(squares), within(tolerance * Math.sqrt(squares)));
    assertThat(backend.distance(left, right))
        .isCloseTo(Math.sqrt(apart), within(tolerance * Math.sqrt(apart)));
    assertThat(backend.distance(left, left)).isZero();
    double firstDot = backend.dot(left, right);
    double firstDistance = backend.distance(left, right);
    for (int repeat = 0; repeat < 20; repeat++) {
      assertThat(backend.dot(left, right)).isEqualTo(firstDot);
      assertThat(backend.distance(left, right)).isEqualTo(firstDistance);
      assertThat(backend.dot(backend.copyOf(left), right)).isEqualTo(firstDot);
    }
    assertThat(read(left)).containsExactly(x);
    assertThat(read(right)).containsExactly(y);
  }

  @ParameterizedTest
  @EnumSource
  void resultsLeftInSlotsAreReadTogetherWithTheBitsOfThoseThatAreReturned(DataType dataType) {
    TensorBackend backend = open(dataType);
    Scalars slots = backend.scalars(5);
    assertThat(slots.size()).isEqualTo(5);
    double[] found = new double[5];
    backend.read(slots, found);
    assertThat(found).containsOnly(0);
    Tensor x = backend.of(random(dataType, 3000, 1), 3000);
    Tensor y = backend.of(random(dataType, 3000, 2), 3000);
    double first = backend.dot(x, y);
    double second = backend.dot(x, x);

    backend.dot(x, y, slots, 3);
    backend.dot(x, x, slots, 0);
    backend.set(slots, 1, 0.1);
    backend.dot(backend.zeros(0), backend.zeros(0), slots, 4);
    backend.fill(x, Double.NaN);
    backend.read(slots, found);
    assertThat(found).containsExactly(second, 0.1, 0, first, 0);
    backend.dot(x, x, slots, 4);
    backend.read(slots, found);
    assertThat(found).containsExactly(second, 0.1, 0, first, Double.NaN);
    backend.dot(backend.zeros(0), backend.zeros(0), slots, 4);
    backend.read(slots, found);
    assertThat(found[4]).isZero();
  }

  @Property(tries = 60)
  void aDisplacementByASlotIsThatByItsNumber(
      @ForAll DataType dataType,
      @ForAll @IntRange(max = 70) int size,
      @ForAll @DoubleRange(min = -3, max = 3) double sigma,
      @ForAll long seed) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.of(random(dataType, size, seed), size);
    Tensor y = backend.of(random(dataType, size, seed + 1), size);
    Tensor expected = backend.zeros(size);
    Tensor out = backend.of(random(dataType, size, seed + 2), size);
    Scalars slots = backend.scalars(2);
    for (double alpha : new double[] {1, -1, 0.3}) {
      backend.combine(1, x, alpha * sigma, y, expected);
      backend.set(slots, 1, sigma);
      backend.displace(x, alpha, slots, 1, y, out);
      backend.set(slots, 1, Double.NaN);
      assertThat(read(out)).containsExactly(read(expected));
    }
    backend.set(slots, 1, sigma);
    backend.copy(x, expected);
    backend.combine(1, expected, sigma, y, expected);
    backend.copy(x, out);
    backend.displace(out, 1, slots, 1, y, out);
    assertThat(read(out)).containsExactly(read(expected));
    backend.copy(y, expected);
    backend.combine(1, x, sigma, expected, expected);
    backend.displace(x, 1, slots, 1, y, y);
    assertThat(read(y)).containsExactly(read(expected));
  }

  @ParameterizedTest
  @EnumSource
  void slotsThatDoNotFitAndThoseOfAnotherBackendAreRefused(DataType dataType) {
    TensorBackend backend = open(dataType);
    Scalars two = backend.scalars(2);
    Tensor x = backend.zeros(3);
    assertThatThrownBy(() -> backend.set(two, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no slot 2 among 2 scalars");
    assertThatThrownBy(() -> backend.dot(x, x, two, -1)).hasMessageContaining("no slot -1");
    assertThatThrownBy(() -> backend.displace(x, 1, two, 5, x, x))
        .hasMessageContaining("no slot 5");
    assertThatThrownBy(() -> backend.read(two, new double[3]))
        .hasMessage("sizes differ: 2 scalars and an array of 3");
    assertThatThrownBy(() -> backend.displace(x, 1, two, 0, x, backend.zeros(2)))
        .hasMessageContaining("sizes differ");
    Scalars foreign = new HeapBackend(dataType).scalars(2);
    for (ThrowableAssert.ThrowingCallable use :
        List.<ThrowableAssert.ThrowingCallable>of(
            () -> backend.set(foreign, 0, 1),
            () -> backend.read(foreign, new double[2]),
            () -> backend.dot(x, x, foreign, 0),
            () -> backend.displace(x, 1, foreign, 0, x, x),
            () -> backend.kernels().rows().softmaxCrossEntropy(x, x, x, foreign, 0))) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("scalars of another backend were given to backend " + backend.name());
    }
  }

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void productsAgreeWithPlainLoops(
      @ForAll DataType dataType,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll @IntRange(max = 5) int m,
      @ForAll @IntRange(max = 5) int n,
      @ForAll @IntRange(max = 5) int k,
      @ForAll @IntRange(max = 3) int factors,
      @ForAll long seed) {
    double alpha = new double[] {1, -1.5, 0.25, 1}[factors];
    double beta = new double[] {0, 1, -0.5, 2}[factors];
    TensorBackend backend = open(dataType);
    double[] a = random(dataType, m * k, seed);
    double[] b = random(dataType, k * n, seed + 1);
    double[] c = random(dataType, m * n, seed + 2);
    Tensor left = transposeA ? backend.of(a, k, m) : backend.of(a, m, k);
    Tensor right = transposeB ? backend.of(b, n, k) : backend.of(b, k, n);
    Tensor result = backend.of(c, m, n);
    backend.kernels().products().gemm(transposeA, transposeB, alpha, left, right, beta, result);
    double[] values = read(result);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = beta * c[i * n + j];
        double terms = Math.abs(sum);
        for (int l = 0; l < k; l++) {
          double term =
              alpha * a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
          sum += term;
          terms += Math.abs(term);
        }
        assertThat(values[i * n + j]).isCloseTo(sum, within(8 * dataType.epsilon() * terms));
      }
    }
    assertThat(read(left)).containsExactly(a);
    assertThat(read(right)).containsExactly(b);
  }

  @ParameterizedTest
  @EnumSource
  void aProductWithBetaZeroDoesNotReadTheOldContent(DataType dataType) {
    TensorBackend backend = open(dataType);
    for (int[] sizes :
        new int[][] {{2, 3, 4}, {1, 3, 4}, {2, 1, 4}, {2, 3, 1}, {1, 1, 1}, {2, 3, 0}}) {
      Tensor a = backend.zeros(sizes[0], sizes[2]);
      Tensor b = backend.zeros(sizes[2], sizes[1]);
      Tensor c = backend.zeros(sizes[0], sizes[1]);
      backend.fill(c, Double.NaN);
      backend.kernels().products().gemm(false, false, 1, a, b, 0, c);
      assertThat(read(c)).as("m, n, k = %s", sizes).containsOnly(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nanAndInfinityPropagate(DataType dataType) {
    TensorBackend backend = open(dataType);
    double inf = Double.POSITIVE_INFINITY;
    Tensor x = backend.of(new double[] {Double.NaN, inf, 1}, 3);
    Tensor y = backend.of(new double[] {1, -inf, 2}, 3);
    Tensor out = backend.zeros(3);
    backend.combine(1, x, 1, y, out);
    assertThat(read(out)).containsExactly(Double.NaN, Double.NaN, 3);
    backend.combine(0, x, 1, backend.zeros(3), out);
    assertThat(read(out)).containsExactly(Double.NaN, Double.NaN, 0);
    backend.combine(1, backend.zeros(3), 0, x, out);
    assertThat(read(out)).containsExactly(Double.NaN, Double.NaN, 0);
    backend.combine(1, x, -1, x, out);
    assertThat(read(out)).containsExactly(Double.NaN, Double.NaN, 0);
    backend.copy(y, out);
    backend.axpy(0, x, out);
    assertThat(read(out)).containsExactly(Double.NaN, Double.NaN, 2);
    backend.copy(y, out);
    backend.scale(0, out);
    assertThat(read(out)).containsExactly(0, Double.NaN, 0);
    backend.fill(out, 1);
    assertThat(backend.dot(x, out)).isNaN();
    assertThat(backend.dot(y, out)).isEqualTo(-inf);
    assertThat(backend.norm(y)).isEqualTo(inf);
    assertThat(backend.distance(x, out)).isNaN();
    assertThat(backend.distance(y, out)).isEqualTo(inf);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIsRefusedByName(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor two = backend.zeros(2);
    Tensor three = backend.zeros(3);
    assertThatThrownBy(() -> backend.copy(two, three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sizes differ: [2] and [3]");
    assertThatThrownBy(() -> backend.axpy(1, two, three)).hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.dot(two, three)).hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.distance(two, three)).hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.combine(1, two, 1, two, three))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.read(two, new double[3]))
        .hasMessage("sizes differ: [2] and an array of 3");
    assertThatThrownBy(() -> backend.write(new double[1], two))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.zeros(2, -1)).hasMessageContaining("negative extent");
    Tensor a = backend.zeros(2, 3);
    Tensor b = backend.zeros(4, 2);
    assertThatThrownBy(
            () -> backend.kernels().products().gemm(false, false, 1, a, b, 0, backend.zeros(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a product of 2x3 and 4x2 does not fit into 2x2");
    Tensor square = backend.zeros(2, 2);
    assertThatThrownBy(
            () -> backend.kernels().products().gemm(false, false, 1, square, square, 0, square))
        .hasMessageContaining("cannot be one of its factors");
    assertThatThrownBy(() -> backend.kernels().products().gemm(false, false, 1, two, a, 0, a))
        .hasMessageContaining("two axes");
  }

  @ParameterizedTest
  @EnumSource
  void tensorsOfAnotherBackendAreRefusedByName(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor foreign = new HeapBackend(dataType).zeros(2);
    Tensor own = backend.zeros(2);
    assertThatThrownBy(() -> backend.copy(foreign, own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heap")
        .hasMessageContaining(backend.name());
    assertThatThrownBy(() -> backend.copy(own, foreign)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.scale(1, foreign)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.fill(foreign, 1)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.dot(own, foreign)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.distance(foreign, own)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.read(foreign, new double[2])).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.write(new double[2], foreign)).hasMessageContaining("heap");
    assertThatThrownBy(() -> backend.combine(1, own, 1, own, foreign)).hasMessageContaining("heap");
  }

  @ParameterizedTest
  @EnumSource
  void aViewSharesItsPartOfTheTensorAndTouchesNoOther(DataType dataType) {
    TensorBackend backend = open(dataType);
    double[] start = random(dataType, 20, 1);
    Tensor whole = backend.of(start, 4, 5);
    Tensor part = backend.view(whole, 7, 2, 3);
    assertThat(part.shape()).containsExactly(2, 3);
    assertThat(part.backend()).isSameAs(backend);
    assertThat(read(part)).containsExactly(Arrays.copyOfRange(start, 7, 13));

    double[] expected = start.clone();
    backend.write(new double[] {1, 2, 3, 4, 5, 6}, part);
    System.arraycopy(new double[] {1, 2, 3, 4, 5, 6}, 0, expected, 7, 6);
    assertThat(read(whole)).containsExactly(expected);

    Tensor inner = backend.view(part, 1, 4);
    backend.scale(2, inner);
    System.arraycopy(new double[] {1, 4, 6, 8, 10, 6}, 0, expected, 7, 6);
    assertThat(read(whole)).containsExactly(expected);

    Tensor other = backend.view(whole, 16, 4);
    backend.copy(inner, other);
    System.arraycopy(new double[] {4, 6, 8, 10}, 0, expected, 16, 4);
    assertThat(read(whole)).containsExactly(expected);

    backend.axpy(-1, other, inner);
    assertThat(read(inner)).containsOnly(0);
    backend.combine(1, other, 3, other, inner);
    assertThat(read(inner)).containsExactly(16, 24, 32, 40);
    assertThat(backend.dot(inner, other)).isEqualTo(64 + 144 + 256 + 400);
    assertThat(backend.norm(other)).isCloseTo(Math.sqrt(216), within(1e-5));
    assertThat(backend.distance(inner, other)).isCloseTo(3 * Math.sqrt(216), within(1e-5));
    assertThat(read(backend.copyOf(inner))).containsExactly(16, 24, 32, 40);
    backend.fill(inner, 7);
    System.arraycopy(new double[] {7, 7, 7, 7}, 0, expected, 8, 4);
    assertThat(read(whole)).containsExactly(expected);

    backend.view(backend.zeros(0), 0, 0);
    assertThat(read(backend.view(whole, 20, 0))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void productsOfViewsAreTheProductsOfTheirCopies(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor whole = backend.of(random(dataType, 60, 3), 60);
    for (int transposes = 0; transposes < 4; transposes++) {
      boolean first = transposes % 2 == 1;
      boolean second = transposes / 2 == 1;
      Tensor a = first ? backend.view(whole, 1, 4, 3) : backend.view(whole, 1, 3, 4);
      Tensor b = second ? backend.view(whole, 14, 5, 4) : backend.view(whole, 14, 4, 5);
      Tensor c = backend.view(whole, 37, 3, 5);
      Tensor expected = backend.copyOf(c);
      double[] before = read(whole);
      backend
          .kernels()
          .products()
          .gemm(first, second, 1.5, backend.copyOf(a), backend.copyOf(b), -0.5, expected);
      backend.kernels().products().gemm(first, second, 1.5, a, b, -0.5, c);
      double[] values = read(c);
      double[] wanted = read(expected);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isCloseTo(wanted[i], within(20 * dataType.epsilon()));
      }
      double[] after = read(whole);
      System.arraycopy(before, 37, after, 37, 15);
      assertThat(after).containsExactly(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void viewsThatDoNotLieWithinTheTensorAreRefused(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.zeros(2, 3);
    assertThatThrownBy(() -> backend.view(x, 4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a view of shape [3] from element 4 does not lie within shape [2, 3]");
    assertThatThrownBy(() -> backend.view(x, -1, 3)).hasMessageContaining("does not lie within");
    assertThatThrownBy(() -> backend.view(x, 0, -1)).hasMessageContaining("negative extent");
    assertThatThrownBy(() -> backend.view(new HeapBackend(dataType).zeros(2), 0, 1))
        .hasMessageContaining("heap");
  }

  @ParameterizedTest
  @EnumSource
  void everyTaskRunsOnceAndAllHaveEndedOnReturn(DataType dataType) {
    TensorBackend backend = open(dataType);
    assertThat(backend.threads()).isPositive();
    for (int tasks : new int[] {0, 1, 2, 3, 64}) {
      AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
      backend.parallel(tasks, runs::incrementAndGet);
      for (int i = 0; i < tasks; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
    Tensor x = backend.zeros(8, 1000);
    Tensor[] rows = new Tensor[8];
    Arrays.setAll(rows, i -> backend.view(x, i * 1000, 1000));
    backend.parallel(8, i -> backend.parallel(1, j -> backend.fill(rows[i], i)));
    for (int i = 0; i < 8; i++) {
      assertThat(read(rows[i])).containsOnly(i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatATaskThrowsSurfacesWhenAllHaveEnded(DataType dataType) {
    TensorBackend backend = open(dataType);
    AtomicInteger ended = new AtomicInteger();
    assertThatThrownBy(
            () ->
                backend.parallel(
                    20,
                    i -> {
                      ended.incrementAndGet();
                      if (i % 5 == 3) {
                        throw new IllegalStateException("task " + i);
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task 3");
    assertThat(ended).hasValue(20);
    backend.parallel(3, i -> ended.incrementAndGet());
    assertThat(ended).hasValue(23);
  }

  @ParameterizedTest
  @EnumSource
  void repeatedWorkIsDoneOnWhatItsTensorsAndSlotsHoldByThen(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor a = backend.zeros(5, 4);
    Tensor b = backend.zeros(4, 3);
    Tensor c = backend.zeros(5, 3);
    Tensor bias = backend.zeros(3);
    Tensor moved = backend.zeros(5, 4);
    Tensor sums = backend.zeros(3);
    Scalars slots = backend.scalars(2);
    Runnable work =
        () -> {
          backend.displace(a, -1, slots, 0, a, moved);
          backend.kernels().products().gemm(false, false, 1, moved, b, 0, c);
          backend.kernels().rows().add(bias, c);
          backend.kernels().elementwise().activate(StandardActivation.TANH, c, c, null);
          backend.dot(c, c, slots, 1);
          backend.kernels().rows().sum(c, 1, sums);
        };
    Runnable repeated = backend.repeated(work);
    double[][] expected = new double[6][];
    double[][] found = new double[6][];
    for (double[][] results : new double[][][] {expected, found}) {
      Runnable way = results == expected ? work : repeated;
      backend.fill(sums, 0);
      for (int run = 0; run < results.length; run++) {
        backend.write(random(dataType, 20, run), a);
        backend.write(random(dataType, 12, run + 50), b);
        backend.write(random(dataType, 3, run + 90), bias);
        backend.set(slots, 0, 0.25 * run);
        way.run();
        double[] numbers = new double[2];
        backend.read(slots, numbers);
        double[] all = Arrays.copyOf(read(c), 15 + 3 + 1);
        System.arraycopy(read(sums), 0, all, 15, 3);
        all[18] = numbers[1];
        results[run] = all;
      }
    }
    assertThat(found).isDeepEqualTo(expected);
    assertThat(expected[4]).isNotEqualTo(expected[5]);
  }

  @ParameterizedTest
  @EnumSource
  void repeatedWorkThatReadsOrAllocatesIsDoneInFull(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.zeros(4);
    double[] norms = new double[6];
    int[] run = {0};
    Runnable repeated =
        backend.repeated(
            () -> {
              backend.scale(2, x);
              norms[run[0]] = backend.norm(backend.copyOf(x));
            });
    for (run[0] = 0; run[0] < norms.length; run[0]++) {
      backend.fill(x, run[0]);
      repeated.run();
    }
    assertThat(norms).containsExactly(0, 4, 8, 12, 16, 20);
  }

  @FunctionalInterface
  private interface Element {
    double at(int index);
  }

  private static void assertElements(Tensor x, Element expected, Element terms) {
    double[] values = read(x);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i])
          .as("element %d", i)
          .isCloseTo(expected.at(i), within(4 * x.dataType().epsilon() * terms.at(i) + 1e-300));
    }
  }

  private static double scale(double alpha, double x, double beta, double y) {
    return Math.abs(alpha * x) + Math.abs(beta * y);
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  private static double[] rounded(DataType dataType, double... values) {
    double[] result = values.clone();
    for (int i = 0; i < result.length && dataType == DataType.FLOAT32; i++) {
      result[i] = (float) result[i];
    }
    return result;
  }

  private static double[] random(DataType dataType, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextDouble(-1, 1);
    }
    return rounded(dataType, values);
  }
}
