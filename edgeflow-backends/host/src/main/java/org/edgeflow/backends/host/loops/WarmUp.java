package org.edgeflow.backends.host.loops;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Runs loops over vectors until the compiler has compiled them. */
public final class WarmUp {
  private static final int MOST_ROUNDS = 150;
  private static final int PASSES = 20;

  /** Bytes a pass in which no vector is an object any more. */
  private static final int FEW = 100;

  private WarmUp() {}

  /** Runs a loop until it makes no objects any more. */
  public static void untilCompiled(Runnable loop) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && allocated > PASSES * FEW; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int pass = 0; pass < PASSES; pass++) {
        loop.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
