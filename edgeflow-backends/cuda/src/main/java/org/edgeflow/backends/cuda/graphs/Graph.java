package org.edgeflow.backends.cuda.graphs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.global.cudart;
import org.edgeflow.backends.cuda.device.DeviceContext;
import org.edgeflow.backends.cuda.device.DeviceException;
import org.edgeflow.backends.cuda.device.Status;

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
      Status.check(instantiate(executable, recorded), "preparing a graph");
      return new Graph(context, executable);
    } finally {
      if (!recorded.isNull()) {
        cudart.cuGraphDestroy(recorded);
      }
    }
  }

  // By name, for a build with ND4J's CUDA 11 bindings compiles this class, too, and there the
  // function
  // takes other arguments. It is never called there.
  private static int instantiate(CUgraphExec_st executable, CUgraph_st recorded) {
    try {
      return (int)
          MethodHandles.publicLookup()
              .findStatic(
                  cudart.class,
                  "cuGraphInstantiate",
                  MethodType.methodType(
                      int.class, CUgraphExec_st.class, CUgraph_st.class, long.class))
              .invokeExact(executable, recorded, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new DeviceException("these bindings of CUDA cannot prepare graphs: " + e);
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
