package org.edgeflow.backends.cuda.device;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/**
 * The shared libraries of CUDA 13 that this machine has: the driver's, the runtime, cuBLAS and the
 * run-time compiler NVRTC.
 *
 * <p>They are loaded from the folders of {@code EDGEFLOW_CUDA_PATH} (separated as in {@code PATH})
 * first, then from {@code CUDA_HOME} and where toolkits are usually installed, then from wherever
 * the system's loader finds them.
 */
public final class Libraries {
  /** The system property that comes before the environment variable. */
  public static final String PATH_PROPERTY = "edgeflow.cuda.path";

  /** The environment variable that names folders with CUDA's libraries. */
  public static final String PATH_VARIABLE = "EDGEFLOW_CUDA_PATH";

  private static final String VERSION = "13.";
  private static final String DRIVER = "libcuda.so.1";

  // In the order in which they need each other. NVRTC opens its built-ins by name, and finds them
  // if
  // they are open already.
  private static final List<String> TOOLKIT =
      List.of("libcudart.so.13", "libnvrtc.so.13", "libcublasLt.so.13", "libcublas.so.13");

  private static final String BUILTINS = "libnvrtc-builtins.so.13.*";

  private Libraries() {}

  /**
   * Loads them, once in a process.
   *
   * @return what is missing and where to get it, in words that end a sentence; empty where all are
   *     loaded
   */
  public static Optional<String> obstacle() {
    return Once.OBSTACLE;
  }

  /** The answer of the first time: a preset whose loading failed cannot be loaded again. */
  private static final class Once {
    static final Optional<String> OBSTACLE = load();
  }

  private static Optional<String> load() {
    // JavaCPP prints to the error stream what it tries; that is not for a run's reader.
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    String bindings = bindings();
    if (!bindings.startsWith(VERSION)) {
      return Optional.of(
          "this build has bindings for "
              + (bindings.isEmpty() ? "no CUDA" : "CUDA " + bindings)
              + ", and CUDA 13's are needed: build with ./mvnw package, without -P nd4j-cuda");
    }
    List<Path> folders = folders();
    List<String> missing = new ArrayList<>();
    if (isLinux()) {
      open(folders, DRIVER, missing);
      open(folders, BUILTINS, new ArrayList<>());
      TOOLKIT.forEach(name -> open(folders, name, missing));
    }
    try {
      // By name: these classes load their natives when they are initialized.
      for (String preset : List.of("cudart", "nvrtc", "cublas")) {
        Class.forName("org.bytedeco.cuda.global." + preset);
      }
      return Optional.empty();
    } catch (LinkageError | ClassNotFoundException | RuntimeException e) {
      return Optional.of(explanation(missing, rootMessage(e)));
    }
  }

  /**
   * What is missing, and what to install.
   *
   * @param missing the libraries that were not found
   * @param reason what the loader said
   */
  static String explanation(List<String> missing, String reason) {
    if (missing.contains(DRIVER) || missing.isEmpty() && reason.contains(DRIVER)) {
      String others =
          missing.size() > 1
              ? "; nor are " + String.join(", ", missing.subList(1, missing.size())) + " there"
              : "";
      return "this machine has no NVIDIA driver ("
          + DRIVER
          + " is not found"
          + others
          + "). It needs a card of compute capability 7.5 or newer, NVIDIA's driver 580 or newer,"
          + " and the CUDA 13 libraries";
    }
    if (!missing.isEmpty()) {
      return "the CUDA 13 libraries are incomplete: "
          + String.join(", ", missing)
          + (missing.size() == 1 ? " is" : " are")
          + " not found. Install the CUDA 13 toolkit (or its runtime, cuBLAS and NVRTC), or name"
          + " the folders that hold them in "
          + PATH_VARIABLE;
    }
    return "the CUDA 13 libraries do not load (" + reason + ")";
  }

  /** The version that the bindings' artifact states, such as 13.1-9.19-1.5.13. */
  private static String bindings() {
    Properties properties = new Properties();
    try (InputStream stream =
        Libraries.class.getResourceAsStream("/META-INF/maven/org.bytedeco/cuda/pom.properties")) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      return "";
    }
    return properties.getProperty("version", "");
  }

  private static boolean isLinux() {
    return Loader.getPlatform().startsWith("linux");
  }

  // What cannot be opened here may still be found by the system's own search: that decides.
  private static void open(List<Path> folders, String name, List<String> missing) {
    for (Path folder : folders) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
        for (Path file : found) {
          System.load(file.toAbsolutePath().toString());
          return;
        }
      } catch (IOException | UnsatisfiedLinkError e) {
        // The next folder may have a better one.
        continue;
      }
    }
    missing.add(name);
  }

  private static List<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>();
    add(folders, System.getProperty(PATH_PROPERTY));
    add(folders, System.getenv(PATH_VARIABLE));
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      String home = System.getenv(variable);
      if (home != null && !home.isBlank()) {
        folders.add(Path.of(home, "lib64"));
      }
    }
    add(folders, System.getenv("LD_LIBRARY_PATH"));
    folders.add(Path.of("/usr/local/cuda/lib64"));
    try (DirectoryStream<Path> toolkits =
        Files.newDirectoryStream(Path.of("/usr/local"), "cuda-13*")) {
      toolkits.forEach(toolkit -> folders.add(toolkit.resolve("lib64")));
    } catch (IOException e) {
      // No such folder, no such toolkits.
    }
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    for (String folder :
        List.of(
            "/usr/lib/" + architecture + "-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/lib/wsl/lib",
            "/usr/local/nvidia/lib64")) {
      folders.add(Path.of(folder));
    }
    return folders.stream().filter(Files::isDirectory).toList();
  }

  private static void add(Set<Path> folders, String path) {
    if (path != null) {
      for (String folder : path.split(File.pathSeparator, -1)) {
        if (!folder.isBlank()) {
          folders.add(Path.of(folder));
        }
      }
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return message.lines().findFirst().orElse(message).strip();
  }
}
