package org.edgeflow.backends.cuda;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.code.Launcher;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;

/** Windows over images. */
final class CudaWindows implements Kernels.Windows {
  private final CudaBackend backend;
  private final Launcher launcher;
  private final Kernels.Elementwise elementwise;
  private final CUfunc_st gatherPatches;
  private final CUfunc_st scatterPatches;
  private final CUfunc_st poolAverage;
  private final CUfunc_st spreadAverage;
  private final CUfunc_st poolMax;
  private final CUfunc_st spreadMaximum;

  CudaWindows(CudaBackend backend, Kernels.Elementwise elementwise) {
    this.backend = backend;
    this.elementwise = elementwise;
    this.launcher = backend.launcher();
    this.gatherPatches = backend.kernel("gatherPatches");
    this.scatterPatches = backend.kernel("scatterPatches");
    this.poolAverage = backend.kernel("poolAverage");
    this.spreadAverage = backend.kernel("spreadAverage");
    this.poolMax = backend.kernel("poolMax");
    this.spreadMaximum = backend.kernel("spreadMaximum");
  }

  @Override
  public Kernels.Elementwise elementwise() {
    return elementwise;
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
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

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    window.examples(images, patches, window.patchSize());
    overWindows(scatterPatches, window, patches, images);
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    window.examples(images, out, window.channels());
    overWindows(poolAverage, window, images, out);
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
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

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, Index index) {
    CudaTensor from = backend.own(images);
    CudaTensor to = backend.own(out);
    CudaIndex places = CudaIndex.own(backend, index, out);
    window.examples(images, out, window.channels());
    launcher
        .of(poolMax)
        .window(window)
        .address(from.address())
        .address(to.address())
        .address(places.address())
        .over(to.size());
  }

  @Override
  public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
    CudaTensor from = backend.own(out);
    CudaTensor to = backend.own(images);
    CudaIndex places = CudaIndex.own(backend, index, out);
    window.examples(images, out, window.channels());
    launcher
        .of(spreadMaximum)
        .window(window)
        .address(from.address())
        .address(places.address())
        .address(to.address())
        .over(to.size());
  }
}
