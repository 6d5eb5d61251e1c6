package org.edgeflow.cli.fidelity.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.plugin.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteTest {

  @ParameterizedTest
  @ValueSource(strings = {"quick", "full", "onset", "optimizers"})
  void everyConfigOfABuiltInSuiteIsSound(String name) {
    Registry registry = Registry.load();
    Suite suite = Suite.read(name, Optional.empty());
    for (Problem problem : suite.problems()) {
      ExperimentPlan plan = problem.plan(suite, 1, List.of(), registry);
      assertThat(plan.models()).extracting(model -> model.flow().type()).contains("edge-flow");
    }
  }

  @Test
  void cifar10TakesFashionMnistsPlaceWhereItIsAtHand() {
    Suite suite = Suite.read("full", Optional.of(Path.of("/data/cifar")));
    ExperimentPlan plan = suite.problems().get(0).plan(suite, 1, List.of(), Registry.load());
    assertThat(plan.dataset().orElseThrow().type()).isEqualTo("cifar-10");
    assertThat(plan.dataset().orElseThrow().settings().toString()).contains("/data/cifar");
  }

  @Test
  void aSpreadIsTheMedianAndTheRangeOfWhatIsFinite() {
    Spread odd = Spread.of(DoubleStream.of(3, Double.NaN, 1, 2));
    assertThat(odd.median()).isEqualTo(2);
    assertThat(odd.text(3)).isEqualTo("2 (1–3)");
    assertThat(Spread.of(DoubleStream.of(1, 2)).median()).isCloseTo(1.5, within(1e-15));
    assertThat(Spread.of(DoubleStream.empty()).text(3)).isEqualTo("-");
  }

  @Test
  void figuresKeepTheirSignificantDigits() {
    assertThat(Spread.figure(0.012345, 3)).isEqualTo("0.0123");
    assertThat(Spread.figure(123.456, 3)).isEqualTo("123");
    assertThat(Spread.figure(1.2345e-5, 3)).isEqualTo("1.23e-05");
    assertThat(Spread.figure(700, 3)).isEqualTo("700");
  }
}
