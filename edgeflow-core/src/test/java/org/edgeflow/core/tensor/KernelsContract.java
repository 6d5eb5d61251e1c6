package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every backend's {@link Kernels} promise; a backend's test extends this and opens the
 * backend.
 *
 * <p>All tensors are views in the middle of larger ones, whose other elements must stay.
 */
public abstract class KernelsContract {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  /** The backend under test, in one format. */
  protected abstract TensorBackend open(DataType dataType);

  @ParameterizedTest
  @EnumSource
  void kernelsAreOneObject(DataType dataType) {
    TensorBackend backend = open(dataType);
    assertThat(backend.kernels()).isSameAs(backend.kernels());
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1", "FLOAT32, 5, 3", "FLOAT32, 3, 70", "FLOAT32, 900, 19",
    "FLOAT64, 1, 1", "FLOAT64, 5, 3", "FLOAT64, 3, 70", "FLOAT64, 900, 19"
  })
  void rowsAreAddedAndSummed(DataType dataType, int rows, int width) {
    Bench bench = new Bench(open(dataType));
    Tensor matrix = bench.random(rows, width);
    Tensor row = bench.random(width);
    double[] before = read(matrix);
    double[] bias = read(row);
    bench.kernels.addToRows(row, matrix);
    bench.assertClose(matrix, i -> before[i] + bias[i % width], i -> 2);

    double[] terms = read(matrix);
    for (double beta : new double[] {0, 1, -0.5}) {
      bench.backend.write(bias, row);
      if (beta == 0) {
        bench.backend.fill(row, NAN);
      }
      bench.kernels.sumRows(matrix, beta, row);
      double[] expected = new double[width];
      double[] size = new double[width];
      for (int i = 0; i < terms.length; i++) {
        expected[i % width] += terms[i];
        size[i % width] += Math.abs(terms[i]);
      }
      bench.assertClose(
          row, j -> expected[j] + (beta == 0 ? 0 : beta * bias[j]), j -> 1 + 4 * size[j]);
    }
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 77", "FLOAT32, 5003", "FLOAT64, 1", "FLOAT64, 77"})
  void productsAreElementwiseAndInPlaceWhereAsked(DataType dataType, int size) {
    Bench bench = new Bench(open(dataType));
    for (int target = 0; target < 5; target++) {
      Tensor[] in = {
        bench.random(size),
        bench.random(size),
        bench.random(size),
        bench.random(size),
        bench.random(size)
      };
      double[][] x = new double[5][];
      Arrays.setAll(x, i -> read(in[i]));
      bench.kernels.multiplyAdd(in[0], in[1], in[2], in[3], in[target]);
      bench.assertClose(in[target], i -> x[0][i] * x[1][i] + x[2][i] * x[3][i], i -> 2);
      if (target < 2 || target == 4) {
        bench.backend.write(x[0], in[0]);
        bench.backend.write(x[1], in[1]);
        bench.kernels.multiply(in[0], in[1], in[target]);
        bench.assertClose(in[target], i -> x[0][i] * x[1][i], i -> 1);
      }
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  void elementwiseProductsLetNanThrough(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.of(new double[] {NAN, INF, 0, 2}, 4);
    Tensor y = backend.of(new double[] {0, 0, -INF, 3}, 4);
    Tensor out = backend.zeros(4);
    backend.kernels().multiply(x, y, out);
    assertThat(read(out)).containsExactly(NAN, NAN, NAN, 6);
    backend.kernels().multiplyAdd(x, y, backend.zeros(4), x, out);
    assertThat(read(out)).containsExactly(NAN, NAN, NAN, 6);
    backend.kernels().addToRows(x, backend.view(out, 0, 1, 4));
    assertThat(read(out)).containsExactly(NAN, NAN, NAN, 8);
    backend.kernels().sumRows(backend.view(x, 0, 4, 1), 0, backend.view(out, 0, 1));
    assertThat(read(out)[0]).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  void activationsAreTheirDefinitions(DataType dataType) {
    Bench bench = new Bench(open(dataType));
    for (Activation f : activations()) {
      for (int size : new int[] {0, 1, 7, 16, 61, 4001}) {
        Tensor z = bench.random(size);
        bench.backend.scale(6, z);
        Tensor zTangent = bench.random(size);
        Tensor value = bench.random(size);
        Tensor slope = bench.random(size);
        Tensor valueTangent = bench.random(size);
        Tensor swing = bench.random(size);
        double[] at = read(z);
        double[] along = read(zTangent);

        bench.kernels.activate(f, z, value, slope);
        bench.assertClose(value, i -> f.value(at[i]), i -> scale(f.value(at[i])), f);
        bench.assertClose(slope, i -> f.slope(at[i]), i -> scale(f.slope(at[i])), f);
        double[] values = read(value);
        double[] slopes = read(slope);
        bench.backend.fill(value, NAN);
        bench.kernels.activate(f, z, value, null);
        assertThat(read(value)).as("%s", f).containsExactly(values);

        bench.backend.fill(value, NAN);
        bench.backend.fill(slope, NAN);
        bench.kernels.activateTangent(f, z, zTangent, value, valueTangent, slope, swing);
        assertThat(read(value)).as("%s", f).containsExactly(values);
        assertThat(read(slope)).as("%s", f).containsExactly(slopes);
        bench.assertClose(
            valueTangent, i -> f.slope(at[i]) * along[i], i -> scale(f.slope(at[i])), f);
        bench.assertClose(swing, i -> f.bend(at[i]) * along[i], i -> scale(f.bend(at[i])), f);
        assertThat(read(z)).containsExactly(at);
        assertThat(read(zTangent)).containsExactly(along);
        bench.assertNothingElseTouched();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void activationsMayOverwriteWhatTheyRead(DataType dataType) {
    Bench bench = new Bench(open(dataType));
    for (Activation f : activations()) {
      double[] at = read(bench.random(1061));
      double[] along = read(bench.random(1061));
      Tensor[] fresh = new Tensor[6];
      Arrays.setAll(fresh, i -> bench.random(1061));
      bench.backend.write(at, fresh[0]);
      bench.backend.write(along, fresh[1]);
      bench.kernels.activateTangent(f, fresh[0], fresh[1], fresh[2], fresh[3], fresh[4], fresh[5]);
      double[][] expected = new double[6][];
      Arrays.setAll(expected, i -> read(fresh[i]));
      for (int first = 2; first < 6; first++) {
        for (int second = 2; second < 6; second++) {
          if (first == second) {
            continue;
          }
          Tensor[] used = fresh.clone();
          used[0] = used[first];
          used[1] = used[second];
          bench.backend.write(at, used[0]);
          bench.backend.write(along, used[1]);
          bench.kernels.activateTangent(f, used[0], used[1], used[2], used[3], used[4], used[5]);
          for (int i = 2; i < 6; i++) {
            assertThat(read(used[i])).as("%s %d %d", f, first, second).containsExactly(expected[i]);
          }
        }
      }
      for (int target = 2; target < 4; target++) {
        bench.backend.write(at, fresh[target]);
        bench.kernels.activate(f, fresh[target], fresh[2], fresh[3]);
        assertThat(read(fresh[2])).containsExactly(expected[2]);
        assertThat(read(fresh[3])).containsExactly(expected[4]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void activationsKeepNanAndHaveTheirLimitsAtInfinity(DataType dataType) {
    TensorBackend backend = open(dataType);
    double large = dataType == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    double tiny = dataType == DataType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    double[] points = {NAN, INF, -INF, 0, -0.0, large, -large, tiny, -tiny, 1};
    Tensor z = backend.of(points, points.length);
    Tensor value = backend.zeros(points.length);
    Tensor slope = backend.zeros(points.length);
    for (StandardActivation f : StandardActivation.values()) {
      backend.kernels().activate(f, z, value, slope);
      double[] values = read(value);
      double[] slopes = read(slope);
      for (int i = 0; i < points.length; i++) {
        double expected = rounded(dataType, f.value(points[i]))[0];
        assertThat(Double.isNaN(expected)).as("%s at %s", f, points[i]).isEqualTo(i == 0);
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
          assertThat((Object) values[i]).as("%s at %s", f, points[i]).isEqualTo(expected);
        } else {
          assertThat(values[i])
              .as("%s at %s", f, points[i])
              .isCloseTo(expected, within(2 * ulp(dataType, expected)));
        }
        if (!Double.isNaN(points[i])) {
          assertThat(slopes[i])
              .as("%s slope at %s", f, points[i])
              .isCloseTo(f.slope(points[i]), within(4 * dataType.epsilon()));
        }
      }
    }
    backend.kernels().activate(StandardActivation.TANH, z, value, slope);
    assertThat(read(slope)[0]).isNaN();
    for (StandardActivation f : StandardActivation.values()) {
      boolean bounded = f == StandardActivation.TANH || f == StandardActivation.SIGMOID;
      assertThat(f.value(INF)).as("%s at infinity", f).isEqualTo(bounded ? 1 : INF);
    }
  }

  @Test
  void derivativesOfTheActivationsAreTheirDifferenceQuotients() {
    double step = 1e-5;
    for (Activation f : StandardActivation.values()) {
      for (double z : new double[] {-9, -3.3, -1, -0.2, 0.1, 0.7, 2, 5.5, 12}) {
        assertThat(f.slope(z))
            .as("%s' at %s", f, z)
            .isCloseTo((f.value(z + step) - f.value(z - step)) / (2 * step), within(1e-9));
        assertThat(f.bend(z))
            .as("%s'' at %s", f, z)
            .isCloseTo((f.slope(z + step) - f.slope(z - step)) / (2 * step), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1", "FLOAT32, 4, 10", "FLOAT32, 9, 65", "FLOAT32, 2, 3000",
    "FLOAT64, 1, 1", "FLOAT64, 4, 10", "FLOAT64, 9, 65", "FLOAT64, 2, 3000"
  })
  void softmaxAndItsCrossEntropyAreTheirDefinitions(DataType dataType, int rows, int width) {
    Bench bench = new Bench(open(dataType));
    Tensor logits = bench.random(rows, width);
    bench.backend.scale(4, logits);
    double[] x = read(logits);
    double[] y = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      y[row * width + row % width] += 0.75;
      y[row * width + (row + 1) % width] += 0.25;
    }
    double[] p = new double[x.length];
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int j = row * width; j < (row + 1) * width; j++) {
        sum += Math.exp(x[j]);
      }
      for (int j = row * width; j < (row + 1) * width; j++) {
        p[j] = Math.exp(x[j]) / sum;
        loss -= y[j] * Math.log(p[j]);
      }
    }
    Tensor targets = bench.random(rows, width);
    bench.backend.write(y, targets);
    Tensor out = bench.random(rows, width);
    bench.kernels.softmaxRows(logits, out);
    bench.assertClose(out, i -> p[i], i -> (8 + Math.sqrt(width)) * p[i]);
    bench.kernels.softmaxRows(out, out);

    double found = bench.kernels.softmaxCrossEntropy(logits, targets, out);
    assertThat(found).isCloseTo(loss, within(8 * dataType.epsilon() * (rows + 8 * rows)));
    bench.assertClose(out, i -> p[i] - y[i], i -> 8);
    double[] delta = read(out);
    assertThat(read(logits)).containsExactly(x);
    bench.backend.copy(targets, out);
    assertThat(bench.kernels.softmaxCrossEntropy(logits, out, out)).isEqualTo(found);
    assertThat(read(out)).containsExactly(delta);
    assertThat(bench.kernels.softmaxCrossEntropy(logits, targets, logits)).isEqualTo(found);
    assertThat(read(logits)).containsExactly(delta);

    bench.backend.write(x, logits);
    Scalars losses = bench.backend.scalars(3);
    bench.kernels.softmaxCrossEntropy(logits, targets, out, losses, 1);
    double[] left = new double[3];
    bench.backend.read(losses, left);
    assertThat(left).containsExactly(0, found, 0);
    assertThat(read(out)).containsExactly(delta);
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @EnumSource
  void softmaxStandsLargeLogitsAndLetsNanThrough(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor logits = backend.of(new double[] {1e30, 0, -INF, 5, NAN, 5, -1000, -1001, 0}, 3, 3);
    Tensor targets = backend.of(new double[] {1, 0, 0, 0, 0, 1, 0, 1, 0}, 3, 3);
    Tensor out = backend.zeros(3, 3);
    backend.kernels().softmaxRows(logits, out);
    double[] p = read(out);
    assertThat(p).startsWith(1, 0, 0, NAN, NAN, NAN).endsWith(1);
    Tensor first = backend.view(logits, 0, 1, 3);
    assertThat(
            backend
                .kernels()
                .softmaxCrossEntropy(
                    first, backend.view(targets, 0, 1, 3), backend.view(out, 0, 1, 3)))
        .isZero();
    assertThat(
            backend
                .kernels()
                .softmaxCrossEntropy(
                    backend.view(logits, 6, 1, 3),
                    backend.view(targets, 6, 1, 3),
                    backend.view(out, 6, 1, 3)))
        .isCloseTo(1001, within(1001 * dataType.epsilon()));
    assertThat(backend.kernels().softmaxCrossEntropy(logits, targets, out)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 9", "5, 64", "2, 517"})
  void theSoftmaxDerivativeAndItsTangentAreDifferenceQuotients(int rows, int width) {
    Bench bench = new Bench(open(DataType.FLOAT64));
    Kernels kernels = bench.kernels;
    Tensor x = bench.random(rows, width);
    Tensor xTangent = bench.random(rows, width);
    Tensor v = bench.random(rows, width);
    Tensor vTangent = bench.random(rows, width);
    Tensor p = bench.random(rows, width);
    Tensor pTangent = bench.random(rows, width);
    Tensor out = bench.random(rows, width);
    kernels.softmaxRows(x, p);
    kernels.softmaxRowsDerivative(p, xTangent, pTangent);
    bench.assertDifference(x, xTangent, moved -> kernels.softmaxRows(moved, out), out, pTangent);

    Tensor w = bench.random(rows, width);
    Tensor adjoint = bench.random(rows, width);
    kernels.softmaxRowsDerivative(p, w, adjoint);
    assertThat(bench.backend.dot(pTangent, w))
        .isCloseTo(bench.backend.dot(xTangent, adjoint), within(1e-14 * rows * width));

    Tensor tangent = bench.random(rows, width);
    kernels.softmaxRowsDerivativeTangent(p, pTangent, v, vTangent, tangent);
    Tensor movedV = bench.random(rows, width);
    bench.assertDifference(
        (step, result) -> {
          bench.backend.combine(1, x, step, xTangent, result);
          kernels.softmaxRows(result, result);
          bench.backend.combine(1, v, step, vTangent, movedV);
          kernels.softmaxRowsDerivative(result, movedV, result);
        },
        out,
        tangent);

    double[] expected = read(tangent);
    for (int alias = 0; alias < 4; alias++) {
      Tensor[] in = {
        bench.backend.copyOf(p),
        bench.backend.copyOf(pTangent),
        bench.backend.copyOf(v),
        bench.backend.copyOf(vTangent)
      };
      kernels.softmaxRowsDerivativeTangent(in[0], in[1], in[2], in[3], in[alias]);
      assertThat(read(in[alias])).containsExactly(expected);
    }
    kernels.softmaxRowsDerivative(p, w, w);
    assertThat(read(w)).containsExactly(read(adjoint));
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 4, 10",
    "FLOAT32, 9, 65",
    "FLOAT32, 2, 3000",
    "FLOAT64, 4, 10",
    "FLOAT64, 9, 65"
  })
  void softmaxDerivativesAreTheirFormulas(DataType dataType, int rows, int width) {
    Bench bench = new Bench(open(dataType));
    Tensor[] in = new Tensor[5];
    Arrays.setAll(in, i -> bench.random(rows, width));
    double[][] x = new double[4][];
    Arrays.setAll(x, i -> read(in[i]));
    bench.kernels.softmaxRowsDerivative(in[0], in[2], in[4]);
    bench.assertClose(
        in[4], i -> x[0][i] * (x[2][i] - dot(x[0], x[2], i / width, width)), i -> width);
    bench.kernels.softmaxRowsDerivativeTangent(in[0], in[1], in[2], in[3], in[4]);
    bench.assertClose(
        in[4],
        i ->
            x[1][i] * (x[2][i] - dot(x[0], x[2], i / width, width))
                + x[0][i]
                    * (x[3][i]
                        - dot(x[1], x[2], i / width, width)
                        - dot(x[0], x[3], i / width, width)),
        i -> 3 * width);
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 3, 1", "FLOAT32, 3, 2", "FLOAT32, 5, 70", "FLOAT32, 2, 3000",
    "FLOAT64, 3, 1", "FLOAT64, 3, 2", "FLOAT64, 5, 70", "FLOAT64, 2, 3000"
  })
  void normalizedRowsHaveMeanZeroAndTheVarianceThatEpsilonLeaves(
      DataType dataType, int rows, int width) {
    Bench bench = new Bench(open(dataType));
    Tensor x = bench.random(rows, width);
    bench.backend.scale(3, x);
    Tensor y = bench.random(rows, width);
    Tensor scale = bench.random(rows);
    bench.kernels.normalizeRows(x, 0.01, y, scale);
    double[] values = read(x);
    double[] mean = new double[rows];
    double[] deviation = new double[rows];
    for (int row = 0; row < rows; row++) {
      int from = row * width;
      mean[row] = Arrays.stream(values, from, from + width).average().orElseThrow();
      double m = mean[row];
      double variance =
          Arrays.stream(values, from, from + width)
              .map(v -> (v - m) * (v - m))
              .average()
              .orElseThrow();
      deviation[row] = Math.sqrt(variance + 0.01);
    }
    bench.assertClose(scale, row -> 1 / deviation[row], row -> 4 / deviation[row]);
    bench.assertClose(
        y,
        i -> (values[i] - mean[i / width]) / deviation[i / width],
        i -> 16 + 8 / deviation[i / width]);
    double[] expected = read(y);
    bench.kernels.normalizeRows(x, 0.01, x, scale);
    assertThat(read(x)).containsExactly(expected);
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 9", "5, 64", "2, 517"})
  void theNormalizationsDerivativeAndItsTangentAreDifferenceQuotients(int rows, int width) {
    Bench bench = new Bench(open(DataType.FLOAT64));
    Kernels kernels = bench.kernels;
    TensorBackend backend = bench.backend;
    double epsilon = 0.1;
    Tensor x = bench.random(rows, width);
    Tensor xTangent = bench.random(rows, width);
    Tensor v = bench.random(rows, width);
    Tensor vTangent = bench.random(rows, width);
    Tensor y = bench.random(rows, width);
    Tensor yTangent = bench.random(rows, width);
    Tensor scale = bench.random(rows);
    Tensor scaleTangent = bench.random(rows);
    Tensor out = bench.random(rows, width);
    Tensor outScale = bench.random(rows);
    kernels.normalizeRows(x, epsilon, y, scale);
    kernels.normalizeRowsDerivative(y, scale, xTangent, yTangent);
    kernels.normalizeRowsScaleTangent(y, scale, xTangent, scaleTangent);
    bench.assertDifference(
        x, xTangent, moved -> kernels.normalizeRows(moved, epsilon, out, outScale), out, yTangent);
    bench.assertDifference(
        x,
        xTangent,
        moved -> kernels.normalizeRows(moved, epsilon, out, outScale),
        outScale,
        scaleTangent);

    Tensor w = bench.random(rows, width);
    Tensor adjoint = bench.random(rows, width);
    kernels.normalizeRowsDerivative(y, scale, w, adjoint);
    assertThat(backend.dot(yTangent, w))
        .isCloseTo(backend.dot(xTangent, adjoint), within(1e-13 * rows * width));

    Tensor tangent = bench.random(rows, width);
    kernels.normalizeRowsDerivativeTangent(y, yTangent, scale, scaleTangent, v, vTangent, tangent);
    Tensor movedV = bench.random(rows, width);
    bench.assertDifference(
        (step, result) -> {
          backend.combine(1, x, step, xTangent, result);
          kernels.normalizeRows(result, epsilon, result, outScale);
          backend.combine(1, v, step, vTangent, movedV);
          kernels.normalizeRowsDerivative(result, outScale, movedV, result);
        },
        out,
        tangent);

    double[] expected = read(tangent);
    for (int alias = 0; alias < 4; alias++) {
      Tensor[] in = {
        backend.copyOf(y), backend.copyOf(yTangent), backend.copyOf(v), backend.copyOf(vTangent)
      };
      kernels.normalizeRowsDerivativeTangent(
          in[0], in[1], scale, scaleTangent, in[2], in[3], in[alias]);
      assertThat(read(in[alias])).containsExactly(expected);
    }
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 3, 10", "FLOAT32, 2, 1003", "FLOAT64, 3, 10", "FLOAT64, 2, 1003"})
  void normalizationDerivativesAreTheirFormulas(DataType dataType, int rows, int width) {
    Bench bench = new Bench(open(dataType));
    Tensor[] in = new Tensor[5];
    Arrays.setAll(in, i -> bench.random(rows, width));
    double[][] x = new double[4][];
    Arrays.setAll(x, i -> read(in[i]));
    Tensor scale = bench.random(rows);
    Tensor scaleTangent = bench.random(rows);
    double[] s = read(scale);
    double[] sTangent = read(scaleTangent);
    double[] ones = new double[rows * width];
    Arrays.fill(ones, 1);
    bench.kernels.normalizeRowsDerivativeTangent(
        in[0], in[1], scale, scaleTangent, in[2], in[3], in[4]);
    bench.assertClose(
        in[4],
        i -> {
          int row = i / width;
          double mean = dot(ones, x[2], row, width) / width;
          double meanTangent = dot(ones, x[3], row, width) / width;
          double along = dot(x[0], x[2], row, width) / width;
          double alongTangent = (dot(x[1], x[2], row, width) + dot(x[0], x[3], row, width)) / width;
          return sTangent[row] * (x[2][i] - mean - x[0][i] * along)
              + s[row] * (x[3][i] - meanTangent - x[1][i] * along - x[0][i] * alongTangent);
        },
        i -> 8);
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @EnumSource
  void rowsWithNanStayNanAndSpareTheOthers(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.of(new double[] {1, NAN, 3, 1, 2, 3}, 2, 3);
    Tensor out = backend.zeros(2, 3);
    Tensor scale = backend.zeros(2);
    backend.kernels().normalizeRows(x, 1e-5, out, scale);
    assertThat(Arrays.copyOf(read(out), 3)).containsOnly(NAN);
    assertThat(read(out)[5]).isCloseTo(Math.sqrt(1.5), within(1e-4));
    backend.kernels().softmaxRowsDerivative(x, x, out);
    assertThat(Arrays.copyOf(read(out), 3)).containsOnly(NAN);
    assertThat(read(out)[3]).isEqualTo(-13);
  }

  private static Window[] windows() {
    return new Window[] {
      new Window(1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1),
      new Window(3, 5, 6, 3, 3, 1, 1, 0, 0, 3, 4),
      new Window(2, 5, 6, 3, 3, 1, 1, 1, 1, 5, 6),
      new Window(17, 4, 7, 2, 2, 2, 2, 0, 0, 2, 3),
      new Window(19, 6, 4, 2, 2, 2, 2, 0, 0, 3, 2),
      new Window(2, 7, 5, 3, 2, 2, 3, 1, 0, 4, 2),
      new Window(18, 5, 4, 3, 3, 1, 1, 1, 1, 5, 4),
      new Window(1, 6, 6, 3, 3, 3, 3, 2, 2, 3, 3),
      new Window(3, 4, 4, 4, 4, 1, 1, 3, 3, 7, 7),
      new Window(2, 3, 3, 1, 1, 2, 2, 0, 0, 2, 2),
      // The last positions lie wholly outside.
      new Window(2, 3, 4, 2, 2, 2, 2, 0, 0, 3, 3),
    };
  }

  @ParameterizedTest
  @EnumSource
  void patchesArePixelsUnderTheWindow(DataType dataType) {
    for (Window window : windows()) {
      Bench bench = new Bench(open(dataType));
      int n = 3;
      Tensor images = bench.random(n, window.height(), window.width(), window.channels());
      Tensor patches = bench.random(n * window.positions(), window.patchSize());
      double[] x = read(images);
      bench.kernels.gatherPatches(window, images, patches);
      double[] expected = new double[patches.size()];
      int at = 0;
      for (int example = 0; example < n; example++) {
        for (int oy = 0; oy < window.outputHeight(); oy++) {
          for (int ox = 0; ox < window.outputWidth(); ox++) {
            for (int wy = 0; wy < window.windowHeight(); wy++) {
              for (int wx = 0; wx < window.windowWidth(); wx++) {
                int row = oy * window.strideY() - window.paddingTop() + wy;
                int column = ox * window.strideX() - window.paddingLeft() + wx;
                for (int channel = 0; channel < window.channels(); channel++) {
                  expected[at++] =
                      row < 0 || row >= window.height() || column < 0 || column >= window.width()
                          ? 0
                          : x[
                              ((example * window.height() + row) * window.width() + column)
                                      * window.channels()
                                  + channel];
                }
              }
            }
          }
        }
      }
      assertThat(read(patches)).as("%s", window).containsExactly(expected);

      Tensor weights = bench.random(n * window.positions(), window.patchSize());
      Tensor back = bench.random(n, window.height(), window.width(), window.channels());
      bench.kernels.scatterPatches(window, weights, back);
      assertAdjoint(bench.backend, patches, weights, images, back, window);
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  void averagesAreOverWhatLiesInside(DataType dataType) {
    for (Window window : windows()) {
      Bench bench = new Bench(open(dataType));
      int n = 2;
      int channels = window.channels();
      int area = window.windowHeight() * window.windowWidth();
      Tensor images = bench.random(n, window.height(), window.width(), channels);
      Tensor out = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      Tensor patches = bench.random(n * window.positions(), window.patchSize());
      Tensor inside = bench.random(n * window.positions(), window.patchSize());
      bench.kernels.gatherPatches(window, images, patches);
      Tensor ones = bench.backend.copyOf(images);
      bench.backend.fill(ones, 1);
      bench.kernels.gatherPatches(window, ones, inside);
      double[] values = read(patches);
      double[] counted = read(inside);
      bench.kernels.poolAverage(window, images, out);
      bench.assertClose(
          out,
          i -> {
            double sum = 0;
            double count = 0;
            for (int place = 0; place < area; place++) {
              int at = (i / channels * area + place) * channels + i % channels;
              sum += values[at];
              count += counted[at];
            }
            return count == 0 ? 0 : sum / count;
          },
          i -> 4);
      Tensor weights = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      Tensor back = bench.random(n, window.height(), window.width(), channels);
      bench.kernels.spreadAverage(window, weights, back);
      assertAdjoint(bench.backend, out, weights, images, back, window);
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  void backwardsThroughAnActivationAndItsMeanIsOneAfterTheOther(DataType dataType) {
    for (Window window : windows()) {
      Bench bench = new Bench(open(dataType));
      int n = 2;
      int channels = window.channels();
      int[] large = {n, window.height(), window.width(), channels};
      int[] small = {n, window.outputHeight(), window.outputWidth(), channels};
      Tensor delta = bench.random(small);
      Tensor deltaTangent = bench.random(small);
      Tensor slope = bench.random(large);
      Tensor swing = bench.random(large);
      Tensor spread = bench.random(large);
      Tensor spreadTangent = bench.random(large);
      bench.kernels.spreadAverage(window, delta, spread);
      bench.kernels.spreadAverage(window, deltaTangent, spreadTangent);
      double[] y = read(spread);
      double[] z = read(spreadTangent);
      double[] s = read(slope);
      double[] w = read(swing);

      Tensor plain = bench.random(large);
      bench.kernels.spreadAverageTimes(window, delta, slope, plain);
      bench.assertClose(plain, i -> s[i] * y[i], i -> Math.abs(s[i] * y[i]));

      Tensor value = bench.random(large);
      Tensor tangent = bench.random(large);
      bench.kernels.spreadAverageTimesTangent(
          window, delta, deltaTangent, slope, swing, value, tangent);
      bench.assertClose(value, i -> s[i] * y[i], i -> Math.abs(s[i] * y[i]));
      bench.assertClose(
          tangent,
          i -> s[i] * z[i] + w[i] * y[i],
          i -> Math.abs(s[i] * z[i]) + Math.abs(w[i] * y[i]));
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  void maximaKnowWhereTheyStand(DataType dataType) {
    for (Window window : windows()) {
      Bench bench = new Bench(open(dataType));
      int n = 2;
      int channels = window.channels();
      int area = window.windowHeight() * window.windowWidth();
      Tensor images = bench.random(n, window.height(), window.width(), channels);
      double[] x = read(images);
      Arrays.setAll(x, i -> Math.rint(3 * x[i]) - 10);
      x[x.length / 2] = NAN;
      bench.backend.write(x, images);
      Tensor out = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      int[] index = new int[out.size()];
      Arrays.fill(index, -7);
      bench.kernels.poolMax(window, images, out, index);
      double[] found = read(out);

      Tensor numbers = bench.random(n, window.height(), window.width(), channels);
      double[] labels = new double[x.length];
      Arrays.setAll(labels, i -> i + 1);
      bench.backend.write(labels, numbers);
      Tensor patches = bench.random(n * window.positions(), window.patchSize());
      bench.kernels.gatherPatches(window, numbers, patches);
      double[] where = read(patches);
      for (int i = 0; i < found.length; i++) {
        int first = -1;
        for (int place = 0; place < area; place++) {
          int pixel = (int) where[(i / channels * area + place) * channels + i % channels] - 1;
          if (pixel >= 0
              && (first < 0
                  || x[pixel] > x[first]
                  || (Double.isNaN(x[pixel]) && !Double.isNaN(x[first])))) {
            first = pixel;
          }
        }
        assertThat(index[i]).as("%s %d", window, i).isEqualTo(first);
        assertThat((Object) found[i]).as("%s %d", window, i).isEqualTo(first < 0 ? 0.0 : x[first]);
      }

      Tensor again = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      bench.kernels.gather(images, index, again);
      assertThat(read(again)).containsExactly(found);

      Tensor vector = bench.random(n, window.height(), window.width(), channels);
      Tensor weights = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      Tensor back = bench.random(n, window.height(), window.width(), channels);
      bench.kernels.gather(vector, index, again);
      bench.kernels.scatterAdd(weights, index, back);
      assertAdjoint(bench.backend, again, weights, vector, back, window);

      // The same with an index that stays on the backend.
      double[] scattered = read(back);
      Index places = bench.kernels.index(new int[out.size()]);
      assertThat(places.size()).isEqualTo(out.size());
      bench.backend.fill(out, NAN);
      bench.kernels.poolMax(window, images, out, places);
      assertThat(read(out)).containsExactly(found);
      bench.backend.fill(again, NAN);
      bench.kernels.gather(images, places, again);
      assertThat(read(again)).containsExactly(found);
      bench.backend.fill(back, NAN);
      bench.kernels.spreadMaximum(window, weights, places, back);
      assertThat(read(back)).as("%s", window).containsExactly(scattered);
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIndexIsACopyOfThePlacesAndOneBackendsOwn(DataType dataType) {
    TensorBackend backend = open(dataType);
    int[] places = {2, -1, 0, 2};
    Index index = backend.kernels().index(places);
    places[0] = 1;
    Tensor x = backend.of(new double[] {5, 6, 7}, 3);
    Tensor out = backend.zeros(4);
    backend.kernels().gather(x, index, out);
    assertThat(read(out)).containsExactly(7, 0, 5, 7);
    assertThatThrownBy(() -> backend.kernels().gather(x, index, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.kernels().gather(x, () -> 3, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index of another backend");
  }

  private static void assertAdjoint(
      TensorBackend backend, Tensor forward, Tensor w, Tensor x, Tensor back, Window window) {
    assertThat(backend.dot(forward, w))
        .as("%s", window)
        .isCloseTo(
            backend.dot(x, back), within(backend.dataType().epsilon() * (20 + 2 * forward.size())));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1, 1, 1", "FLOAT32, 3, 4, 5, 2", "FLOAT32, 2, 17, 33, 20",
    "FLOAT64, 1, 1, 1, 1", "FLOAT64, 3, 4, 5, 2", "FLOAT64, 2, 17, 33, 20"
  })
  void batchedProductsArePlainProducts(DataType dataType, int batch, int m, int n, int k) {
    Bench bench = new Bench(open(dataType));
    for (int transposes = 0; transposes < 4; transposes++) {
      boolean first = transposes % 2 == 1;
      boolean second = transposes / 2 == 1;
      Tensor a = first ? bench.random(batch, k, m) : bench.random(batch, m, k);
      Tensor b = second ? bench.random(batch, n, k) : bench.random(batch, k, n);
      Tensor c = bench.random(batch, m, n);
      double[] x = read(a);
      double[] y = read(b);
      double[] z = read(c);
      for (double beta : new double[] {1, -0.5, 0}) {
        bench.backend.write(z, c);
        if (beta == 0) {
          bench.backend.fill(c, NAN);
        }
        bench.kernels.batchedGemm(first, second, 1.5, a, b, beta, c);
        bench.assertClose(
            c,
            i -> {
              int matrix = i / (m * n);
              int row = i / n % m;
              int column = i % n;
              double sum = beta == 0 ? 0 : beta * z[i];
              for (int l = 0; l < k; l++) {
                sum +=
                    1.5
                        * x[matrix * m * k + (first ? l * m + row : row * k + l)]
                        * y[matrix * n * k + (second ? column * k + l : l * n + column)];
              }
              return sum;
            },
            i -> 4 + 2 * k);
      }
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyTensorsAreNoTrouble(DataType dataType) {
    TensorBackend backend = open(dataType);
    Kernels kernels = backend.kernels();
    Tensor none = backend.zeros(0, 3);
    Tensor row = backend.of(new double[] {1, 2, 3}, 3);
    kernels.addToRows(row, none);
    kernels.sumRows(none, 0, row);
    assertThat(read(row)).containsOnly(0);
    kernels.softmaxRows(none, none);
    assertThat(kernels.softmaxCrossEntropy(none, none, none)).isZero();
    Scalars loss = backend.scalars(1);
    backend.set(loss, 0, 7);
    kernels.softmaxCrossEntropy(none, none, none, loss, 0);
    double[] left = new double[1];
    backend.read(loss, left);
    assertThat(left).containsExactly(0);
    kernels.normalizeRows(none, 1, none, backend.zeros(0));
    kernels.multiply(none, none, none);
    kernels.batchedGemm(
        false, false, 1, backend.zeros(0, 2, 3), backend.zeros(0, 3, 2), 0, backend.zeros(0, 2, 2));
    Tensor c = backend.of(new double[] {NAN, NAN}, 1, 2, 1);
    kernels.batchedGemm(false, false, 1, backend.zeros(1, 2, 0), backend.zeros(1, 0, 1), 0, c);
    assertThat(read(c)).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIsRefused(DataType dataType) {
    TensorBackend backend = open(dataType);
    Kernels kernels = backend.kernels();
    Tensor matrix = backend.zeros(2, 3);
    Tensor two = backend.zeros(2);
    Tensor other = backend.zeros(3, 3);
    assertThatThrownBy(() -> kernels.addToRows(two, matrix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row of 2 does not fit a matrix of shape [2, 3]");
    assertThatThrownBy(() -> kernels.sumRows(matrix, 0, two)).hasMessageContaining("a row of 2");
    assertThatThrownBy(() -> kernels.multiply(matrix, matrix, other))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> kernels.multiplyAdd(matrix, matrix, matrix, other, matrix))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> kernels.activate(StandardActivation.TANH, matrix, other, null))
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> kernels.normalizeRows(matrix, 1, matrix, backend.zeros(3)))
        .hasMessageContaining("one number a row");
    assertThatThrownBy(() -> kernels.softmaxRows(matrix, other))
        .hasMessageContaining("sizes differ");
    Window window = new Window(2, 2, 2, 1, 1, 1, 1, 0, 0, 2, 2);
    assertThatThrownBy(() -> kernels.gatherPatches(window, matrix, matrix))
        .hasMessageContaining("do not fit a window");
    assertThatThrownBy(() -> kernels.gather(matrix, new int[4], matrix))
        .hasMessageContaining("sizes differ");
    Tensor cube = backend.zeros(2, 2, 3);
    assertThatThrownBy(
            () -> kernels.batchedGemm(false, false, 1, cube, cube, 0, backend.zeros(2, 2, 2)))
        .hasMessage("batched products of [2, 2, 3] and [2, 2, 3] do not fit into [2, 2, 2]");
    Tensor foreign = new HeapBackend(dataType).zeros(2, 3);
    assertThatThrownBy(() -> kernels.multiply(matrix, foreign, matrix))
        .hasMessageContaining("heap");
  }

  private static Activation[] activations() {
    Activation[] all = Arrays.copyOf(StandardActivation.values(), 9, Activation[].class);
    all[all.length - 1] = new Cube();
    return all;
  }

  private static final class Cube implements Activation {
    @Override
    public double value(double z) {
      return z * z * z;
    }

    @Override
    public double slope(double z) {
      return 3 * z * z;
    }

    @Override
    public double bend(double z) {
      return 6 * z;
    }
  }

  private static double scale(double value) {
    return 4 + 4 * Math.abs(value);
  }

  private static double dot(double[] x, double[] y, int row, int width) {
    double sum = 0;
    for (int j = row * width; j < (row + 1) * width; j++) {
      sum += x[j] * y[j];
    }
    return sum;
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

  private static double ulp(DataType dataType, double value) {
    return dataType == DataType.FLOAT32 ? Math.ulp((float) value) : Math.ulp(value);
  }

  @FunctionalInterface
  private interface Element {
    double at(int index);
  }

  @FunctionalInterface
  private interface Operation {
    void apply(Tensor moved);
  }

  @FunctionalInterface
  private interface Path {
    void apply(double step, Tensor result);
  }

  /** Tensors that lie in the middle of larger ones, and comparisons. */
  private static final class Bench {
    private static final int MARGIN = 37;
    private final TensorBackend backend;
    private final Kernels kernels;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Tensor> margins = new ArrayList<>();

    Bench(TensorBackend backend) {
      this.backend = backend;
      this.kernels = backend.kernels();
    }

    /** Numbers within ±1. */
    Tensor random(int... shape) {
      int size = Shapes.size(shape);
      Tensor whole = backend.zeros(size + 2 * MARGIN);
      backend.fill(whole, 12345);
      margins.add(backend.view(whole, 0, MARGIN));
      margins.add(backend.view(whole, MARGIN + size, MARGIN));
      Tensor result = backend.view(whole, MARGIN, shape);
      double[] values = new double[size];
      Arrays.setAll(values, i -> random.nextDouble(-1, 1));
      backend.write(values, result);
      return result;
    }

    void assertNothingElseTouched() {
      for (Tensor margin : margins) {
        assertThat(read(margin)).containsOnly(12345);
      }
    }

    void assertClose(Tensor x, Element expected, Element size) {
      assertClose(x, expected, size, "element");
    }

    void assertClose(Tensor x, Element expected, Element size, Object what) {
      double[] values = read(x);
      for (int i = 0; i < values.length; i++) {
        double wanted = expected.at(i);
        double tolerance = 2 * backend.dataType().epsilon() * size.at(i);
        // The assertion library is slow where millions of elements agree.
        if (!(Math.abs(values[i] - wanted) <= tolerance)) {
          assertThat(values[i]).as("%s %d", what, i).isCloseTo(wanted, within(tolerance));
        }
      }
    }

    /** The derivative of {@code operation} along a direction is {@code expected}. */
    void assertDifference(
        Tensor x, Tensor direction, Operation operation, Tensor out, Tensor expected) {
      Tensor moved = backend.copyOf(x);
      assertDifference(
          (step, result) -> {
            backend.combine(1, x, step, direction, moved);
            operation.apply(moved);
          },
          out,
          expected);
    }

    /** The derivative of {@code path} at step 0 is {@code expected}, by central differences. */
    void assertDifference(Path path, Tensor out, Tensor expected) {
      double step = 1e-5;
      path.apply(step, out);
      double[] ahead = read(out);
      path.apply(-step, out);
      double[] behind = read(out);
      double[] values = read(expected);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i])
            .as("element %d", i)
            .isCloseTo((ahead[i] - behind[i]) / (2 * step), within(1e-8));
      }
    }
  }
}
