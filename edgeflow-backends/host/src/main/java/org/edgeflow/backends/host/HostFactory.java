package org.edgeflow.backends.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.backends.host.advice.BlasAdvice;
import org.edgeflow.backends.host.advice.WidthAdvice;
import org.edgeflow.backends.host.blas.Blas;
import org.edgeflow.backends.host.instructions.Instructions;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/** Opens the host backend. */
public final class HostFactory implements BackendFactory<HostFactory.Settings> {

  /** Its settings. */
  public record Settings(
      @Setting(
              value = "Threads that examples are split over; left out: one for each processor.",
              atLeast = 1,
              atMost = 1024)
          Optional<Integer> threads,
      @Setting(
              "A BLAS to compute products with in place of OpenBLAS: the path of a shared library"
                  + " with the Fortran interface, such as oneMKL's libmkl_rt.so.2; or mkl, for"
                  + " the one that a build with -P mkl holds.")
          Optional<Path> blas,
      @Setting(
              value =
                  "Whether 3 × 3 convolutions of many channels go by tiles: about half the time,"
                      + " with another rounding.",
              byDefault = "true")
          boolean tiles) {}

  /** A process that several runs share says by this property what each may take. */
  private static final String THREADS = "edgeflow.threads";

  private static final String MKL = "mkl";

  @Override
  public Description description() {
    return new Description(
        "This machine's processors: OpenBLAS on Java arrays, vector instructions, threads.");
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public TensorBackend create(Settings settings, DataType dataType) {
    int threads =
        settings
            .threads()
            .orElseGet(
                () -> Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
    Blas blas = settings.blas().map(HostFactory::library).orElseGet(Blas::openBlas);
    return new HostBackend(dataType, threads, blas, Instructions.best(), settings.tiles());
  }

  private static Blas library(Path named) {
    return named.endsWith(MKL) && !Files.exists(named) ? Blas.mkl() : Blas.at(named);
  }

  @Override
  public List<String> advice() {
    List<String> lines = new ArrayList<>(BlasAdvice.given());
    WidthAdvice.given(Instructions.best().bits()).ifPresent(lines::add);
    return lines;
  }

  @Override
  public Availability availability() {
    return new Availability(
        true,
        Blas.openBlas().description()
            + ", "
            + Instructions.best().description()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
  }
}
