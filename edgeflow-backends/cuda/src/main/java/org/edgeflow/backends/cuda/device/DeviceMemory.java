package org.edgeflow.backends.cuda.device;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;
import org.edgeflow.core.tensor.BackendUnavailableException;

/**
 * The device's memory that a backend uses: taken from the driver in large chunks, cut into blocks,
 * given back to the driver at the end.
 *
 * <p>Nobody frees a block: when the garbage collector has found that nothing holds one, its memory
 * serves again. Work on the device happens in the order of one stream, so what is still queued for
 * the old owner is done before the new one's.
 */
public final class DeviceMemory implements AutoCloseable {
  private static final long GRAIN = 256;
  private static final long CHUNK = 1L << 26;
  private static final int COLLECTIONS = 3;
  private static final long PATIENCE_MILLIS = 100;

  private final DeviceContext context;
  private final List<Block> chunks = new ArrayList<>();
  private final FreeSpace free = new FreeSpace();
  private final ReferenceQueue<Block> abandoned = new ReferenceQueue<>();
  private final Set<Loan> loans = new HashSet<>();

  /** What is to be done when a block is abandoned. */
  private static final class Loan extends PhantomReference<Block> {
    private final long address;
    private final long bytes;

    Loan(Block block, ReferenceQueue<Block> queue) {
      super(block, queue);
      address = block.address();
      bytes = block.bytes();
    }
  }

  /** No memory yet. */
  public DeviceMemory(DeviceContext context) {
    this.context = context;
  }

  /**
   * A block whose content is whatever was there.
   *
   * @throws BackendUnavailableException if the device has not so much left
   * @throws DeviceException if a graph is being recorded: it would outlive the block
   */
  public Block allocate(long bytes) {
    if (context.isCapturing()) {
      throw new DeviceException("device memory was asked for while a graph was being recorded");
    }
    long size = Math.max(GRAIN, (bytes + GRAIN - 1) / GRAIN * GRAIN);
    OptionalLong address = free.take(size);
    if (address.isEmpty()) {
      takeBack();
      address = free.take(size);
    }
    if (address.isEmpty() && grow(Math.max(size, CHUNK))) {
      address = free.take(size);
    }
    for (int i = 0; address.isEmpty() && i < COLLECTIONS; i++) {
      collectGarbage();
      address = free.take(size);
      if (address.isEmpty() && grow(size)) {
        address = free.take(size);
      }
    }
    if (address.isEmpty()) {
      throw new BackendUnavailableException(outOfMemory(bytes));
    }
    Block block = new Block(address.getAsLong(), size);
    loans.add(new Loan(block, abandoned));
    return block;
  }

  /**
   * Takes so much from the driver in one piece that blocks of so many bytes altogether fit, as far
   * as the device has it.
   */
  public void reserve(long bytes) {
    takeBack();
    long lacking = bytes - free.longest();
    if (lacking > 0 && bytes <= unused()) {
      grow((bytes + GRAIN - 1) / GRAIN * GRAIN);
    }
  }

  /** Bytes that are free: here, and with the driver. */
  public long available() {
    takeBack();
    return free.bytes() + unused();
  }

  private boolean grow(long bytes) {
    context.bind();
    long[] address = {0};
    // The last grain stays unused, so that two chunks never meet and no block lies across both.
    int status = cudart.cuMemAlloc(address, bytes + GRAIN);
    if (status == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
      return false;
    }
    Status.check(status, "allocating device memory");
    chunks.add(new Block(address[0], bytes));
    free.give(address[0], bytes);
    return true;
  }

  private void takeBack() {
    for (Reference<?> next = abandoned.poll(); next != null; next = abandoned.poll()) {
      giveBack((Loan) next);
    }
  }

  private void giveBack(Loan loan) {
    loans.remove(loan);
    free.give(loan.address, loan.bytes);
  }

  // Objects on the device weigh little on the Java heap, so the collector sees no need by itself.
  private void collectGarbage() {
    System.gc();
    try {
      Reference<?> first = abandoned.remove(PATIENCE_MILLIS);
      if (first != null) {
        giveBack((Loan) first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    takeBack();
  }

  private long unused() {
    context.bind();
    try (SizeTPointer unused = new SizeTPointer(1);
        SizeTPointer all = new SizeTPointer(1)) {
      Status.check(cudart.cuMemGetInfo(unused, all), "asking for the device's memory");
      return unused.get();
    }
  }

  private String outOfMemory(long bytes) {
    long held = chunks.stream().mapToLong(Block::bytes).sum();
    return "backend cuda: "
        + gigabytes(bytes)
        + " more do not fit: of the "
        + gigabytes(context.card().memory())
        + " of "
        + context.card().name()
        + " this run holds "
        + gigabytes(held - free.bytes())
        + ", and "
        + gigabytes(free.bytes() + unused())
        + " are free"
        + (free.bytes() > 0 ? ", not in one piece" : "")
        + ". Work on fewer examples at a time (the objective's 'batch-block'), use float32, or"
        + " 'backend: host'.";
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.3g GB", bytes / 1e9);
  }

  @Override
  public void close() {
    context.bind();
    chunks.forEach(chunk -> cudart.cuMemFree(chunk.address()));
    chunks.clear();
    loans.clear();
  }
}
