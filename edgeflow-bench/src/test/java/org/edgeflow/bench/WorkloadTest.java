package org.edgeflow.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.bench.workload.Evaluation;
import org.edgeflow.bench.workload.StandardNetwork;
import org.edgeflow.bench.workload.Workload;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
  // The first examples of Fashion-MNIST that have every class.
  private static final int FASHION = 40;

  @ParameterizedTest
  @EnumSource(StandardNetwork.class)
  void everyStandardNetworkEvaluatesAllThatIsTimed(StandardNetwork network) {
    try (Evaluation evaluation = workload(network.label(), "heap", 1, true).open()) {
      double loss = evaluation.loss();
      assertThat(loss).isPositive();
      // To second order in r the endpoints' mean is the loss at the centre.
      assertThat(evaluation.symmetric().loss()).isCloseTo(loss, within(1e-3 * loss));
      // A chord may displace the first layer's weights, where the HVP displaces what they make.
      double endpoints = evaluation.symmetric().loss();
      assertThat(evaluation.chord().loss()).isCloseTo(endpoints, within(1e-14 * endpoints));
      assertThat(evaluation.dataset().classes())
          .hasSize(network == StandardNetwork.LSTM_64 ? 8 : 10);
    }
  }

  @Test
  void theRowSpaceAndTheWholeSpaceHaveOneGradient() {
    try (Evaluation reduced = workload("fashion-mlp", "heap", 1, true).open();
        Evaluation whole = workload("fashion-mlp", "heap", 1, false).open()) {
      assertThat(reduced.dimension()).isLessThan(whole.dimension());
      assertThat(reduced.parameters()).hasSize(whole.dimension());
      double[] expected = whole.outside(whole.gradient());
      assertThat(reduced.outside(reduced.gradient())).containsExactly(expected, within(1e-13));
    }
  }

  @Test
  void theChordOfAShortStepIsTheHessianVectorProduct() {
    try (Evaluation evaluation = workload("fashion-mlp", "heap", 1, true).open()) {
      double[] product = evaluation.outside(evaluation.hessianVector());
      Symmetric chord = evaluation.chord();
      double[] difference = evaluation.outside(chord.halfDifference());
      double error = 0;
      double length = 0;
      for (int i = 0; i < product.length; i++) {
        error += Math.pow(difference[i] / Evaluation.MAGNITUDE - product[i], 2);
        length += Math.pow(product[i], 2);
      }
      // The chord's error is of second order in r = 0.01.
      assertThat(Math.sqrt(error / length)).isLessThan(1e-4);
    }
  }

  @Test
  void anUnknownNetworkIsRefusedWithTheNearestName() {
    assertThatThrownBy(() -> workload("cnn-32-23", "heap", 1, true).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown network 'cnn-32-23'. Did you mean 'cnn-32-32'?")
        .hasMessageContaining("fashion-mlp");
  }

  @Test
  void aBackendThatCannotBeHeldToTheThreadsIsRefused() {
    assertThatThrownBy(() -> workload("fashion-mlp", "heap", 2, true).open())
        .isInstanceOf(ConfigException.class)
        .hasMessage("backend heap has one thread, got 'threads' 2.");
    assertThatThrownBy(() -> workload("fashion-mlp", "nd4j-native", 77, true).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("OMP_NUM_THREADS")
        .hasMessageContaining("expected 77");
  }

  private static Workload workload(String network, String backend, int threads, boolean rowSpace) {
    return new Workload(
        network,
        network.startsWith("fashion") ? FASHION : 3,
        DataType.FLOAT64,
        backend,
        threads,
        rowSpace,
        true,
        false);
  }
}
