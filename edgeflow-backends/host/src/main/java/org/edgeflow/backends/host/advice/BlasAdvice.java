package org.edgeflow.backends.host.advice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.edgeflow.backends.host.blas.Blas;
import org.edgeflow.core.tensor.DataType;

/** Whether another library than OpenBLAS would multiply faster on this processor. */
public final class BlasAdvice {
  /** The share of the peak below which a library is called behind; good ones reach 0.8 to 0.95. */
  private static final double BEHIND = 0.8;

  /** The same of narrow matrices, of which good ones reach 0.7 to 0.9. */
  private static final double BEHIND_IF_NARROW = 0.6;

  /** A gain worth a line in a config. */
  private static final double GAIN = 1.1;

  private static final double PERCENT = 100;
  private static final long PATIENCE = 30;
  private static final String LINE = "backend: {type: host, blas: mkl}";

  /** By which OpenBLAS can be told to take the instructions of another processor. */
  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";

  private BlasAdvice() {}

  /**
   * Rates of one thread, in 10⁹ operations a second, by the ordinals of formats.
   *
   * @param peaks of the vector instructions
   * @param products of a library, of large matrices
   * @param narrow the same of narrow ones
   */
  record Rates(double[] peaks, double[] products, double[] narrow) {

    /** Of what {@link ProductRates} printed. */
    static Rates of(String line) {
      String[] words = line.strip().split(" ");
      int formats = DataType.values().length;
      double[] peaks = new double[formats];
      double[] products = new double[formats];
      double[] narrow = new double[formats];
      for (int i = 0; i < formats; i++) {
        peaks[i] = Double.parseDouble(words[i]);
        products[i] = Double.parseDouble(words[formats + i]);
        narrow[i] = Double.parseDouble(words[2 * formats + i]);
      }
      return new Rates(peaks, products, narrow);
    }

    private double share(DataType dataType) {
      return products[dataType.ordinal()] / peaks[dataType.ordinal()];
    }

    private double narrowShare(DataType dataType) {
      return narrow[dataType.ordinal()] / peaks[dataType.ordinal()];
    }

    private boolean behind() {
      return share(DataType.FLOAT32) < BEHIND || share(DataType.FLOAT64) < BEHIND;
    }

    private boolean behindIfNarrow() {
      return narrowShare(DataType.FLOAT32) < BEHIND_IF_NARROW
          || narrowShare(DataType.FLOAT64) < BEHIND_IF_NARROW;
    }
  }

  /** Measures, in a process or two of a second each; empty where that cannot be done. */
  public static List<String> given() {
    Optional<Rates> openBlas = measured(true);
    if (openBlas.isEmpty()) {
      return List.of();
    }
    String coreType = System.getenv(CORE_TYPE);
    if (coreType != null) {
      Optional<List<String>> held =
          measured(false).flatMap(free -> heldBack(coreType, openBlas.get(), free));
      if (held.isPresent()) {
        return held.get();
      }
    }
    return said(openBlas.get(), Blas.hasMkl() ? measured(true, "mkl") : Optional.empty());
  }

  /**
   * The sentences where a variable of the environment holds OpenBLAS back; no library is worth a
   * word then. Empty where it costs little.
   *
   * @param coreType the variable's value
   * @param held what OpenBLAS reaches with it
   * @param free what it reaches without
   */
  static Optional<List<String>> heldBack(String coreType, Rates held, Rates free) {
    double narrow = gain(held, free, DataType.FLOAT32);
    double wide = gain(held, free, DataType.FLOAT64);
    if (Math.max(narrow, wide) <= GAIN) {
      return Optional.empty();
    }
    String found =
        String.format(
            Locale.ROOT,
            "The environment has %s=%s, without which OpenBLAS multiplies %.2f (float32) and %.2f"
                + " (float64) times as fast: unset it, unless the bits of another processor are"
                + " wanted.",
            CORE_TYPE,
            coreType,
            narrow,
            wide);
    return Optional.of(List.of(reached(held), found));
  }

  /** The sentences on libraries. */
  static List<String> said(Rates openBlas, Optional<Rates> mkl) {
    List<String> lines = new ArrayList<>();
    lines.add(reached(openBlas));
    if (mkl.isPresent()) {
      lines.add(compared(openBlas, mkl.get()));
    } else if (openBlas.behind() || openBlas.behindIfNarrow()) {
      lines.add(
          "Another BLAS may be faster here"
              + (openBlas.behind() ? "" : ", for narrow layers")
              + ": build with './mvnw -P mkl package' (x86-64, 160 MB), and write "
              + LINE
              + ", or 'blas: FILE' for one of your own.");
    } else {
      lines.add("No other BLAS has much to win here.");
    }
    return lines;
  }

  private static String compared(Rates openBlas, Rates mkl) {
    return String.format(
        Locale.ROOT,
        "oneMKL, which this build holds, multiplies %.2f (float32) and %.2f (float64) times as fast,"
            + " matrices of %d columns %.2f and %.2f times: %s",
        gain(openBlas, mkl, DataType.FLOAT32),
        gain(openBlas, mkl, DataType.FLOAT64),
        ProductRates.NARROW,
        narrowGain(openBlas, mkl, DataType.FLOAT32),
        narrowGain(openBlas, mkl, DataType.FLOAT64),
        verdict(wins(openBlas, mkl, DataType.FLOAT32), wins(openBlas, mkl, DataType.FLOAT64)));
  }

  private static String verdict(boolean narrow, boolean wide) {
    if (narrow == wide) {
      return narrow ? LINE : "leave 'blas' out.";
    }
    return LINE + " for " + (narrow ? "float32" : "float64") + " alone.";
  }

  // Ahead in one kind of product, and not behind in the other.
  private static boolean wins(Rates openBlas, Rates mkl, DataType dataType) {
    double large = gain(openBlas, mkl, dataType);
    double narrow = narrowGain(openBlas, mkl, dataType);
    return Math.max(large, narrow) > GAIN && Math.min(large, narrow) > 1 / GAIN;
  }

  private static String reached(Rates openBlas) {
    return String.format(
        Locale.ROOT,
        "OpenBLAS multiplies at %.0f %% (float32) and %.0f %% (float64) of what one thread's"
            + " vector instructions can (%.0f and %.0f GFLOP/s), matrices of %d columns at %.0f %%"
            + " and %.0f %%.",
        PERCENT * openBlas.share(DataType.FLOAT32),
        PERCENT * openBlas.share(DataType.FLOAT64),
        openBlas.peaks()[DataType.FLOAT32.ordinal()],
        openBlas.peaks()[DataType.FLOAT64.ordinal()],
        ProductRates.NARROW,
        PERCENT * openBlas.narrowShare(DataType.FLOAT32),
        PERCENT * openBlas.narrowShare(DataType.FLOAT64));
  }

  private static double narrowGain(Rates openBlas, Rates other, DataType dataType) {
    return other.narrow()[dataType.ordinal()] / openBlas.narrow()[dataType.ordinal()];
  }

  private static double gain(Rates openBlas, Rates other, DataType dataType) {
    return other.products()[dataType.ordinal()] / openBlas.products()[dataType.ordinal()];
  }

  private static Optional<Rates> measured(boolean asTold, String... library) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector"));
    // What OpenBLAS reaches is a share of what the processor can, not of what this JVM uses.
    command.addAll(WidthAdvice.options());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ProductRates.class.getName()));
    command.addAll(List.of(library));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("MKL_NUM_THREADS", "1");
    if (!asTold) {
      builder.environment().remove(CORE_TYPE);
    }
    try {
      Process process = builder.start();
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? Optional.of(Rates.of(said)) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
