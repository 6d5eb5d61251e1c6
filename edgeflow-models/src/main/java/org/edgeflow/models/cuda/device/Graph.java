package org.edgeflow.models.cuda.device;

import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.global.cudart;

/**
 * Work of the one stream, recorded once and then started as a whole: the same operations with the
 * same arguments, on whatever their memory holds by then.
 */
public final class Graph implements AutoCloseable {
  private final DeviceContext context;
  private final CUgraphExec_st executable;

  private Graph(DeviceContext context, CUgraphExec_st executable) {
    this.context = context;
    this.executable = executable;
  }

  /**
   * Records what some work queues; none of it is done.
   *
   * @throws RuntimeException if the work does what cannot be recorded (it waits, reads or
   *     allocates), or the driver refuses; the stream is as usable as before
   */
  public static Graph capture(DeviceContext context, Runnable work) {
    CUgraph_st recorded = new CUgraph_st();
    try {
      context.beginCapture();
      boolean whole = false;
      try {
        work.run();
        whole = true;
      } finally {
        context.endCapture(recorded, whole);
      }
      CUgraphExec_st executable = new CUgraphExec_st();
      Status.check(cudart.cuGraphInstantiate(executable, recorded, 0), "preparing a graph");
      return new Graph(context, executable);
    } finally {
      if (!recorded.isNull()) {
        cudart.cuGraphDestroy(recorded);
      }
    }
  }

  /** Queues all of it. */
  public void launch() {
    context.bind();
    Status.check(cudart.cuGraphLaunch(executable, context.stream()), "starting a graph");
  }

  /** Frees it; what is still queued of it is done all the same. */
  @Override
  public void close() {
    context.bind();
    cudart.cuGraphExecDestroy(executable);
  }
}
