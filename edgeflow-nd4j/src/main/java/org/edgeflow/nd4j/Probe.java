package org.edgeflow.nd4j;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import org.edgeflow.core.tensor.BackendFactory.Availability;

/**
 * Asks whether a device can be used, without starting ND4J, which after one failure could not start
 * again in this process.
 *
 * <p>The CUDA classes are reached by name: an ordinary build does not have them.
 */
public final class Probe {
  private static final String CUDART = "org.bytedeco.cuda.global.cudart";
  private static final int MAJOR_CAPABILITY = 75;
  private static final int MINOR_CAPABILITY = 76;
  private static final int OLDEST_CAPABILITY = 37;
  private static final int NEWEST_MAJOR = 8;
  private static final int NAME_LENGTH = 256;

  private Probe() {}

  static Availability of(Device device) {
    if (!isOnClassPath(device.provider())) {
      return missing(device);
    }
    return device == Device.CPU
        ? new Availability(true, "ND4J on this processor, with OpenBLAS")
        : Once.CUDA;
  }

  /** Whether ND4J is there at all, on whichever device; touches none of its classes. */
  public static boolean isNd4jOnClassPath() {
    return isOnClassPath("org.nd4j.linalg.factory.Nd4j");
  }

  private static boolean isOnClassPath(String name) {
    try {
      Class.forName(name, false, Probe.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The answer of the first time: after a failed load the second gives a less helpful error. */
  private static final class Once {
    static final Availability CUDA = cuda();
  }

  /** That this build is without it, and how to get it. */
  public static Availability missing(Device device) {
    return new Availability(
        false,
        device == Device.CPU
            ? "backend nd4j-native is not in this build: org.nd4j:nd4j-native is not on the class"
                + " path. Use 'backend: host', or build with ./mvnw package (the slim bundle is"
                + " without it)."
            : "backend nd4j-cuda is not in this build. Build with './mvnw -P nd4j-cuda package'"
                + " (downloads about 600 MB; needs an NVIDIA driver, the CUDA 11 libraries and a card"
                + " up to compute capability 8.x), or use 'backend: cuda' (newer cards) or 'backend:"
                + " nd4j-native'.");
  }

  private static Availability cuda() {
    Nd4jRuntime.logQuietly();
    int[] count = {0};
    int status;
    try {
      status = call("cudaGetDeviceCount", new Class<?>[] {int[].class}, (Object) count);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return unusable(reason(e));
    }
    if (status != 0 || count[0] <= 0) {
      return unusable(
          "this machine has no CUDA device, or its NVIDIA driver does not run (CUDA error "
              + status
              + ")");
    }
    try {
      int major = attribute(MAJOR_CAPABILITY);
      int minor = attribute(MINOR_CAPABILITY);
      String obstacle = obstacle(cardName(), major, minor);
      if (obstacle != null) {
        return unusable(obstacle);
      }
      return new Availability(true, deviceName());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return unusable("the CUDA device cannot be asked what it is (" + rootMessage(e) + ")");
    }
  }

  /**
   * Why ND4J cannot run on a card; null if it can. Its library holds machine code of sm_37 to sm_86
   * and no portable code: it runs on later minors of the last major version, and on nothing newer.
   */
  static String obstacle(String card, int major, int minor) {
    int capability = major * 10 + minor;
    if (major <= NEWEST_MAJOR && capability >= OLDEST_CAPABILITY) {
      return null;
    }
    return card
        + " has architecture sm_"
        + capability
        + ", and ND4J's CUDA library holds code for sm_37 to sm_86 only (cards of compute capability"
        + " 3.7 to 8.x)"
        + (major > NEWEST_MAJOR ? ". Use 'backend: cuda', which compiles for the card itself" : "");
  }

  /** What a failure to load the CUDA runtime says is missing. */
  static String reason(Throwable failure) {
    String message = rootMessage(failure);
    if (message.contains("libcuda.so") || message.contains("nvcuda.dll")) {
      return "this machine has no NVIDIA driver (" + message + ")";
    }
    return "the CUDA 11 libraries are not installed, or not on the library path (" + message + ")";
  }

  private static Availability unusable(String reason) {
    return new Availability(
        false, "backend nd4j-cuda: " + reason + ". " + Nd4jRuntime.remedy(Device.CUDA));
  }

  private static String cardName() throws ReflectiveOperationException {
    byte[] name = new byte[NAME_LENGTH];
    boolean known =
        call("cuInit", new Class<?>[] {int.class}, 0) == 0
            && call(
                    "cuDeviceGetName",
                    new Class<?>[] {byte[].class, int.class, int.class},
                    name,
                    name.length,
                    0)
                == 0;
    return known ? new String(name, StandardCharsets.UTF_8).replace("\0", "") : "CUDA device 0";
  }

  /** Name and compute capability of the first CUDA device. */
  static String deviceName() {
    try {
      return cardName()
          + ", compute capability "
          + attribute(MAJOR_CAPABILITY)
          + "."
          + attribute(MINOR_CAPABILITY);
    } catch (ReflectiveOperationException e) {
      return "CUDA device 0";
    }
  }

  private static int attribute(int attribute) throws ReflectiveOperationException {
    int[] value = {0};
    call(
        "cudaDeviceGetAttribute",
        new Class<?>[] {int[].class, int.class, int.class},
        value,
        attribute,
        0);
    return value[0];
  }

  private static int call(String function, Class<?>[] types, Object... arguments)
      throws ReflectiveOperationException {
    Method method = Class.forName(CUDART).getMethod(function, types);
    return (Integer) method.invoke(null, arguments);
  }

  /** What lies at the bottom of a chain of causes, on one line. */
  static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.lines().findFirst().orElse(message).strip();
  }
}
