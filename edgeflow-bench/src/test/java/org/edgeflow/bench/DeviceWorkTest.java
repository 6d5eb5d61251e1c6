package org.edgeflow.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.bench.tally.Work;
import org.edgeflow.bench.workload.Workload;
import org.edgeflow.core.tensor.DataType;
import org.junit.jupiter.api.Test;

/** What {@code bench device} counts, beside the same by hand. */
class DeviceWorkTest {
  private static final int EXAMPLES = 40;
  private static final int REACH = 1 << 17;

  private static Work counted(
      String network, DataType dataType, int reach, boolean rowSpace, boolean sharedProducts) {
    return DeviceReport.counted(
        new Workload(network, EXAMPLES, dataType, "host", 1, rowSpace, sharedProducts, false),
        reach);
  }

  // Four products in the first layer (at the centre, along the direction, the sum of the endpoints'
  // gradients, the HVP's), fourteen in every other one: three at each endpoint, eight with
  // tangents.
  private static double sharedFlops(int[][] layers) {
    double flops = 0;
    for (int i = 0; i < layers.length; i++) {
      flops += (i == 0 ? 4 : 14) * 2.0 * EXAMPLES * layers[i][0] * layers[i][1] * layers[i][2];
    }
    return flops;
  }

  @Test
  void sharedProductsOfADenseNetworkAreFourAndFourteen() {
    double expected = sharedFlops(new int[][] {{1, 784, 200}, {1, 200, 200}, {1, 200, 10}});
    for (DataType dataType : DataType.values()) {
      assertThat(counted("fashion-mlp", dataType, REACH, false, true).flops()).isEqualTo(expected);
    }
  }

  @Test
  void sharedProductsOfAConvolutionalNetworkAreFourAndFourteenWhateverTheBlocks() {
    double expected = sharedFlops(new int[][] {{1024, 27, 32}, {256, 288, 32}, {1, 2048, 10}});
    for (int reach : new int[] {REACH, 1 << 26}) {
      assertThat(counted("cnn-32-32", DataType.FLOAT32, reach, false, true).flops())
          .isEqualTo(expected);
    }
  }

  @Test
  void withoutSharingTheFirstLayerTakesSevenProducts() {
    // Forwards and backwards at both endpoints; forwards, along and backwards at the centre.
    double first = 2.0 * EXAMPLES * 784 * 200;
    assertThat(counted("fashion-mlp", DataType.FLOAT32, REACH, false, false).flops())
        .isEqualTo(
            counted("fashion-mlp", DataType.FLOAT32, REACH, false, true).flops() + 3 * first);
  }

  @Test
  void theRowSpaceSavesProducts() {
    assertThat(counted("fashion-mlp", DataType.FLOAT32, REACH, true, true).flops())
        .isPositive()
        .isLessThan(0.5 * counted("fashion-mlp", DataType.FLOAT32, REACH, false, true).flops());
  }

  @Test
  void wideNumbersMoveTwiceTheBytesOfNarrowOnesInAsManyOperations() {
    Work narrow = counted("fashion-mlp", DataType.FLOAT32, REACH, false, true);
    Work wide = counted("fashion-mlp", DataType.FLOAT64, REACH, false, true);
    // But for the places of the last layer's transposed weights, which are integers in both.
    assertThat(wide.bytes()).isCloseTo(2 * narrow.bytes(), within(2e-3 * wide.bytes()));
    assertThat(wide.operations()).isEqualTo(narrow.operations()).isGreaterThan(50);
    // Each weight of the first layer is at least read twice and its gradients written twice.
    assertThat(narrow.bytes()).isGreaterThan(4.0 * 784 * 200 * Float.BYTES);
  }

  @Test
  void smallerBlocksMoveTheWeightsMoreOften() {
    Work whole = counted("cnn-32-32", DataType.FLOAT32, 1 << 26, false, true);
    Work blocks = counted("cnn-32-32", DataType.FLOAT32, REACH, false, true);
    assertThat(blocks.operations()).isGreaterThan(5 * whole.operations());
    assertThat(blocks.bytes()).isGreaterThan(whole.bytes());
  }
}
