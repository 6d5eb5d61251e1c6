package org.edgeflow.backends.cuda.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Compiled kernels on disk, so that only the first run on a card compiles: in {@code
 * $XDG_CACHE_HOME/edgeflow/cuda}, by default {@code ~/.cache/edgeflow/cuda}.
 *
 * <p>The name of a file is a digest of everything that its content depends on. A cache that cannot
 * be read or written costs time, nothing else.
 */
final class KernelCache {
  private static final int DIGITS = 32;
  private final Path folder;

  KernelCache(Path folder) {
    this.folder = folder;
  }

  /** The user's cache. */
  static KernelCache ofUser() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path parent =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return new KernelCache(parent.resolve("edgeflow").resolve("cuda"));
  }

  /** The name under which code is kept. */
  static String key(String source, List<String> options, String compiler) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(source, String.join("\0", options), compiler)) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The code kept under a name. */
  Optional<byte[]> read(String key) {
    try {
      return Optional.of(Files.readAllBytes(file(key)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps code; another process that reads meanwhile finds all of it or nothing. */
  void write(String key, byte[] code) {
    try {
      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, key, ".part");
      try {
        Files.write(written, code);
        Files.move(
            written,
            file(key),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      System.getLogger(KernelCache.class.getName())
          .log(System.Logger.Level.DEBUG, "compiled kernels are not kept", e);
    }
  }

  private Path file(String key) {
    return folder.resolve(key + ".cubin");
  }
}
