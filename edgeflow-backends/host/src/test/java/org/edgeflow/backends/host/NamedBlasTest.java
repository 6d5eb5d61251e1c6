package org.edgeflow.backends.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.edgeflow.backends.host.blas.Blas;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process takes one BLAS, and so each of these has a process of its own. */
class NamedBlasTest {
  private static final String REMEDY = "leave 'blas' out to use OpenBLAS";

  @Test
  void productsAreComputedByTheLibraryThatTheUserNames() throws Exception {
    assertThat(inAProcessOfItsOwn(openBlas()))
        .contains("BLAS " + openBlas())
        .contains("[19.0, 22.0, 43.0, 50.0]");
  }

  @Test
  void aFileThatIsNoLibraryIsRefusedWithoutATrace(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("libmkl_rt.so.2"), "not a library");
    assertThat(inAProcessOfItsOwn(text))
        .contains("'blas' is " + text + ", which cannot be used")
        .contains("expected a shared library")
        .doesNotContain("\tat ");
  }

  @Test
  void aLibraryWithoutProductsIsRefusedAndTheProcessLivesOn() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
    assumeThat(java).isRegularFile();
    assertThat(inAProcessOfItsOwn(java)).contains("it has no function sgemm_").contains(REMEDY);
  }

  @Test
  void oneMklIsRefusedWhereTheBuildHoldsNone() throws Exception {
    assumeThat(Blas.hasMkl()).isFalse();
    assertThat(inAProcessOfItsOwn(Path.of("mkl")))
        .contains("this build does not hold", "-P mkl package", "Leave 'blas' out")
        .doesNotContain("\tat ");
  }

  private static Path openBlas() {
    Loader.load(openblas_nolapack.class);
    return Path.of(
        Loader.getLoadedLibraries().entrySet().stream()
            .filter(loaded -> loaded.getKey().startsWith("openblas"))
            .findFirst()
            .orElseThrow()
            .getValue());
  }

  private static String inAProcessOfItsOwn(Path library) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Product.class.getName(),
                    library.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** One product by the library in a file, or why not. */
  static final class Product {
    private Product() {}

    public static void main(String[] arguments) {
      HostFactory.Settings settings =
          new HostFactory.Settings(Optional.of(1), Optional.of(Path.of(arguments[0])), true);
      try (TensorBackend backend = new HostFactory().create(settings, DataType.FLOAT64)) {
        Tensor a = backend.of(new double[] {1, 2, 3, 4}, 2, 2);
        Tensor b = backend.of(new double[] {5, 6, 7, 8}, 2, 2);
        Tensor c = backend.zeros(2, 2);
        backend.kernels().products().gemm(false, false, 1, a, b, 0, c);
        double[] product = new double[4];
        backend.read(c, product);
        System.out.println(backend.description());
        System.out.println(List.of(product[0], product[1], product[2], product[3]));
      } catch (ConfigException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
