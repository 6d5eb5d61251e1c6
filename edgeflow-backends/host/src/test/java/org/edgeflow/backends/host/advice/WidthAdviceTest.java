package org.edgeflow.backends.host.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.edgeflow.core.processor.Processor;
import org.junit.jupiter.api.Test;

class WidthAdviceTest {
  private static final Processor SKYLAKE =
      new Processor(
          Optional.of("Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz"),
          Set.of("avx2", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"));

  @Test
  void vectorsNarrowerThanTheProcessorsAreToldWithTheOptionThatMendsIt() {
    assertThat(WidthAdvice.given(SKYLAKE, 256))
        .hasValueSatisfying(
            said -> assertThat(said).contains("256 bits", "512", "start Java with -XX:UseAVX=3"));
  }

  @Test
  void vectorsOfItsWidthAreNoMatter() {
    assertThat(WidthAdvice.given(SKYLAKE, 512)).isEmpty();
    Processor narrow = new Processor(Optional.empty(), Set.of("avx2", "fma"));
    assertThat(WidthAdvice.given(narrow, 256)).isEmpty();
  }

  @Test
  void whereNobodyTellsOrTheJvmHasNoVectorsNothingIsSaid() {
    assertThat(WidthAdvice.given(new Processor(Optional.empty(), Set.of()), 256)).isEmpty();
    assertThat(WidthAdvice.given(SKYLAKE, 0)).isEmpty();
  }
}
