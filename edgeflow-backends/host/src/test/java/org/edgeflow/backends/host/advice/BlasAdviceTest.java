package org.edgeflow.backends.host.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.edgeflow.backends.host.advice.BlasAdvice.Rates;
import org.junit.jupiter.api.Test;

class BlasAdviceTest {
  private static final String LINE = "backend: {type: host, blas: mkl}";

  @Test
  void aLibraryNearThePeakIsLeftAlone() {
    assertThat(BlasAdvice.said(Rates.of("118 59 110 54 100 50"), Optional.empty()))
        .containsExactly(
            "OpenBLAS multiplies at 93 % (float32) and 92 % (float64) of what one thread's vector"
                + " instructions can (118 and 59 GFLOP/s), matrices of 32 columns at 85 % and 85 %.",
            "No other BLAS has much to win here.");
  }

  @Test
  void aLibraryFarBelowItIsToldWithWhatToTry() {
    List<String> said = BlasAdvice.said(Rates.of("200 100 110 90 150 80"), Optional.empty());
    assertThat(said.get(0)).contains("55 % (float32)", "90 % (float64)");
    assertThat(said.get(1)).contains("./mvnw -P mkl package", LINE, "blas: FILE");
  }

  @Test
  void anotherLibraryThatIsThereIsMeasured() {
    Rates slow = Rates.of("200 100 100 80 100 80");
    assertThat(BlasAdvice.said(slow, Optional.of(Rates.of("200 100 180 90 180 90"))).get(1))
        .contains("1.80 (float32)", "1.13 (float64)", "32 columns 1.80 and 1.13 times")
        .endsWith(LINE);
    assertThat(BlasAdvice.said(slow, Optional.of(Rates.of("200 100 102 84 102 84"))).get(1))
        .endsWith("leave 'blas' out.");
  }

  @Test
  void aLibraryThatIsBehindWithNarrowMatricesAloneIsToldSo() {
    Rates narrow = Rates.of("98 50 85 42 42 25");
    assertThat(BlasAdvice.said(narrow, Optional.empty()).get(1))
        .startsWith("Another BLAS may be faster here, for narrow layers: build with");
    assertThat(BlasAdvice.said(narrow, Optional.of(Rates.of("98 50 90 41 73 19"))).get(1))
        .endsWith(LINE + " for float32 alone.");
  }

  @Test
  void aVariableThatHoldsOpenBlasBackIsNamed() {
    Rates held = Rates.of("230 115 120 60 100 50");
    List<String> said =
        BlasAdvice.heldBack("Haswell", held, Rates.of("230 115 228 99 200 90")).orElseThrow();
    assertThat(said)
        .hasSize(2)
        .last()
        .isEqualTo(
            "The environment has OPENBLAS_CORETYPE=Haswell, without which OpenBLAS multiplies 1.90"
                + " (float32) and 1.65 (float64) times as fast: unset it, unless the bits of"
                + " another processor are wanted.");
    assertThat(said.get(0)).contains("52 % (float32)", "52 % (float64)");
  }

  @Test
  void aVariableThatCostsLittleLeavesTheAdviceOnLibraries() {
    Rates held = Rates.of("230 115 120 60 100 50");
    assertThat(BlasAdvice.heldBack("Haswell", held, held)).isEmpty();
  }

  @Test
  void thisMachineIsMeasuredInAProcessOfItsOwn() {
    List<String> said = BlasAdvice.given();
    assertThat(said).hasSize(2);
    assertThat(said.get(0))
        .matches("OpenBLAS multiplies at \\d+ % .* GFLOP/s\\), matrices of 32 columns at .*%\\.");
  }
}
