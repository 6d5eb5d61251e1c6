package org.edgeflow.backends.cuda.device;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A CUDA device as the driver describes it.
 *
 * @param ordinal the driver's number of it, from 0
 * @param name as sold
 * @param major of the compute capability
 * @param minor of the compute capability
 * @param multiprocessors streaming multiprocessors
 * @param memory bytes it has
 * @param driver the newest CUDA version that the driver serves, as 1000 · major + 10 · minor
 */
public record Card(
    int ordinal, String name, int major, int minor, int multiprocessors, long memory, int driver) {
  private static final int OLDEST_DRIVER = 13000;
  private static final int OLDEST_CAPABILITY = 75;
  private static final int NAME_LENGTH = 256;

  /** A device, or why it cannot be used. */
  public record Search(Card card, String obstacle) {}

  /**
   * Asks the driver for a device; quick, and never throws.
   *
   * @return a search whose obstacle is null where the device can be used; its card is null where
   *     there is none
   */
  public static Search find(int ordinal) {
    Optional<String> obstacle = Libraries.obstacle();
    if (obstacle.isPresent()) {
      return new Search(null, obstacle.get());
    }
    int started = cudart.cuInit(0);
    int[] count = {0};
    if (started == cudart.CUDA_ERROR_NO_DEVICE) {
      return new Search(null, "the driver finds no card (nvidia-smi shows what it sees)");
    }
    if (started != 0 || cudart.cuDeviceGetCount(count) != 0) {
      return new Search(null, "the NVIDIA driver does not start: " + Status.text(started));
    }
    if (ordinal >= count[0]) {
      return new Search(
          null, "there is no device " + ordinal + "; this machine's are 0 to " + (count[0] - 1));
    }
    Card card = describe(ordinal);
    return new Search(card, card.obstacle());
  }

  private static Card describe(int ordinal) {
    int[] device = {0};
    Status.check(cudart.cuDeviceGet(device, ordinal), "opening CUDA device " + ordinal);
    byte[] name = new byte[NAME_LENGTH];
    cudart.cuDeviceGetName(name, name.length, device[0]);
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    int[] driver = {0};
    cudart.cuDriverGetVersion(driver);
    try (SizeTPointer bytes = new SizeTPointer(1)) {
      cudart.cuDeviceTotalMem(bytes, device[0]);
      return new Card(
          ordinal,
          new String(name, 0, length, java.nio.charset.StandardCharsets.UTF_8),
          attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device[0]),
          attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device[0]),
          attribute(cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device[0]),
          bytes.get(),
          driver[0]);
    }
  }

  private static int attribute(int which, int device) {
    int[] value = {0};
    Status.check(cudart.cuDeviceGetAttribute(value, which, device), "asking CUDA device " + device);
    return value[0];
  }

  /** The architecture's number: 10 · major + minor. */
  public int capability() {
    return 10 * major + minor;
  }

  // The CUDA 13 libraries hold no code for older cards, and do not run on older drivers.
  String obstacle() {
    if (capability() < OLDEST_CAPABILITY) {
      return name
          + " has architecture sm_"
          + capability()
          + ", and CUDA 13 supports sm_75 (Turing) and newer. For sm_37 to sm_86 there is 'backend:"
          + " nd4j-cuda' (./mvnw -P nd4j-cuda package)";
    }
    if (driver < OLDEST_DRIVER) {
      return "the driver of "
          + name
          + " serves CUDA "
          + version(driver)
          + ", and 13.0 is needed: install NVIDIA's driver 580 or newer";
    }
    return null;
  }

  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }

  /** Name, architecture, memory and driver. */
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s, sm_%d, %d multiprocessors, %.1f GB, driver for CUDA %s",
        name,
        capability(),
        multiprocessors,
        memory / 1e9,
        version(driver));
  }
}
