package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.edgeflow.core.tensor.KernelBench.read;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend's {@link Kernels.Rows} promise. */
public interface RowsContract extends BackendUnderTest {
  double NAN = Double.NaN;
  double INF = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1", "FLOAT32, 5, 3", "FLOAT32, 3, 70", "FLOAT32, 900, 19",
    "FLOAT64, 1, 1", "FLOAT64, 5, 3", "FLOAT64, 3, 70", "FLOAT64, 900, 19"
  })
  default void rowsAreAddedAndSummed(DataType dataType, int rows, int width) {
    KernelBench bench = new KernelBench(open(dataType));
    Tensor matrix = bench.random(rows, width);
    Tensor row = bench.random(width);
    double[] before = read(matrix);
    double[] bias = read(row);
    bench.kernels.rows().add(row, matrix);
    bench.assertClose(matrix, i -> before[i] + bias[i % width], i -> 2);

    double[] terms = read(matrix);
    for (double beta : new double[] {0, 1, -0.5}) {
      bench.backend.write(bias, row);
      if (beta == 0) {
        bench.backend.fill(row, NAN);
      }
      bench.kernels.rows().sum(matrix, beta, row);
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
  @CsvSource({
    "FLOAT32, 1, 1", "FLOAT32, 4, 10", "FLOAT32, 9, 65", "FLOAT32, 2, 3000",
    "FLOAT64, 1, 1", "FLOAT64, 4, 10", "FLOAT64, 9, 65", "FLOAT64, 2, 3000"
  })
  default void softmaxAndItsCrossEntropyAreTheirDefinitions(
      DataType dataType, int rows, int width) {
    KernelBench bench = new KernelBench(open(dataType));
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
    bench.kernels.rows().softmax(logits, out);
    bench.assertClose(out, i -> p[i], i -> (8 + Math.sqrt(width)) * p[i]);
    bench.kernels.rows().softmax(out, out);

    double found = bench.kernels.rows().softmaxCrossEntropy(logits, targets, out);
    assertThat(found).isCloseTo(loss, within(8 * dataType.epsilon() * (rows + 8 * rows)));
    bench.assertClose(out, i -> p[i] - y[i], i -> 8);
    double[] delta = read(out);
    assertThat(read(logits)).containsExactly(x);
    bench.backend.copy(targets, out);
    assertThat(bench.kernels.rows().softmaxCrossEntropy(logits, out, out)).isEqualTo(found);
    assertThat(read(out)).containsExactly(delta);
    assertThat(bench.kernels.rows().softmaxCrossEntropy(logits, targets, logits)).isEqualTo(found);
    assertThat(read(logits)).containsExactly(delta);

    bench.backend.write(x, logits);
    Scalars losses = bench.backend.scalars(3);
    bench.kernels.rows().softmaxCrossEntropy(logits, targets, out, losses, 1);
    double[] left = new double[3];
    bench.backend.read(losses, left);
    assertThat(left).containsExactly(0, found, 0);
    assertThat(read(out)).containsExactly(delta);
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @EnumSource
  default void softmaxStandsLargeLogitsAndLetsNanThrough(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor logits = backend.of(new double[] {1e30, 0, -INF, 5, NAN, 5, -1000, -1001, 0}, 3, 3);
    Tensor targets = backend.of(new double[] {1, 0, 0, 0, 0, 1, 0, 1, 0}, 3, 3);
    Tensor out = backend.zeros(3, 3);
    backend.kernels().rows().softmax(logits, out);
    double[] p = read(out);
    assertThat(p).startsWith(1, 0, 0, NAN, NAN, NAN).endsWith(1);
    Tensor first = backend.view(logits, 0, 1, 3);
    assertThat(
            backend
                .kernels()
                .rows()
                .softmaxCrossEntropy(
                    first, backend.view(targets, 0, 1, 3), backend.view(out, 0, 1, 3)))
        .isZero();
    assertThat(
            backend
                .kernels()
                .rows()
                .softmaxCrossEntropy(
                    backend.view(logits, 6, 1, 3),
                    backend.view(targets, 6, 1, 3),
                    backend.view(out, 6, 1, 3)))
        .isCloseTo(1001, within(1001 * dataType.epsilon()));
    assertThat(backend.kernels().rows().softmaxCrossEntropy(logits, targets, out)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 9", "5, 64", "2, 517"})
  default void theSoftmaxDerivativeAndItsTangentAreDifferenceQuotients(int rows, int width) {
    KernelBench bench = new KernelBench(open(DataType.FLOAT64));
    Kernels kernels = bench.kernels;
    Tensor x = bench.random(rows, width);
    Tensor xTangent = bench.random(rows, width);
    Tensor v = bench.random(rows, width);
    Tensor vTangent = bench.random(rows, width);
    Tensor p = bench.random(rows, width);
    Tensor pTangent = bench.random(rows, width);
    Tensor out = bench.random(rows, width);
    kernels.rows().softmax(x, p);
    kernels.rows().softmaxDerivative(p, xTangent, pTangent);
    bench.assertDifference(x, xTangent, moved -> kernels.rows().softmax(moved, out), out, pTangent);

    Tensor w = bench.random(rows, width);
    Tensor adjoint = bench.random(rows, width);
    kernels.rows().softmaxDerivative(p, w, adjoint);
    assertThat(bench.backend.dot(pTangent, w))
        .isCloseTo(bench.backend.dot(xTangent, adjoint), within(1e-14 * rows * width));

    Tensor tangent = bench.random(rows, width);
    kernels.rows().softmaxDerivativeTangent(p, pTangent, v, vTangent, tangent);
    Tensor movedV = bench.random(rows, width);
    bench.assertDifference(
        (step, result) -> {
          bench.backend.combine(1, x, step, xTangent, result);
          kernels.rows().softmax(result, result);
          bench.backend.combine(1, v, step, vTangent, movedV);
          kernels.rows().softmaxDerivative(result, movedV, result);
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
      kernels.rows().softmaxDerivativeTangent(in[0], in[1], in[2], in[3], in[alias]);
      assertThat(read(in[alias])).containsExactly(expected);
    }
    kernels.rows().softmaxDerivative(p, w, w);
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
  default void softmaxDerivativesAreTheirFormulas(DataType dataType, int rows, int width) {
    KernelBench bench = new KernelBench(open(dataType));
    Tensor[] in = new Tensor[5];
    Arrays.setAll(in, i -> bench.random(rows, width));
    double[][] x = new double[4][];
    Arrays.setAll(x, i -> read(in[i]));
    bench.kernels.rows().softmaxDerivative(in[0], in[2], in[4]);
    bench.assertClose(
        in[4], i -> x[0][i] * (x[2][i] - dot(x[0], x[2], i / width, width)), i -> width);
    bench.kernels.rows().softmaxDerivativeTangent(in[0], in[1], in[2], in[3], in[4]);
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
  default void normalizedRowsHaveMeanZeroAndTheVarianceThatEpsilonLeaves(
      DataType dataType, int rows, int width) {
    KernelBench bench = new KernelBench(open(dataType));
    Tensor x = bench.random(rows, width);
    bench.backend.scale(3, x);
    Tensor y = bench.random(rows, width);
    Tensor scale = bench.random(rows);
    bench.kernels.rows().normalize(x, 0.01, y, scale);
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
    bench.kernels.rows().normalize(x, 0.01, x, scale);
    assertThat(read(x)).containsExactly(expected);
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 9", "5, 64", "2, 517"})
  default void theNormalizationsDerivativeAndItsTangentAreDifferenceQuotients(int rows, int width) {
    KernelBench bench = new KernelBench(open(DataType.FLOAT64));
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
    kernels.rows().normalize(x, epsilon, y, scale);
    kernels.rows().normalizeDerivative(y, scale, xTangent, yTangent);
    kernels.rows().normalizeScaleTangent(y, scale, xTangent, scaleTangent);
    bench.assertDifference(
        x,
        xTangent,
        moved -> kernels.rows().normalize(moved, epsilon, out, outScale),
        out,
        yTangent);
    bench.assertDifference(
        x,
        xTangent,
        moved -> kernels.rows().normalize(moved, epsilon, out, outScale),
        outScale,
        scaleTangent);

    Tensor w = bench.random(rows, width);
    Tensor adjoint = bench.random(rows, width);
    kernels.rows().normalizeDerivative(y, scale, w, adjoint);
    assertThat(backend.dot(yTangent, w))
        .isCloseTo(backend.dot(xTangent, adjoint), within(1e-13 * rows * width));

    Tensor tangent = bench.random(rows, width);
    kernels
        .rows()
        .normalizeDerivativeTangent(y, yTangent, scale, scaleTangent, v, vTangent, tangent);
    Tensor movedV = bench.random(rows, width);
    bench.assertDifference(
        (step, result) -> {
          backend.combine(1, x, step, xTangent, result);
          kernels.rows().normalize(result, epsilon, result, outScale);
          backend.combine(1, v, step, vTangent, movedV);
          kernels.rows().normalizeDerivative(result, outScale, movedV, result);
        },
        out,
        tangent);

    double[] expected = read(tangent);
    for (int alias = 0; alias < 4; alias++) {
      Tensor[] in = {
        backend.copyOf(y), backend.copyOf(yTangent), backend.copyOf(v), backend.copyOf(vTangent)
      };
      kernels
          .rows()
          .normalizeDerivativeTangent(in[0], in[1], scale, scaleTangent, in[2], in[3], in[alias]);
      assertThat(read(in[alias])).containsExactly(expected);
    }
    bench.assertNothingElseTouched();
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 3, 10", "FLOAT32, 2, 1003", "FLOAT64, 3, 10", "FLOAT64, 2, 1003"})
  default void normalizationDerivativesAreTheirFormulas(DataType dataType, int rows, int width) {
    KernelBench bench = new KernelBench(open(dataType));
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
    bench
        .kernels
        .rows()
        .normalizeDerivativeTangent(in[0], in[1], scale, scaleTangent, in[2], in[3], in[4]);
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
  default void rowsWithNanStayNanAndSpareTheOthers(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.of(new double[] {1, NAN, 3, 1, 2, 3}, 2, 3);
    Tensor out = backend.zeros(2, 3);
    Tensor scale = backend.zeros(2);
    backend.kernels().rows().normalize(x, 1e-5, out, scale);
    assertThat(Arrays.copyOf(read(out), 3)).containsOnly(NAN);
    assertThat(read(out)[5]).isCloseTo(Math.sqrt(1.5), within(1e-4));
    backend.kernels().rows().softmaxDerivative(x, x, out);
    assertThat(Arrays.copyOf(read(out), 3)).containsOnly(NAN);
    assertThat(read(out)[3]).isEqualTo(-13);
  }

  private static double dot(double[] x, double[] y, int row, int width) {
    double sum = 0;
    for (int j = row * width; j < (row + 1) * width; j++) {
      sum += x[j] * y[j];
    }
    return sum;
  }
}
