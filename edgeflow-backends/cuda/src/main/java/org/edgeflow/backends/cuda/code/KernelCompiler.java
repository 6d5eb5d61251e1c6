package org.edgeflow.backends.cuda.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.edgeflow.backends.cuda.device.DeviceException;
import org.edgeflow.backends.cuda.device.Status;
import org.edgeflow.core.tensor.DataType;

/**
 * Compiles the kernels for a card: to its machine code where NVRTC knows its architecture, to
 * portable code (PTX) for the newest one it knows where the card is newer still.
 */
final class KernelCompiler {
  private static final String FOLDER = "/org/edgeflow/backends/cuda/";
  private static final List<String> FILES =
      List.of("common.cu", "vectors.cu", "activations.cu", "rows.cu", "windows.cu");

  private KernelCompiler() {}

  /** The source of all kernels. */
  static String source() {
    StringBuilder source = new StringBuilder();
    for (String file : FILES) {
      try (InputStream stream = KernelCompiler.class.getResourceAsStream(FOLDER + file)) {
        source.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return source.toString();
  }

  /** The compiler's version. */
  static String version() {
    int[] major = {0};
    int[] minor = {0};
    Status.checkCompiler(nvrtc.nvrtcVersion(major, minor), "asking NVRTC for its version");
    return major[0] + "." + minor[0];
  }

  /** What to compile for, where the card has a capability. */
  static String architecture(int capability) {
    int[] count = {0};
    Status.checkCompiler(
        nvrtc.nvrtcGetNumSupportedArchs(count), "asking NVRTC what it compiles for");
    int[] known = new int[count[0]];
    Status.checkCompiler(nvrtc.nvrtcGetSupportedArchs(known), "asking NVRTC what it compiles for");
    return architecture(capability, known);
  }

  /**
   * The same, for a compiler that knows some architectures: the card's own, or code for the next
   * older one that the driver turns into the card's.
   */
  static String architecture(int capability, int... known) {
    int best = 0;
    for (int candidate : known) {
      if (candidate == capability) {
        return "sm_" + capability;
      }
      if (candidate < capability) {
        best = Math.max(best, candidate);
      }
    }
    if (best == 0) {
      throw new DeviceException(
          "NVRTC " + version() + " compiles for no card like sm_" + capability);
    }
    return "compute_" + best;
  }

  /** The options with which {@link #compile} calls the compiler. */
  static List<String> options(String architecture, DataType dataType) {
    return List.of(
        "--gpu-architecture=" + architecture,
        "--std=c++17",
        "--fmad=false",
        "-DREAL=" + (dataType == DataType.FLOAT64 ? "double" : "float"));
  }

  /** The code of a module. */
  static byte[] compile(String source, List<String> options) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source, StandardCharsets.UTF_8);
        BytePointer name = new BytePointer("edgeflow.cu");
        PointerPointer<BytePointer> words = new PointerPointer<>(options.toArray(new String[0]))) {
      Status.checkCompiler(
          nvrtc.nvrtcCreateProgram(
              program, text, name, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
          "creating the kernels' program");
      int status = nvrtc.nvrtcCompileProgram(program, options.size(), words);
      if (status != nvrtc.NVRTC_SUCCESS) {
        throw new DeviceException(
            "the kernels do not compile with " + options + ":\n" + log(program));
      }
      return options.get(0).contains("compute_") ? portable(program) : machineCode(program);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static byte[] machineCode(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Status.checkCompiler(nvrtc.nvrtcGetCUBINSize(program, size), "taking the compiled kernels");
      byte[] code = new byte[(int) size.get()];
      Status.checkCompiler(nvrtc.nvrtcGetCUBIN(program, code), "taking the compiled kernels");
      return code;
    }
  }

  private static byte[] portable(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Status.checkCompiler(nvrtc.nvrtcGetPTXSize(program, size), "taking the compiled kernels");
      byte[] code = new byte[(int) size.get()];
      Status.checkCompiler(nvrtc.nvrtcGetPTX(program, code), "taking the compiled kernels");
      return code;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      nvrtc.nvrtcGetProgramLogSize(program, size);
      byte[] log = new byte[(int) size.get()];
      nvrtc.nvrtcGetProgramLog(program, log);
      return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
  }
}
