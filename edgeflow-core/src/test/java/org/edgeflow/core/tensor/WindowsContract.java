package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.edgeflow.core.tensor.KernelBench.read;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend's {@link Kernels.Windows} promise, and {@link Kernels.Places}. */
public interface WindowsContract extends BackendUnderTest {
  double NAN = Double.NaN;

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
  default void patchesArePixelsUnderTheWindow(DataType dataType) {
    for (Window window : windows()) {
      KernelBench bench = new KernelBench(open(dataType));
      int n = 3;
      Tensor images = bench.random(n, window.height(), window.width(), window.channels());
      Tensor patches = bench.random(n * window.positions(), window.patchSize());
      double[] x = read(images);
      bench.kernels.windows().gatherPatches(window, images, patches);
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
      bench.kernels.windows().scatterPatches(window, weights, back);
      assertAdjoint(bench.backend, patches, weights, images, back, window);
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void averagesAreOverWhatLiesInside(DataType dataType) {
    for (Window window : windows()) {
      KernelBench bench = new KernelBench(open(dataType));
      int n = 2;
      int channels = window.channels();
      int area = window.windowHeight() * window.windowWidth();
      Tensor images = bench.random(n, window.height(), window.width(), channels);
      Tensor out = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      Tensor patches = bench.random(n * window.positions(), window.patchSize());
      Tensor inside = bench.random(n * window.positions(), window.patchSize());
      bench.kernels.windows().gatherPatches(window, images, patches);
      Tensor ones = bench.backend.copyOf(images);
      bench.backend.fill(ones, 1);
      bench.kernels.windows().gatherPatches(window, ones, inside);
      double[] values = read(patches);
      double[] counted = read(inside);
      bench.kernels.windows().poolAverage(window, images, out);
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
      bench.kernels.windows().spreadAverage(window, weights, back);
      assertAdjoint(bench.backend, out, weights, images, back, window);
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void backwardsThroughAnActivationAndItsMeanIsOneAfterTheOther(DataType dataType) {
    for (Window window : windows()) {
      KernelBench bench = new KernelBench(open(dataType));
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
      bench.kernels.windows().spreadAverage(window, delta, spread);
      bench.kernels.windows().spreadAverage(window, deltaTangent, spreadTangent);
      double[] y = read(spread);
      double[] z = read(spreadTangent);
      double[] s = read(slope);
      double[] w = read(swing);

      Tensor plain = bench.random(large);
      bench.kernels.windows().spreadAverageTimes(window, delta, slope, plain);
      bench.assertClose(plain, i -> s[i] * y[i], i -> Math.abs(s[i] * y[i]));

      Tensor value = bench.random(large);
      Tensor tangent = bench.random(large);
      bench
          .kernels
          .windows()
          .spreadAverageTimesTangent(window, delta, deltaTangent, slope, swing, value, tangent);
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
  default void maximaKnowWhereTheyStand(DataType dataType) {
    for (Window window : windows()) {
      KernelBench bench = new KernelBench(open(dataType));
      int n = 2;
      int channels = window.channels();
      int area = window.windowHeight() * window.windowWidth();
      Tensor images = bench.random(n, window.height(), window.width(), channels);
      double[] x = read(images);
      Arrays.setAll(x, i -> Math.rint(3 * x[i]) - 10);
      x[x.length / 2] = NAN;
      bench.backend.write(x, images);
      Tensor out = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      Index index = bench.kernels.places().index(new int[out.size()]);
      assertThat(index.size()).isEqualTo(out.size());
      bench.kernels.windows().poolMax(window, images, out, index);
      double[] found = read(out);

      Tensor numbers = bench.random(n, window.height(), window.width(), channels);
      double[] labels = new double[x.length];
      Arrays.setAll(labels, i -> i + 1);
      bench.backend.write(labels, numbers);
      Tensor patches = bench.random(n * window.positions(), window.patchSize());
      bench.kernels.windows().gatherPatches(window, numbers, patches);
      double[] where = read(patches);
      // What stands at a place that is none is 0.
      Tensor chosen = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      bench.kernels.places().gather(numbers, index, chosen);
      double[] places = read(chosen);
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
        assertThat(places[i]).as("%s %d", window, i).isEqualTo(first + 1);
        assertThat((Object) found[i]).as("%s %d", window, i).isEqualTo(first < 0 ? 0.0 : x[first]);
      }

      Tensor again = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      bench.kernels.places().gather(images, index, again);
      assertThat(read(again)).containsExactly(found);

      Tensor vector = bench.random(n, window.height(), window.width(), channels);
      Tensor weights = bench.random(n, window.outputHeight(), window.outputWidth(), channels);
      Tensor back = bench.random(n, window.height(), window.width(), channels);
      bench.kernels.places().gather(vector, index, again);
      bench.kernels.windows().spreadMaximum(window, weights, index, back);
      assertAdjoint(bench.backend, again, weights, vector, back, window);
      bench.assertNothingElseTouched();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anIndexIsACopyOfThePlacesAndOneBackendsOwn(DataType dataType) {
    TensorBackend backend = open(dataType);
    int[] places = {2, -1, 0, 2};
    Index index = backend.kernels().places().index(places);
    places[0] = 1;
    Tensor x = backend.of(new double[] {5, 6, 7}, 3);
    Tensor out = backend.zeros(4);
    backend.kernels().places().gather(x, index, out);
    assertThat(read(out)).containsExactly(7, 0, 5, 7);
    assertThatThrownBy(() -> backend.kernels().places().gather(x, index, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sizes differ");
    assertThatThrownBy(() -> backend.kernels().places().gather(x, () -> 3, x))
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
}
