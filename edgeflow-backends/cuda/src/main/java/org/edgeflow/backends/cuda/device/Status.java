package org.edgeflow.backends.cuda.device;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** What CUDA's functions answer. */
public final class Status {
  private Status() {}

  /**
   * Requires that a function of the driver succeeded.
   *
   * @param doing what was being done, for the message
   */
  public static void check(int code, String doing) {
    if (code != cudart.CUDA_SUCCESS) {
      throw new DeviceException(doing + ": " + text(code));
    }
  }

  /** Requires that a function of cuBLAS succeeded. */
  public static void checkBlas(int code, String doing) {
    if (code != 0) {
      throw new DeviceException(doing + ": cuBLAS status " + code);
    }
  }

  /** Requires that a function of the compiler succeeded. */
  public static void checkCompiler(int code, String doing) {
    if (code != nvrtc.NVRTC_SUCCESS) {
      throw new DeviceException(doing + ": " + nvrtc.nvrtcGetErrorString(code).getString());
    }
  }

  /** The driver's words for an error. */
  public static String text(int code) {
    BytePointer words = new BytePointer((Pointer) null);
    boolean known = cudart.cuGetErrorString(code, words) == 0 && !words.isNull();
    return "CUDA error " + code + (known ? " (" + words.getString() + ")" : "");
  }
}
