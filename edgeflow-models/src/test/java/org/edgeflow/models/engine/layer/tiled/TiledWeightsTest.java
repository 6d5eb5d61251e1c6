package org.edgeflow.models.engine.layer.tiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.signal.Storage;
import org.edgeflow.models.engine.signal.Wiring;
import org.junit.jupiter.api.Test;

class TiledWeightsTest {
  private static final int CHANNELS = 8;
  private static final int NUMBERS = 9 * CHANNELS * CHANNELS;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Storage storage = new Storage(backend);
  private final Tensor plus = backend.zeros(2 * NUMBERS);
  private final Tensor minus = backend.zeros(2 * NUMBERS);

  private Wiring tape(int examples, Tensor parameters, Tensor direction, int offset) {
    return new Wiring(
        backend,
        storage,
        examples,
        direction != null,
        List.of(),
        parameters,
        direction,
        null,
        null,
        offset);
  }

  private static TiledWeights of(Wiring wiring) {
    return TiledWeights.of(wiring, CHANNELS, CHANNELS);
  }

  @Test
  void tapesOfDifferentBlocksHaveTheTransformedWeightsOfOnePlaceOnce() {
    assertThat(of(tape(3, plus, null, 0))).isSameAs(of(tape(2, plus, null, 0)));
  }

  @Test
  void otherParametersAndOtherLayersHaveTheirOwn() {
    TiledWeights first = of(tape(3, plus, null, 0));
    assertThat(of(tape(3, minus, null, 0))).isNotSameAs(first);
    assertThat(of(tape(3, plus, null, NUMBERS))).isNotSameAs(first);
  }

  @Test
  void aDirectionHasItsOwnAndIsAbsentWithoutTangents() {
    Wiring tangents = tape(3, plus, minus, 0);
    assertThat(TiledWeights.alongDirection(tangents, CHANNELS, CHANNELS))
        .isSameAs(of(tape(3, minus, null, 0)))
        .isNotSameAs(of(tangents));
    assertThat(TiledWeights.alongDirection(tape(3, plus, null, 0), CHANNELS, CHANNELS)).isNull();
  }

  @Test
  void whatIsSharedHoldsTheWeightsOfThePlaceThatItWasAskedFor() {
    TiledWeights ones = of(tape(3, plus, null, NUMBERS));
    TiledWeights others = of(tape(3, minus, null, NUMBERS));
    backend.fill(plus, 1);
    backend.fill(minus, -2);
    ones.refresh();
    others.refresh();
    // Of weights that are all 1 the corners of G w Gᵀ are 1, and the second place is 3/2.
    assertThat(corner(ones)).containsExactly(1, 1.5);
    assertThat(corner(others)).containsExactly(-2, -3);
  }

  private double[] corner(TiledWeights weights) {
    double[] all = new double[weights.matrices().size()];
    backend.read(weights.matrices(), all);
    return new double[] {all[0], all[CHANNELS * CHANNELS]};
  }
}
