package org.edgeflow.backends.host.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {

  @ParameterizedTest
  @CsvSource({
    "512, , true",
    "512, SkylakeX, true",
    "512, SAPPHIRERAPIDS, true",
    "512, Haswell, false",
    "512, Zen, false",
    "256, , false",
    "256, SkylakeX, false",
    "0, , false"
  })
  void openBlasWorksInPlaceWithKernelsForWideVectors(int bits, String coreType, boolean inPlace) {
    assertEquals(inPlace, Products.worksInPlace(bits, coreType));
  }
}
