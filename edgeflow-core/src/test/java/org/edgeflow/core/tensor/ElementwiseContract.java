package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.edgeflow.core.tensor.KernelBench.read;

import java.util.Arrays;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend's {@link Kernels.Elementwise} promise. */
public interface ElementwiseContract extends BackendUnderTest {
  double NAN = Double.NaN;
  double INF = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 77", "FLOAT32, 5003", "FLOAT64, 1", "FLOAT64, 77"})
  default void productsAreElementwiseAndInPlaceWhereAsked(DataType dataType, int size) {
    KernelBench bench = new KernelBench(open(dataType));
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
      bench.kernels.elementwise().multiplyAdd(in[0], in[1], in[2], in[3], in[target]);
      bench.assertClose(in[target], i -> x[0][i] * x[1][i] + x[2][i] * x[3][i], i -> 2);
      if (target < 2 || target == 4) {
        bench.backend.write(x[0], in[0]);
        bench.backend.write(x[1], in[1]);
        bench.kernels.elementwise().multiply(in[0], in[1], in[target]);
        bench.assertClose(in[target], i -> x[0][i] * x[1][i], i -> 1);
      }
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void elementwiseProductsLetNanThrough(DataType dataType) {
    TensorBackend backend = open(dataType);
    Tensor x = backend.of(new double[] {NAN, INF, 0, 2}, 4);
    Tensor y = backend.of(new double[] {0, 0, -INF, 3}, 4);
    Tensor out = backend.zeros(4);
    backend.kernels().elementwise().multiply(x, y, out);
    assertThat(read(out)).containsExactly(NAN, NAN, NAN, 6);
    backend.kernels().elementwise().multiplyAdd(x, y, backend.zeros(4), x, out);
    assertThat(read(out)).containsExactly(NAN, NAN, NAN, 6);
    backend.kernels().rows().add(x, backend.view(out, 0, 1, 4));
    assertThat(read(out)).containsExactly(NAN, NAN, NAN, 8);
    backend.kernels().rows().sum(backend.view(x, 0, 4, 1), 0, backend.view(out, 0, 1));
    assertThat(read(out)[0]).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  default void activationsAreTheirDefinitions(DataType dataType) {
    KernelBench bench = new KernelBench(open(dataType));
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

        bench.kernels.elementwise().activate(f, z, value, slope);
        bench.assertClose(value, i -> f.value(at[i]), i -> scale(f.value(at[i])), f);
        bench.assertClose(slope, i -> f.slope(at[i]), i -> scale(f.slope(at[i])), f);
        double[] values = read(value);
        double[] slopes = read(slope);
        bench.backend.fill(value, NAN);
        bench.kernels.elementwise().activate(f, z, value, null);
        assertThat(read(value)).as("%s", f).containsExactly(values);

        bench.backend.fill(value, NAN);
        bench.backend.fill(slope, NAN);
        bench
            .kernels
            .elementwise()
            .activateTangent(f, z, zTangent, value, valueTangent, slope, swing);
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
  default void activationsMayOverwriteWhatTheyRead(DataType dataType) {
    KernelBench bench = new KernelBench(open(dataType));
    for (Activation f : activations()) {
      double[] at = read(bench.random(1061));
      double[] along = read(bench.random(1061));
      Tensor[] fresh = new Tensor[6];
      Arrays.setAll(fresh, i -> bench.random(1061));
      bench.backend.write(at, fresh[0]);
      bench.backend.write(along, fresh[1]);
      bench
          .kernels
          .elementwise()
          .activateTangent(f, fresh[0], fresh[1], fresh[2], fresh[3], fresh[4], fresh[5]);
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
          bench
              .kernels
              .elementwise()
              .activateTangent(f, used[0], used[1], used[2], used[3], used[4], used[5]);
          for (int i = 2; i < 6; i++) {
            assertThat(read(used[i])).as("%s %d %d", f, first, second).containsExactly(expected[i]);
          }
        }
      }
      for (int target = 2; target < 4; target++) {
        bench.backend.write(at, fresh[target]);
        bench.kernels.elementwise().activate(f, fresh[target], fresh[2], fresh[3]);
        assertThat(read(fresh[2])).containsExactly(expected[2]);
        assertThat(read(fresh[3])).containsExactly(expected[4]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void activationsKeepNanAndHaveTheirLimitsAtInfinity(DataType dataType) {
    TensorBackend backend = open(dataType);
    double large = dataType == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    double tiny = dataType == DataType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    double[] points = {NAN, INF, -INF, 0, -0.0, large, -large, tiny, -tiny, 1};
    Tensor z = backend.of(points, points.length);
    Tensor value = backend.zeros(points.length);
    Tensor slope = backend.zeros(points.length);
    for (StandardActivation f : StandardActivation.values()) {
      backend.kernels().elementwise().activate(f, z, value, slope);
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
    backend.kernels().elementwise().activate(StandardActivation.TANH, z, value, slope);
    assertThat(read(slope)[0]).isNaN();
    for (StandardActivation f : StandardActivation.values()) {
      boolean bounded = f == StandardActivation.TANH || f == StandardActivation.SIGMOID;
      assertThat(f.value(INF)).as("%s at infinity", f).isEqualTo(bounded ? 1 : INF);
    }
  }

  @Test
  default void derivativesOfTheActivationsAreTheirDifferenceQuotients() {
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

  private static Activation[] activations() {
    Activation[] all = Arrays.copyOf(StandardActivation.values(), 9, Activation[].class);
    all[all.length - 1] = new Cube();
    return all;
  }

  final class Cube implements Activation {
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
}
