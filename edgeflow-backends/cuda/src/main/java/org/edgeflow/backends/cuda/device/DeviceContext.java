package org.edgeflow.backends.cuda.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A device's context, one stream on which everything happens in order, and pinned memory through
 * which numbers come and go.
 */
public final class DeviceContext implements AutoCloseable {
  /** Bytes that travel at a time. */
  public static final int STAGE = 1 << 22;

  private static final int SCALARS = 64;

  private final Card card;
  private final CUctx_st context = new CUctx_st();
  private final CUstream_st stream = new CUstream_st();
  private final Pointer stage = new Pointer();
  private final Pointer scalar = new Pointer();
  private final ByteBuffer stageBuffer;
  private final ByteBuffer scalarBuffer;
  private final long scalarAddress;
  private Thread user;
  private boolean capturing;

  /** Opens a device. */
  public DeviceContext(Card card) {
    this.card = card;
    int[] device = {0};
    Status.check(cudart.cuDeviceGet(device, card.ordinal()), "opening " + card.name());
    Status.check(cudart.cuDevicePrimaryCtxRetain(context, device[0]), "opening " + card.name());
    bind();
    Status.check(cudart.cuStreamCreate(stream, cudart.CU_STREAM_NON_BLOCKING), "making a stream");
    Status.check(cudart.cuMemHostAlloc(stage, STAGE, 0), "allocating pinned memory");
    Status.check(
        cudart.cuMemHostAlloc(scalar, SCALARS, cudart.CU_MEMHOSTALLOC_DEVICEMAP),
        "allocating pinned memory");
    long[] address = {0};
    Status.check(cudart.cuMemHostGetDevicePointer(address, scalar, 0), "mapping pinned memory");
    scalarAddress = address[0];
    stageBuffer = buffer(stage, STAGE);
    scalarBuffer = buffer(scalar, SCALARS);
  }

  private static ByteBuffer buffer(Pointer memory, int bytes) {
    return new BytePointer(memory).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** The device. */
  public Card card() {
    return card;
  }

  /** The stream. */
  public CUstream_st stream() {
    return stream;
  }

  /** Makes this the calling thread's context: CUDA's calls mean the thread's own. */
  public void bind() {
    Thread caller = Thread.currentThread();
    if (caller != user) {
      Status.check(cudart.cuCtxSetCurrent(context), "entering the context of " + card.name());
      user = caller;
    }
  }

  /** From now on what is queued is recorded instead of done. */
  public void beginCapture() {
    bind();
    // Only this thread must keep from what would disturb the recording.
    Status.check(
        cudart.cuStreamBeginCapture(stream, cudart.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "recording a graph");
    capturing = true;
  }

  /**
   * Ends what {@link #beginCapture} began.
   *
   * @param recorded modified: the record; null where it failed
   * @param whole whether it must have succeeded
   */
  public void endCapture(CUgraph_st recorded, boolean whole) {
    capturing = false;
    int status = cudart.cuStreamEndCapture(stream, recorded);
    if (whole) {
      Status.check(status, "recording a graph");
    }
  }

  /** Whether a graph is being recorded. */
  public boolean isCapturing() {
    return capturing;
  }

  /** Waits for everything to be done. */
  public void synchronize() {
    bind();
    Status.check(cudart.cuStreamSynchronize(stream), "waiting for " + card.name());
  }

  /** Where on the device a kernel leaves the number that {@link #scalar} returns. */
  public long scalarAddress() {
    return scalarAddress;
  }

  /** Waits, and returns the number that a kernel left. */
  public double scalar() {
    synchronize();
    return scalarBuffer.getDouble(0);
  }

  /** The pinned memory through which {@link #fetch} and {@link #send} go; {@link #STAGE} bytes. */
  public ByteBuffer stage() {
    return stageBuffer;
  }

  /** Brings bytes from the device to the beginning of the stage; waits until they are there. */
  public void fetch(long from, int bytes) {
    bind();
    Status.check(cudart.cuMemcpyDtoHAsync(stage, from, bytes, stream), "reading from the device");
    synchronize();
  }

  /** Takes bytes from the beginning of the stage to the device; waits until they have left. */
  public void send(long to, int bytes) {
    bind();
    Status.check(cudart.cuMemcpyHtoDAsync(to, stage, bytes, stream), "writing to the device");
    synchronize();
  }

  /** Copies within the device. */
  public void copy(long from, long to, long bytes) {
    bind();
    Status.check(cudart.cuMemcpyDtoDAsync(to, from, bytes, stream), "copying on the device");
  }

  /** Sets bytes to zero. */
  public void clear(long address, long bytes) {
    bind();
    Status.check(
        cudart.cuMemsetD8Async(address, (byte) 0, bytes, stream), "clearing device memory");
  }

  @Override
  public void close() {
    bind();
    cudart.cuStreamSynchronize(stream);
    cudart.cuStreamDestroy(stream);
    cudart.cuMemFreeHost(stage);
    cudart.cuMemFreeHost(scalar);
    int[] device = {0};
    if (cudart.cuDeviceGet(device, card.ordinal()) == 0) {
      cudart.cuDevicePrimaryCtxRelease(device[0]);
    }
  }
}
