package org.edgeflow.backends.host.advice;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.processor.Processor;

/**
 * Whether the JVM leaves half the width of the processor's vectors unused, as HotSpot does on the
 * first Xeons with AVX-512 (Skylake, models 85 up to stepping 4).
 *
 * <p>The launcher gives it the option where that is known; who starts Java otherwise must know.
 */
public final class WidthAdvice {
  private static final int WIDE = 512;
  private static final String OPTION = "-XX:UseAVX=3";

  private WidthAdvice() {}

  /**
   * The sentence on it; empty where nothing is left unused, or nobody tells.
   *
   * @param bits of the JVM's vectors; 0 where it has none, which others say
   */
  public static Optional<String> given(int bits) {
    return given(Processor.here(), bits);
  }

  static Optional<String> given(Processor processor, int bits) {
    if (bits == 0 || bits >= WIDE || !processor.hasWideVectors()) {
      return Optional.empty();
    }
    return Optional.of(
        "Java's vectors have "
            + bits
            + " bits here and the processor's "
            + WIDE
            + ": start Java with "
            + OPTION
            + " (./edgeflow with EDGEFLOW_JAVA_OPTS="
            + OPTION
            + "), and all but products is faster.");
  }

  /** The options with which a JVM uses the whole width. */
  static List<String> options() {
    return Processor.here().hasWideVectors() ? List.of(OPTION) : List.of();
  }
}
