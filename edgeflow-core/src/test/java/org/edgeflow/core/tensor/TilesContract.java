package org.edgeflow.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.edgeflow.core.tensor.KernelBench.read;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link Kernels.Tiles} promise, of every backend that has them. */
public interface TilesContract extends BackendUnderTest {
  /** Images in each test. */
  int EXAMPLES = 3;

  private static Window[] windows() {
    return new Window[] {
      new Window(1, 3, 3, 3, 3, 1, 1, 0, 0, 1, 1),
      new Window(3, 6, 4, 3, 3, 1, 1, 0, 0, 4, 2),
      new Window(2, 5, 8, 3, 3, 1, 1, 1, 1, 5, 8),
      new Window(19, 7, 5, 3, 3, 1, 1, 1, 1, 7, 5),
      new Window(17, 4, 6, 3, 3, 1, 1, 1, 0, 4, 4),
      new Window(8, 3, 4, 3, 3, 1, 1, 2, 2, 5, 6),
      new Window(2, 1, 2, 3, 3, 1, 1, 1, 1, 1, 2),
    };
  }

  private KernelBench bench(DataType dataType) {
    KernelBench bench = new KernelBench(open(dataType));
    assumeTrue(bench.kernels.tiles() != null, "this backend takes patches");
    return bench;
  }

  private static Tensor images(KernelBench bench, Window window) {
    return bench.random(EXAMPLES, window.height(), window.width(), window.channels());
  }

  @ParameterizedTest
  @EnumSource
  default void sixteenProductsATileAreTheConvolution(DataType dataType) {
    for (Window window : windows()) {
      KernelBench bench = bench(dataType);
      Tiling tiling = new Tiling(window);
      int tiles = tiling.count(EXAMPLES);
      Tensor images = images(bench, window);
      Tensor split = bench.random(Tiling.PRODUCTS, tiles, window.channels());
      bench.kernels.tiles().split(tiling, images, split);
      double[] weights = read(bench.random(9, window.channels()));
      Tensor product = bench.random(Tiling.PRODUCTS, tiles, 1);
      bench
          .kernels
          .products()
          .batchedGemm(false, false, 1, split, transformed(bench, window, weights), 0, product);
      Tensor outputs = bench.random(EXAMPLES, window.outputHeight(), window.outputWidth(), 1);
      bench.kernels.tiles().join(tiling, product, outputs);

      Tensor patches = bench.random(EXAMPLES * window.positions(), window.patchSize());
      bench.kernels.windows().gatherPatches(window, images, patches);
      double[] patch = read(patches);
      bench.assertClose(
          outputs,
          position -> {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
              sum += weights[i] * patch[position * weights.length + i];
            }
            return sum;
          },
          position -> 4 * weights.length,
          window);
      bench.assertNothingElseTouched();
    }
  }

  private static Tensor transformed(KernelBench bench, Window window, double[] weights) {
    double[][] g = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
    int channels = window.channels();
    double[] values = new double[Tiling.PRODUCTS * channels];
    for (int i = 0; i < Tiling.PRODUCTS; i++) {
      for (int place = 0; place < 9; place++) {
        for (int channel = 0; channel < channels; channel++) {
          values[i * channels + channel] +=
              g[i / 4][place / 3] * g[i % 4][place % 3] * weights[place * channels + channel];
        }
      }
    }
    return bench.backend.of(values, Tiling.PRODUCTS, channels, 1);
  }

  @ParameterizedTest
  @EnumSource
  default void tilesLoseLittleMoreToRoundingThanPatches(DataType dataType) {
    Window window = new Window(32, 8, 8, 3, 3, 1, 1, 1, 1, 8, 8);
    KernelBench bench = bench(dataType);
    Tiling tiling = new Tiling(window);
    Tensor images = images(bench, window);
    double[] weights = read(bench.random(9, window.channels()));
    Tensor split = bench.random(Tiling.PRODUCTS, tiling.count(EXAMPLES), window.channels());
    bench.kernels.tiles().split(tiling, images, split);
    Tensor product = bench.random(Tiling.PRODUCTS, tiling.count(EXAMPLES), 1);
    Kernels.Products products = bench.kernels.products();
    products.batchedGemm(false, false, 1, split, transformed(bench, window, weights), 0, product);
    Tensor byTiles = bench.random(EXAMPLES, window.outputHeight(), window.outputWidth(), 1);
    bench.kernels.tiles().join(tiling, product, byTiles);
    Tensor patches = bench.random(EXAMPLES * window.positions(), window.patchSize());
    bench.kernels.windows().gatherPatches(window, images, patches);
    Tensor byPatches = bench.random(EXAMPLES * window.positions(), 1);
    Tensor column = bench.backend.of(weights, weights.length, 1);
    products.gemm(false, false, 1, patches, column, 0, byPatches);
    double[] exact = exactly(read(patches), weights);
    double lostByTiles = deviation(read(byTiles), exact);
    double lostByPatches = deviation(read(byPatches), exact);
    assertThat(lostByTiles).isPositive().isLessThan(4 * lostByPatches);
  }

  private static double[] exactly(double[] patches, double[] weights) {
    double[] sums = new double[patches.length / weights.length];
    for (int row = 0; row < sums.length; row++) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 0; i < weights.length; i++) {
        BigDecimal pixel = new BigDecimal(patches[row * weights.length + i]);
        sum = sum.add(pixel.multiply(new BigDecimal(weights[i])));
      }
      sums[row] = sum.doubleValue();
    }
    return sums;
  }

  private static double deviation(double[] found, double[] exact) {
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += (found[i] - exact[i]) * (found[i] - exact[i]);
    }
    return Math.sqrt(sum / exact.length);
  }

  @ParameterizedTest
  @EnumSource
  default void whatGoesBackThroughTilesIsTheAdjoint(DataType dataType) {
    for (Window window : windows()) {
      KernelBench bench = bench(dataType);
      Kernels.Tiles kernels = bench.kernels.tiles();
      Tiling tiling = new Tiling(window);
      int channels = window.channels();
      Tensor images = images(bench, window);
      Tensor split = bench.random(Tiling.PRODUCTS, tiling.count(EXAMPLES), channels);
      kernels.split(tiling, images, split);
      Tensor tiles = bench.random(Tiling.PRODUCTS, tiling.count(EXAMPLES), channels);
      Tensor back = images(bench, window);
      kernels.splitAdjoint(tiling, tiles, back);
      assertAdjoint(bench, split, tiles, images, back);

      Tensor outputs =
          bench.random(EXAMPLES, window.outputHeight(), window.outputWidth(), channels);
      Tensor joined = bench.random(EXAMPLES, window.outputHeight(), window.outputWidth(), channels);
      kernels.join(tiling, tiles, joined);
      kernels.joinAdjoint(tiling, outputs, split);
      assertAdjoint(bench, joined, outputs, tiles, split);
      bench.assertNothingElseTouched();
    }
  }

  private static void assertAdjoint(KernelBench bench, Tensor ax, Tensor y, Tensor x, Tensor aty) {
    double size = 20 + 8.0 * Math.max(ax.size(), x.size());
    assertThat(bench.backend.dot(ax, y))
        .isCloseTo(bench.backend.dot(x, aty), within(bench.backend.dataType().epsilon() * size));
  }

  @ParameterizedTest
  @EnumSource
  default void tilesOfAnotherShapeAreRefused(DataType dataType) {
    KernelBench bench = bench(dataType);
    Window window = windows()[1];
    Tiling tiling = new Tiling(window);
    Tensor images = images(bench, window);
    Tensor few = bench.random(Tiling.PRODUCTS, tiling.count(EXAMPLES) - 1, window.channels());
    assertThatThrownBy(() -> bench.kernels.tiles().split(tiling, images, few))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not fit tiles of shape [16, 5, 3]");
    assertThatThrownBy(() -> new Tiling(new Window(1, 4, 4, 2, 2, 1, 1, 0, 0, 3, 3)))
        .hasMessageContaining("expected 3 x 3");
  }
}
