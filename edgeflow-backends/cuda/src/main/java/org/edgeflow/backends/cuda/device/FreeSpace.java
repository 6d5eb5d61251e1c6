package org.edgeflow.backends.cuda.device;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The free stretches of an address space: the smallest that suffices is taken, neighbours that
 * become free grow together.
 */
final class FreeSpace {
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  /** Takes a stretch. */
  OptionalLong take(long bytes) {
    Map.Entry<Long, Long> best = null;
    for (Map.Entry<Long, Long> stretch : stretches.entrySet()) {
      if (stretch.getValue() >= bytes && (best == null || stretch.getValue() < best.getValue())) {
        best = stretch;
      }
    }
    if (best == null) {
      return OptionalLong.empty();
    }
    long address = best.getKey();
    long left = best.getValue() - bytes;
    stretches.remove(address);
    if (left > 0) {
      stretches.put(address + bytes, left);
    }
    return OptionalLong.of(address);
  }

  /** Gives a stretch. */
  void give(long address, long bytes) {
    long from = address;
    long length = bytes;
    Map.Entry<Long, Long> before = stretches.floorEntry(address);
    if (before != null && before.getKey() + before.getValue() == address) {
      from = before.getKey();
      length += before.getValue();
    }
    Long after = stretches.remove(address + bytes);
    stretches.put(from, length + (after == null ? 0 : after));
  }

  /** All of it. */
  long bytes() {
    return stretches.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The longest stretch. */
  long longest() {
    return stretches.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
