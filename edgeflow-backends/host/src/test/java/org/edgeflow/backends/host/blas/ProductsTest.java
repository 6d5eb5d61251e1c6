package org.edgeflow.backends.host.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.backends.host.instructions.Instructions;
import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.processor.Processor;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.core.tensor.heap.HeapTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** Rows, inner extent, columns, and whether each factor is stored transposed. */
  private record Shape(int m, int k, int n, boolean turnA, boolean turnB) {}

  static Stream<Arguments> ways() {
    List<Shape> shapes =
        List.of(
            new Shape(48, 16, 64, false, true),
            new Shape(33, 64, 17, false, true),
            new Shape(7, 64, 17, false, true),
            new Shape(32, 300, 27, true, false),
            new Shape(16, 257, 9, true, false),
            new Shape(16, 300, 9, false, false),
            new Shape(16, 100, 9, true, false),
            new Shape(3000, 40, 32, false, false),
            new Shape(32, 3000, 32, true, false),
            new Shape(64, 64, 64, false, false),
            new Shape(21, 30, 32, true, false));
    return Stream.of(DataType.values())
        .flatMap(
            dataType ->
                Stream.of(true, false)
                    .flatMap(
                        inPlace -> shapes.stream().map(x -> Arguments.of(dataType, inPlace, x))));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whateverTheLibraryLikesTheProductIsTheSameAndNothingBesideItChanges(
      DataType dataType, boolean inPlace, Shape shape) {
    Loops loops = Instructions.best().loops(dataType);
    Elements elements = loops.elements();
    Products products = new Products(Blas.openBlas(), elements, loops.products(), inPlace);
    products.prepare();
    TensorBackend heap = new HeapBackend(dataType);
    Matrix a = random(heap, shape.m, shape.k, shape.turnA);
    Matrix b = random(heap, shape.k, shape.n, shape.turnB);
    for (double beta : new double[] {0, 1, -0.5}) {
      Matrix c = random(heap, shape.m, shape.n, false);
      Matrix expected = copy(heap, c);
      products.multiplyInPieces(0.75, a, b, beta, c);
      PlainProducts.multiply(elements, 0.75, a, b, beta, expected);
      assertThat(largestDifference(values(c), values(expected)))
          .isLessThan(dataType == DataType.FLOAT64 ? 1e-12 : 3e-4);
    }
  }

  private static double largestDifference(double[] x, double[] y) {
    return IntStream.range(0, x.length).mapToDouble(i -> Math.abs(x[i] - y[i])).max().orElseThrow();
  }

  /** Within a larger tensor, so that its rows (or columns) have gaps between them. */
  private static Matrix random(TensorBackend heap, int rows, int columns, boolean turned) {
    int along = turned ? columns : rows;
    int step = (turned ? rows : columns) + 3;
    double[] values = new SplittableRandom(rows).doubles(5 + (long) along * step, -1, 1).toArray();
    Tensor tensor = heap.of(values, values.length);
    return new Matrix((HeapTensor) tensor, 5, rows, columns, step, turned);
  }

  private static Matrix copy(TensorBackend heap, Matrix c) {
    Tensor tensor = heap.copyOf(c.tensor());
    return new Matrix((HeapTensor) tensor, 5, c.rows(), c.columns(), c.step(), c.transposed());
  }

  private static double[] values(Matrix c) {
    double[] values = new double[c.tensor().size()];
    c.tensor().backend().read(c.tensor(), values);
    return values;
  }
}
