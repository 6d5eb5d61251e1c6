package org.edgeflow.backends.cuda.code;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.edgeflow.backends.cuda.device.DeviceContext;
import org.edgeflow.backends.cuda.device.Status;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Window;

/**
 * Starts kernels: {@code of(kernel)}, then its arguments in order, then one of the methods that
 * start it. Allocates nothing; one thread at a time.
 */
public final class Launcher {
  /** Threads of a block, as the kernels are written for. */
  public static final int THREADS = 256;

  private static final int SLOT = 64;
  private static final int SLOTS = 12;
  private static final int BLOCKS_A_MULTIPROCESSOR = 16;

  private final DeviceContext context;
  private final boolean wide;
  private final int most;
  private final BytePointer memory = new BytePointer((long) SLOT * SLOTS);
  private final ByteBuffer arguments;
  private final PointerPointer<BytePointer> places = new PointerPointer<>(SLOTS);
  private CUfunc_st kernel;
  private int next;

  /** For one device and one format. */
  public Launcher(DeviceContext context, DataType dataType) {
    this.context = context;
    this.wide = dataType == DataType.FLOAT64;
    this.most = context.card().multiprocessors() * BLOCKS_A_MULTIPROCESSOR;
    this.arguments = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    for (int slot = 0; slot < SLOTS; slot++) {
      places.put(slot, new BytePointer(memory).position((long) slot * SLOT));
    }
  }

  /** Begins. */
  public Launcher of(CUfunc_st kernel) {
    this.kernel = kernel;
    this.next = 0;
    return this;
  }

  /** An address on the device; 0 for none. */
  public Launcher address(long address) {
    arguments.putLong(slot(), address);
    return this;
  }

  /** A number in the format of the tensors. */
  public Launcher real(double value) {
    if (wide) {
      arguments.putDouble(slot(), value);
    } else {
      arguments.putFloat(slot(), (float) value);
    }
    return this;
  }

  /** A number that is double in both formats. */
  public Launcher number(double value) {
    arguments.putDouble(slot(), value);
    return this;
  }

  /** A count. */
  public Launcher count(int value) {
    arguments.putInt(slot(), value);
    return this;
  }

  /** A window. */
  public Launcher window(Window window) {
    int at = slot();
    arguments
        .putInt(at, window.channels())
        .putInt(at + 4, window.height())
        .putInt(at + 8, window.width())
        .putInt(at + 12, window.windowHeight())
        .putInt(at + 16, window.windowWidth())
        .putInt(at + 20, window.strideY())
        .putInt(at + 24, window.strideX())
        .putInt(at + 28, window.paddingTop())
        .putInt(at + 32, window.paddingLeft())
        .putInt(at + 36, window.outputHeight())
        .putInt(at + 40, window.outputWidth());
    return this;
  }

  private int slot() {
    return SLOT * next++;
  }

  /** Starts it on {@code size} elements, whose number is its last argument. */
  public void over(int size) {
    if (size > 0) {
      count(size).start(Math.min(most, (size - 1) / THREADS + 1), 1, THREADS, 1);
    }
  }

  /** Starts a number of blocks of {@link #THREADS} threads. */
  public void blocks(int blocks) {
    start(blocks, 1, THREADS, 1);
  }

  /** Starts one row of threads for each of {@code rows}. */
  public void rows(int rows, int lanes) {
    start(blocksOfRows(rows, lanes), 1, lanes, THREADS / lanes);
  }

  /** The number of blocks that {@link #rows} starts. */
  public static int blocksOfRows(int rows, int lanes) {
    int together = THREADS / lanes;
    return (rows - 1) / together + 1;
  }

  /** Threads that work on one row: a power of two. */
  public static int lanes(int width) {
    int lanes = 8;
    while (lanes < width && lanes < THREADS) {
      lanes *= 2;
    }
    return lanes;
  }

  /** Starts a grid of blocks. */
  public void start(int gridX, int gridY, int blockX, int blockY) {
    context.bind();
    Status.check(
        cudart.cuLaunchKernel(
            kernel,
            gridX,
            gridY,
            1,
            blockX,
            blockY,
            1,
            0,
            context.stream(),
            places,
            (PointerPointer<?>) null),
        "starting a kernel");
  }
}
