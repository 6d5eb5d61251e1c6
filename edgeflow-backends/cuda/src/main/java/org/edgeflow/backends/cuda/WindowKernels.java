package org.edgeflow.backends.cuda;

import java.nio.ByteBuffer;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.device.Block;
import org.edgeflow.backends.cuda.device.DeviceContext;
import org.edgeflow.backends.cuda.device.Launcher;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;

/**
 * Windows over images, and gathering by index.
 *
 * <p>What takes its index in a Java array carries it over the bus at every call; networks use
 * {@link CudaIndex}.
 */
final class WindowKernels {
  private final CudaBackend backend;
  private final Launcher launcher;
  private final CUfunc_st gatherPatches;
  private final CUfunc_st scatterPatches;
  private final CUfunc_st poolAverage;
  private final CUfunc_st spreadAverage;
  private final CUfunc_st poolMax;
  private final CUfunc_st spreadMaximum;
  private final CUfunc_st gather;
  private final CUfunc_st gatherSums;

  WindowKernels(CudaBackend backend) {
    this.backend = backend;
    this.launcher = backend.launcher();
    this.gatherPatches = backend.kernel("gatherPatches");
    this.scatterPatches = backend.kernel("scatterPatches");
    this.poolAverage = backend.kernel("poolAverage");
    this.spreadAverage = backend.kernel("spreadAverage");
    this.poolMax = backend.kernel("poolMax");
    this.spreadMaximum = backend.kernel("spreadMaximum");
    this.gather = backend.kernel("gather");
    this.gatherSums = backend.kernel("gatherSums");
  }

  void gatherPatches(Window window, Tensor images, Tensor patches) {
    CudaTensor from = backend.own(images);
    CudaTensor to = backend.own(patches);
    int count = window.examples(images, patches, window.patchSize()) * window.positions();
    if (count > 0) {
      launcher
          .of(gatherPatches)
          .window(window)
          .address(from.address())
          .address(to.address())
          .count(count)
          .rows(count, Launcher.lanes(window.patchSize()));
    }
  }

  void scatterPatches(Window window, Tensor patches, Tensor images) {
    window.examples(images, patches, window.patchSize());
    overWindows(scatterPatches, window, patches, images);
  }

  void poolAverage(Window window, Tensor images, Tensor out) {
    window.examples(images, out, window.channels());
    overWindows(poolAverage, window, images, out);
  }

  void spreadAverage(Window window, Tensor out, Tensor images) {
    window.examples(images, out, window.channels());
    overWindows(spreadAverage, window, out, images);
  }

  private void overWindows(CUfunc_st kernel, Window window, Tensor in, Tensor out) {
    CudaTensor from = backend.own(in);
    CudaTensor to = backend.own(out);
    launcher
        .of(kernel)
        .window(window)
        .address(from.address())
        .address(to.address())
        .over(to.size());
  }

  void poolMax(Window window, Tensor images, Tensor out, CudaIndex index) {
    CudaTensor from = backend.own(images);
    CudaTensor to = backend.own(out);
    window.examples(images, out, window.channels());
    launcher
        .of(poolMax)
        .window(window)
        .address(from.address())
        .address(to.address())
        .address(index.address())
        .over(to.size());
  }

  void spreadMaximum(Window window, Tensor out, CudaIndex index, Tensor images) {
    CudaTensor from = backend.own(out);
    CudaTensor to = backend.own(images);
    window.examples(images, out, window.channels());
    launcher
        .of(spreadMaximum)
        .window(window)
        .address(from.address())
        .address(index.address())
        .address(to.address())
        .over(to.size());
  }

  void gather(Tensor x, CudaIndex index, Tensor out) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(out);
    launcher
        .of(gather)
        .address(from.address())
        .address(index.address())
        .address(to.address())
        .over(to.size());
  }

  void poolMax(Window window, Tensor images, Tensor out, int[] index) {
    Shapes.requireLength(out, index.length);
    CudaIndex places = empty(index.length);
    poolMax(window, images, out, places);
    fetch(places, index);
  }

  void gather(Tensor x, int[] index, Tensor out) {
    backend.own(x);
    backend.own(out);
    Shapes.requireLength(out, index.length);
    gather(x, index(index), out);
  }

  /** {@code out[index[i]] += x[i]}, in order: the index is turned round into its adjoint. */
  void scatterAdd(Tensor x, int[] index, Tensor out) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(out);
    Shapes.requireLength(x, index.length);
    int[] starts = new int[to.size() + 1];
    for (int place : index) {
      if (place >= 0) {
        starts[place + 1]++;
      }
    }
    for (int i = 0; i < to.size(); i++) {
      starts[i + 1] += starts[i];
    }
    int[] sources = new int[starts[to.size()]];
    int[] next = starts.clone();
    for (int i = 0; i < index.length; i++) {
      if (index[i] >= 0) {
        sources[next[index[i]]++] = i;
      }
    }
    CudaIndex startsThere = index(starts);
    CudaIndex sourcesThere = index(sources);
    launcher
        .of(gatherSums)
        .address(from.address())
        .address(startsThere.address())
        .address(sourcesThere.address())
        .address(to.address())
        .over(to.size());
  }

  /** Places on the device. */
  CudaIndex index(int... places) {
    CudaIndex result = empty(places.length);
    ByteBuffer stage = backend.context().stage();
    int most = DeviceContext.STAGE / Integer.BYTES;
    for (int start = 0; start < places.length; start += most) {
      int count = Math.min(most, places.length - start);
      stage.asIntBuffer().put(places, start, count);
      backend
          .context()
          .send(result.address() + (long) start * Integer.BYTES, count * Integer.BYTES);
    }
    return result;
  }

  private CudaIndex empty(int size) {
    Block block = backend.allocate((long) size * Integer.BYTES);
    return new CudaIndex(backend, block, size);
  }

  private void fetch(CudaIndex from, int[] places) {
    ByteBuffer stage = backend.context().stage();
    int most = DeviceContext.STAGE / Integer.BYTES;
    for (int start = 0; start < places.length; start += most) {
      int count = Math.min(most, places.length - start);
      backend.context().fetch(from.address() + (long) start * Integer.BYTES, count * Integer.BYTES);
      stage.asIntBuffer().get(places, start, count);
    }
  }
}
