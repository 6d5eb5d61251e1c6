package org.edgeflow.backends.nd4j;

import java.util.HashMap;
import java.util.Map;
import org.edgeflow.backends.nd4j.operations.Elements;
import org.edgeflow.backends.nd4j.operations.WindowViews;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Patches and average pooling, one strided copy for each place of the window.
 *
 * <p>ND4J copies between strided arrays about as fast as memory allows, but adds them thirty times
 * more slowly, and its im2col takes 30 ns an element on channels that are innermost. So sums go
 * through a copy into an image of zeros, and BLAS. Maxima with their places go through Java arrays.
 */
final class Nd4jWindows implements Kernels.Windows {
  private static final int ROOM = 8;

  private final Nd4jBackend backend;
  private final Nd4jRuntime runtime;
  private final Elements elements;
  private final Scratch scratch;
  private final Kernels.Elementwise elementwise;
  private final Kernels.Windows maxima;
  private final Map<Pooled, Nd4jTensor> shares = new HashMap<>();

  /** Pooled images. */
  private record Pooled(Window window, int size) {}

  /**
   * On the tensors of one backend.
   *
   * @param maxima has the operations of maxima, whose places ND4J does not give
   */
  Nd4jWindows(
      Nd4jBackend backend,
      Elements elements,
      Scratch scratch,
      Kernels.Elementwise elementwise,
      Kernels.Windows maxima) {
    this.backend = backend;
    this.runtime = backend.runtime();
    this.elements = elements;
    this.scratch = scratch;
    this.elementwise = elementwise;
    this.maxima = maxima;
  }

  @Override
  public Kernels.Elementwise elementwise() {
    return elementwise;
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    Nd4jTensor from = backend.own(images);
    Nd4jTensor to = backend.own(patches);
    if (window.examples(images, patches, window.patchSize()) == 0 || to.size() == 0) {
      return;
    }
    if (!WindowViews.allInside(window)) {
      runtime.fill(to.flat(), 0);
    }
    INDArray[] sources = from.pixels(window);
    INDArray[] targets = to.patches(window);
    for (int place = 0; place < sources.length; place++) {
      if (sources[place] != null) {
        elements.assign(sources[place], targets[place]);
      }
    }
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    Nd4jTensor from = backend.own(patches);
    Nd4jTensor to = backend.own(images);
    if (window.examples(images, patches, window.patchSize()) == 0) {
      return;
    }
    spread(window, from.patches(window), to);
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    Nd4jTensor from = backend.own(images);
    Nd4jTensor to = backend.own(out);
    if (window.examples(images, out, window.channels()) == 0) {
      return;
    }
    Nd4jTensor part = scratch.vector(ROOM, to.size());
    INDArray[] sources = from.pixels(window);
    INDArray[] targets = part.positions(window);
    runtime.fill(to.flat(), 0);
    for (int place = 0; place < sources.length; place++) {
      if (sources[place] != null) {
        if (targets[place].length() < part.size()) {
          runtime.fill(part.flat(), 0);
        }
        elements.assign(sources[place], targets[place]);
        runtime.axpy(1, part.flat(), to.flat());
      }
    }
    elements.multiply(to.flat(), shares(window, to.size()).flat(), to.flat());
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    Nd4jTensor from = backend.own(out);
    Nd4jTensor to = backend.own(images);
    if (window.examples(images, out, window.channels()) == 0) {
      return;
    }
    Nd4jTensor share = scratch.vector(ROOM + 1, from.size());
    elements.multiply(from.flat(), shares(window, from.size()).flat(), share.flat());
    spread(window, share.positions(window), to);
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, Index index) {
    maxima.poolMax(window, images, out, index);
  }

  @Override
  public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
    maxima.spreadMaximum(window, out, index, images);
  }

  private void spread(Window window, INDArray[] from, Nd4jTensor images) {
    INDArray[] whole = images.pixels(window);
    runtime.fill(images.flat(), 0);
    boolean apart =
        window.strideY() >= window.windowHeight() && window.strideX() >= window.windowWidth();
    Nd4jTensor part = apart ? null : scratch.vector(ROOM, images.size());
    for (int place = 0; place < from.length; place++) {
      if (from[place] == null) {
        continue;
      }
      if (apart) {
        elements.assign(from[place], whole[place]);
        continue;
      }
      INDArray pixels = part.pixels(window)[place];
      if (pixels.length() < part.size()) {
        runtime.fill(part.flat(), 0);
      }
      elements.assign(from[place], pixels);
      runtime.axpy(1, part.flat(), images.flat());
    }
  }

  /** One over the number of places inside, for each element of pooled images; 0 where none is. */
  private Nd4jTensor shares(Window window, int size) {
    return shares.computeIfAbsent(new Pooled(window, size), this::count);
  }

  private Nd4jTensor count(Pooled pooled) {
    Window window = pooled.window();
    double[] shares = new double[pooled.size()];
    for (int i = 0; i < shares.length; i++) {
      int inside = 0;
      for (int place = 0; place < window.area(); place++) {
        inside += window.pixel(i / window.channels(), place) >= 0 ? 1 : 0;
      }
      shares[i] = inside == 0 ? 0 : 1.0 / inside;
    }
    Nd4jTensor result = new Nd4jTensor(backend, new int[] {pooled.size()});
    backend.write(shares, result);
    return result;
  }
}
