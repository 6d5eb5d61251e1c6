package org.edgeflow.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.blocks.BlockSize;
import org.edgeflow.models.engine.blocks.BlockSize.Share;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.lane.Lanes;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.signal.Extents;
import org.junit.jupiter.api.Test;

class BlockSizeTest {
  private static final Share SHARE = new Share(100, 2);
  private static final LayerGraph VECTORS =
      SmallNetworks.dense(StandardActivation.TANH, Criterion.SQUARED_ERROR, 20, 4, 3);

  private static LayerGraph images(int outputs) {
    LayerGraph.Builder graph = new LayerGraph.Builder(new Extents(6, 5, 2));
    graph.then("tanh", new Elementwise(StandardActivation.TANH));
    graph.then("flatten", new Flatten());
    graph.then("wide", Linear.dense(outputs, true));
    graph.then("out", Linear.dense(3, true));
    return graph.loss(Criterion.CROSS_ENTROPY, 1);
  }

  @Test
  void aBlockOfImagesHoldsNoMoreNumbersThanTheBackendReaches() {
    assertThat(BlockSize.of(10_000, images(4), SHARE, false, () -> 1_500)).isEqualTo(6);
    assertThat(BlockSize.of(10_000, images(4), SHARE, false, () -> 20_000)).isEqualTo(1);
    assertThat(BlockSize.of(10_000, images(4), SHARE, false, () -> 10)).isEqualTo(50);
  }

  @Test
  void imagesBeforeLargeDenseLayersComeInLongBlocks() {
    assertThat(BlockSize.of(10_000, images(1_100), SHARE, false, () -> 5_000)).isEqualTo(16);
  }

  @Test
  void imagesTooLargeToCountComeOneByOne() {
    assertThat(
            BlockSize.of(
                100,
                images(4),
                SHARE,
                false,
                () -> {
                  throw new AssertionError("was asked");
                }))
        .isEqualTo(1);
  }

  @Test
  void vectorsComeAllAtOnceAndInTheRowSpaceInEighths() {
    assertThat(BlockSize.of(10, VECTORS, SHARE, false, () -> 1_000)).isEqualTo(50);
    assertThat(BlockSize.of(10, VECTORS, SHARE, true, () -> 1_000)).isEqualTo(13);
  }

  @Test
  void anExampleIsCountedWithoutTheParametersAndWhateverTheNumberOfExamples() {
    TensorBackend backend = new HeapBackend(DataType.FLOAT32);
    LayerGraph graph = images(1_100);
    long counted = perExample(backend, graph, SmallNetworks.data(2, 2, 6, 5));
    assertThat(counted).isBetween(2L * 1_100, 1_100L * 60);
    assertThat(perExample(backend, graph, SmallNetworks.data(91, 2, 6, 5))).isEqualTo(counted);
    assertThat(perExample(backend, graph, SmallNetworks.data(1, 2, 6, 5))).isZero();
  }

  private static long perExample(TensorBackend backend, LayerGraph graph, Dataset data) {
    return Lanes.perExample(backend, new Lanes.Work(graph, Examples.of(data, graph), 1, false));
  }
}
