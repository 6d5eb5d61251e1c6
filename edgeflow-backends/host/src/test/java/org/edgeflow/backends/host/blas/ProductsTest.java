package org.edgeflow.backends.host.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.edgeflow.core.processor.Processor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
  private static final String WIDE = "avx2 avx512f avx512cd avx512bw avx512dq avx512vl";

  private static Processor processor(String features) {
    return new Processor(
        Optional.empty(), features == null ? Set.of() : Set.of(features.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    ", true",
    "SkylakeX, true",
    "SAPPHIRERAPIDS, true",
    "Haswell, false",
    "Zen, false",
  })
  void openBlasWorksInPlaceWithKernelsForWideVectors(String coreType, boolean inPlace) {
    assertEquals(inPlace, Products.worksInPlace(processor(WIDE), 512, coreType));
  }

  @ParameterizedTest
  @CsvSource({
    WIDE + ", 256, true",
    WIDE + ", 0, true",
    "avx2 fma, 256, false",
    "avx512f avx512cd, 512, false",
    "asimd sve, 512, false",
  })
  void itsKernelsAreWhatTheProcessorCanWhateverTheJvmUses(
      String features, int bits, boolean inPlace) {
    assertEquals(inPlace, Products.worksInPlace(processor(features), bits, null));
  }

  @ParameterizedTest
  @CsvSource({
    "512, , true",
    "512, Haswell, false",
    "256, , false",
    "256, SkylakeX, false",
    "0, , false"
  })
  void whereNobodyTellsWhatTheProcessorCanTheJvmsVectorsStandForIt(
      int bits, String coreType, boolean inPlace) {
    assertEquals(inPlace, Products.worksInPlace(processor(null), bits, coreType));
  }
}
