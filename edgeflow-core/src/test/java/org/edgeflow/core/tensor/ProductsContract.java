package org.edgeflow.core.tensor;

import static org.edgeflow.core.tensor.KernelBench.read;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every backend's {@link Kernels.Products} promise of batches. */
public interface ProductsContract extends BackendUnderTest {
  double NAN = Double.NaN;

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1, 1, 1",
    "FLOAT32, 3, 4, 5, 2",
    "FLOAT32, 2, 17, 33, 20",
    "FLOAT32, 2, 64, 16, 9",
    "FLOAT32, 2, 11, 8, 7",
    "FLOAT32, 2, 11, 16, 7",
    "FLOAT64, 1, 1, 1, 1",
    "FLOAT64, 3, 4, 5, 2",
    "FLOAT64, 2, 17, 33, 20",
    "FLOAT64, 2, 64, 16, 9",
    "FLOAT64, 2, 11, 4, 7",
    "FLOAT64, 2, 11, 16, 7"
  })
  default void batchedProductsArePlainProducts(DataType dataType, int batch, int m, int n, int k) {
    KernelBench bench = new KernelBench(open(dataType));
    for (int transposes = 0; transposes < 4; transposes++) {
      boolean first = transposes % 2 == 1;
      boolean second = transposes / 2 == 1;
      Tensor a = first ? bench.random(batch, k, m) : bench.random(batch, m, k);
      Tensor b = second ? bench.random(batch, n, k) : bench.random(batch, k, n);
      Tensor c = bench.random(batch, m, n);
      double[] x = read(a);
      double[] y = read(b);
      double[] z = read(c);
      for (double beta : new double[] {1, -0.5, 0}) {
        bench.backend.write(z, c);
        if (beta == 0) {
          bench.backend.fill(c, NAN);
        }
        bench.kernels.products().batchedGemm(first, second, 1.5, a, b, beta, c);
        bench.assertClose(
            c,
            i -> {
              int matrix = i / (m * n);
              int row = i / n % m;
              int column = i % n;
              double sum = beta == 0 ? 0 : beta * z[i];
              for (int l = 0; l < k; l++) {
                sum +=
                    1.5
                        * x[matrix * m * k + (first ? l * m + row : row * k + l)]
                        * y[matrix * n * k + (second ? column * k + l : l * n + column)];
              }
              return sum;
            },
            i -> 4 + 2 * k);
      }
      bench.assertNothingElseTouched();
    }
  }
}
