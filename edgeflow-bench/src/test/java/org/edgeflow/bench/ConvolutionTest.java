package org.edgeflow.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.bench.workload.Convolution;
import org.edgeflow.bench.workload.Evaluation;
import org.edgeflow.core.tensor.DataType;
import org.junit.jupiter.api.Test;

class ConvolutionTest {

  @Test
  void tilesAndPatchesAndBlocksOfAnySizeHaveOneGradient() {
    try (Evaluation tiles = new Convolution(8, 6, DataType.FLOAT64, "host", 0).open();
        Evaluation patches = new Convolution(8, 6, DataType.FLOAT64, "host:tiles=false", 0).open();
        Evaluation single = new Convolution(8, 6, DataType.FLOAT64, "host", 1).open()) {
      double[] expected = patches.outside(patches.gradient());
      assertThat(tiles.outside(tiles.gradient())).containsExactly(expected, within(1e-12));
      assertThat(single.outside(single.gradient())).containsExactly(expected, within(1e-12));
    }
  }
}
