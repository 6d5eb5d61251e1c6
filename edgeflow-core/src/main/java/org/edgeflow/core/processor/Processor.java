package org.edgeflow.core.processor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A processor, as Linux tells of it in {@code /proc/cpuinfo}; other systems do not tell.
 *
 * <p>What it can is not what the JVM makes of it: HotSpot leaves half the width of vectors unused
 * on the first Xeons that have 512 bits, and native libraries use it.
 *
 * @param name empty where the system does not tell
 * @param features what it can, in the system's words; empty where the system does not tell
 */
public record Processor(Optional<String> name, Set<String> features) {
  /** Without one of these, libraries keep to vectors of 256 bits. */
  private static final Set<String> WIDE =
      Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

  /** The best first. */
  private static final List<String> NAMES = List.of("model name", "Model", "Hardware");

  /** On x86 and on ARM. */
  private static final List<String> FEATURES = List.of("flags", "Features");

  private static final Processor HERE = read(Path.of("/proc/cpuinfo"));

  /** This machine's. The system is asked once. */
  public static Processor here() {
    return HERE;
  }

  /** Whether its vectors have 512 bits, with all instructions on them; no where nobody tells. */
  public boolean hasWideVectors() {
    return features.containsAll(WIDE);
  }

  /** Whether the system tells what it can. */
  public boolean isTold() {
    return !features.isEmpty();
  }

  static Processor read(Path file) {
    Map<String, String> entries = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String line = lines.readLine();
      // A hundred cores have the same entries a hundred times.
      while (line != null && !areEnough(entries)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          entries.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      return new Processor(Optional.empty(), Set.of());
    }
    return new Processor(
        first(NAMES, entries),
        first(FEATURES, entries)
            .map(words -> Set.copyOf(List.of(words.split("\\s+"))))
            .orElse(Set.of()));
  }

  private static boolean areEnough(Map<String, String> entries) {
    return entries.containsKey(NAMES.get(0)) && first(FEATURES, entries).isPresent();
  }

  private static Optional<String> first(List<String> keys, Map<String, String> entries) {
    return keys.stream().filter(entries::containsKey).map(entries::get).findFirst();
  }
}
