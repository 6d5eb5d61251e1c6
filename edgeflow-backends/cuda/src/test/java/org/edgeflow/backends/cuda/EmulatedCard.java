package org.edgeflow.backends.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.edgeflow.backends.cuda.device.Libraries;

/**
 * A CUDA device made of this machine's processor ({@code src/test/cuda}): the backend's own Java
 * code and kernels run on it, through JavaCPP's bindings; the driver, cuBLAS and NVRTC are ours.
 *
 * <p>Surefire's execution {@code emulated-cuda} asks for it, in a process of its own.
 */
final class EmulatedCard {
  private static final List<String> LIBRARIES =
      List.of(
          "libcuda.so.1",
          "libcudart.so.13",
          "libnvrtc.so.13",
          "libcublasLt.so.13",
          "libcublas.so.13");

  private EmulatedCard() {}

  /** Whether this process is to use it. */
  static boolean isWanted() {
    return Boolean.getBoolean("edgeflow.cuda.emulated");
  }

  /** Builds it; must come before anything asks for CUDA. Why it cannot be built, if so. */
  static Optional<String> build() {
    return Once.OBSTACLE;
  }

  private static final class Once {
    static final Optional<String> OBSTACLE = compile();
  }

  private static Optional<String> compile() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("the emulated card needs Linux");
    }
    Path source = Path.of("src/test/cuda").toAbsolutePath();
    Path target = Path.of(System.getProperty(Libraries.PATH_PROPERTY));
    try {
      Files.createDirectories(target);
      Path emulator = target.resolve("libemulator.so");
      Path nothing = Files.writeString(target.resolve("empty.c"), "");
      List<String> main =
          List.of(
              "g++",
              "-std=c++17",
              "-O1",
              "-shared",
              "-fPIC",
              "-DEMULATOR_FOLDER=\"" + source + "\"",
              "-o",
              emulator.toString(),
              source.resolve("emulator.cpp").toString(),
              "-ldl");
      Optional<String> failure = run(main);
      for (String library : LIBRARIES) {
        if (failure.isEmpty()) {
          failure =
              run(
                  List.of(
                      "g++",
                      "-shared",
                      "-fPIC",
                      "-o",
                      target.resolve(library).toString(),
                      "-Wl,-soname," + library,
                      "-Wl,--no-as-needed",
                      "-x",
                      "c",
                      nothing.toString(),
                      "-x",
                      "none",
                      emulator.toString(),
                      "-Wl,-rpath," + target));
        }
      }
      return failure;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed:\n" + said);
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      return Optional.of("no C++ compiler (g++) for the emulated card");
    }
  }
}
