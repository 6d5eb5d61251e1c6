package org.edgeflow.backends.nd4j;

import java.util.HashMap;
import java.util.Map;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Patches and average pooling, one strided copy for each place of the window.
 *
 * <p>ND4J copies between strided arrays about as fast as memory allows, but adds them thirty times
 * more slowly, and its im2col takes 30 ns an element on channels that are innermost. So sums go
 * through a copy into an image of zeros, and BLAS.
 */
final class WindowKernels {
  private static final int ROOM = 8;

  private final Nd4jBackend backend;
  private final Nd4jRuntime runtime;
  private final Elements elements;
  private final Scratch scratch;
  private final Map<Pooled, Nd4jTensor> shares = new HashMap<>();

  /** Pooled images. */
  private record Pooled(Window window, int size) {}

  WindowKernels(Nd4jBackend backend, Elements elements, Scratch scratch) {
    this.backend = backend;
    this.runtime = backend.runtime();
    this.elements = elements;
    this.scratch = scratch;
  }

  /** Copies patches. */
  void gather(Window window, Nd4jTensor images, Nd4jTensor patches) {
    if (!WindowViews.allInside(window)) {
      runtime.fill(patches.flat(), 0);
    }
    INDArray[] from = images.pixels(window);
    INDArray[] to = patches.patches(window);
    for (int place = 0; place < from.length; place++) {
      if (from[place] != null) {
        elements.assign(from[place], to[place]);
      }
    }
  }

  /** The adjoint of {@link #gather}. */
  void scatter(Window window, Nd4jTensor patches, Nd4jTensor images) {
    spread(window, patches.patches(window), images);
  }

  /** The mean over what lies inside. */
  void average(Window window, Nd4jTensor images, Nd4jTensor out) {
    Nd4jTensor part = scratch.vector(ROOM, out.size());
    INDArray[] from = images.pixels(window);
    INDArray[] to = part.positions(window);
    runtime.fill(out.flat(), 0);
    for (int place = 0; place < from.length; place++) {
      if (from[place] != null) {
        if (to[place].length() < part.size()) {
          runtime.fill(part.flat(), 0);
        }
        elements.assign(from[place], to[place]);
        runtime.axpy(1, part.flat(), out.flat());
      }
    }
    elements.multiply(out.flat(), shares(window, out.size()).flat(), out.flat());
  }

  /** The adjoint of {@link #average}. */
  void spreadAverage(Window window, Nd4jTensor out, Nd4jTensor images) {
    Nd4jTensor share = scratch.vector(ROOM + 1, out.size());
    elements.multiply(out.flat(), shares(window, out.size()).flat(), share.flat());
    spread(window, share.positions(window), images);
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
