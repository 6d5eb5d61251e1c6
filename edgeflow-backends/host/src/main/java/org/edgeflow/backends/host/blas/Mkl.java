package org.edgeflow.backends.host.blas;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.edgeflow.core.settings.ConfigException;

/**
 * oneMKL, as a build with the profile {@code mkl} holds it: resources of a jar, which JavaCPP
 * unpacks once into its cache.
 */
final class Mkl {
  private static final String ROOM = "/org/bytedeco/mkl/" + Loader.getPlatform() + "/";
  private static final String ENTRANCE = "libmkl_rt.so.2";

  /** What the entrance opens by name, from its own folder: the layers, and kernels by processor. */
  private static final List<String> BEHIND_IT =
      List.of(
          "libmkl_core.so.2",
          "libmkl_intel_lp64.so.2",
          "libmkl_intel_thread.so.2",
          "libiomp5.so",
          "libmkl_def.so.2",
          "libmkl_avx2.so.2",
          "libmkl_avx512.so.2");

  private Mkl() {}

  /** Whether this build holds it. */
  static boolean held() {
    return resource(ENTRANCE).isPresent();
  }

  /**
   * Unpacks it.
   *
   * @return its file
   * @throws ConfigException if this build does not hold it, or it cannot be unpacked
   */
  static Path unpacked() {
    if (!held()) {
      throw new ConfigException(
          "backend 'host': 'blas' is mkl, which this build does not hold; expected the path of a"
              + " shared library, or a build with './mvnw -P mkl package' (x86-64 Linux, 160 MB)."
              + " Leave 'blas' out to use OpenBLAS.");
    }
    try {
      for (String name : BEHIND_IT) {
        Optional<URL> found = resource(name);
        if (found.isPresent()) {
          Loader.cacheResource(found.get());
        }
      }
      File entrance = Loader.cacheResource(resource(ENTRANCE).orElseThrow());
      return entrance.toPath().toAbsolutePath();
    } catch (IOException e) {
      throw new ConfigException(
          "backend 'host': 'blas' is mkl, which cannot be unpacked into JavaCPP's cache ("
              + e.getMessage()
              + "); expected 400 MB of room there. -Dorg.bytedeco.javacpp.cachedir=DIR chooses"
              + " another folder.");
    }
  }

  private static Optional<URL> resource(String name) {
    return Optional.ofNullable(Mkl.class.getResource(ROOM + name));
  }
}
