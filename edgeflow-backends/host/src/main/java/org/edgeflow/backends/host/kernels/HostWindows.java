package org.edgeflow.backends.host.kernels;

import java.util.Arrays;
import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.loops.Pixels;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Kernels of convolutions and pooling. */
final class HostWindows implements Kernels.Windows {
  private final Owner owner;
  private final Elements elements;
  private final Pixels pixels;
  private final HostElementwise elementwise;

  HostWindows(Owner owner, Loops loops, HostElementwise elementwise) {
    this.owner = owner;
    this.elements = loops.elements();
    this.pixels = loops.pixels();
    this.elementwise = elementwise;
  }

  @Override
  public Kernels.Elementwise elementwise() {
    return elementwise;
  }

  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    int examples = window.examples(images, patches, window.patchSize());
    new WindowWalk.Gather(window, owner.own(images), owner.own(patches), elements)
        .run(examples, window.patchSize());
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    HeapTensor from = owner.own(patches);
    HeapTensor to = owner.own(images);
    int examples = window.examples(images, patches, window.patchSize());
    if (window.strideY() == 1 && window.strideX() == 1) {
      scatterSingly(window, examples, from, to);
      return;
    }
    clear(to);
    new WindowWalk.Scatter(window, to, from, elements).run(examples, window.patchSize());
  }

  /** For a window that moves by single pixels: each is the sum of its copies, written once. */
  private void scatterSingly(Window window, int examples, HeapTensor patches, HeapTensor images) {
    int channels = window.channels();
    int patch = window.patchSize();
    int patchRow = window.outputWidth() * patch;
    Pixels.Steps steps = Pixels.Steps.of(window);
    for (int example = 0; example < examples; example++) {
      int first = example * window.positions() * patch;
      for (int y = 0; y < window.height(); y++) {
        int shiftedY = y + window.paddingTop();
        int top = Math.max(0, shiftedY - window.outputHeight() + 1);
        int rows = Math.max(0, Math.min(window.windowHeight(), shiftedY + 1) - top);
        int rowAt = first + (shiftedY - top) * patchRow + top * window.windowWidth() * channels;
        for (int x = 0; x < window.width(); x++) {
          int shiftedX = x + window.paddingLeft();
          int left = Math.max(0, shiftedX - window.outputWidth() + 1);
          int columns = Math.max(0, Math.min(window.windowWidth(), shiftedX + 1) - left);
          int pixel = ((example * window.height() + y) * window.width() + x) * channels;
          if (rows == 0 || columns == 0) {
            Elements.clear(images, pixel, channels);
          } else {
            int copy = rowAt + (shiftedX - left) * patch + left * channels;
            pixels.sumCopies(patches, copy, rows, columns, steps, images, pixel);
          }
        }
      }
    }
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    HeapTensor from = owner.own(images);
    HeapTensor to = owner.own(out);
    int examples = window.examples(images, out, window.channels());
    if (quads(window)) {
      pixels.average(window, examples, from, to);
      return;
    }
    clear(to);
    new WindowWalk.Average(window, from, to, elements).run(examples, window.channels());
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    HeapTensor from = owner.own(out);
    HeapTensor to = owner.own(images);
    int examples = window.examples(images, out, window.channels());
    if (!quads(window) || !covers(window)) {
      clear(to);
    }
    if (quads(window)) {
      pixels.spread(window, examples, from, to);
    } else {
      new WindowWalk.Spread(window, to, from, elements).run(examples, window.channels());
    }
  }

  @Override
  public void spreadAverageTimes(Window window, Tensor out, Tensor slope, Tensor images) {
    int examples = window.examples(images, out, window.channels());
    Shapes.requireSameSize(slope, images);
    if (quads(window) && covers(window)) {
      pixels.multiply(window, examples, owner.own(out), owner.own(slope), owner.own(images));
    } else {
      Kernels.Windows.super.spreadAverageTimes(window, out, slope, images);
    }
  }

  @Override
  public void spreadAverageTimesTangent(
      Window window,
      Tensor out,
      Tensor outTangent,
      Tensor slope,
      Tensor swing,
      Tensor images,
      Tensor imagesTangent) {
    int examples = window.examples(images, out, window.channels());
    Shapes.requireSameSize(out, outTangent);
    Shapes.requireSameSize(slope, images);
    Shapes.requireSameSize(swing, images);
    Shapes.requireSameSize(images, imagesTangent);
    if (quads(window) && covers(window)) {
      Dual from = new Dual(owner.own(out), owner.own(outTangent));
      Dual to = new Dual(owner.own(images), owner.own(imagesTangent));
      pixels.multiplyTangent(window, examples, from, owner.own(slope), owner.own(swing), to);
    } else {
      Kernels.Windows.super.spreadAverageTimesTangent(
          window, out, outTangent, slope, swing, images, imagesTangent);
    }
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, Index index) {
    HeapTensor from = owner.own(images);
    HeapTensor to = owner.own(out);
    int examples = window.examples(images, out, window.channels());
    int[] places = HostIndex.own(index, out).writable();
    clear(to);
    Arrays.fill(places, -1);
    new WindowWalk.Largest(window, from, to, places, elements).run(examples, window.channels());
  }

  @Override
  public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
    HeapTensor from = owner.own(out);
    HeapTensor to = owner.own(images);
    int[] places = HostIndex.own(index, out).places();
    window.examples(images, out, window.channels());
    clear(to);
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0) {
        elements.set(to, places[i], elements.get(to, places[i]) + elements.get(from, i));
      }
    }
  }

  private static void clear(HeapTensor x) {
    Elements.clear(x, 0, x.size());
  }

  /** Whether the window covers 2 × 2 pixels, next to each other and all inside. */
  private static boolean quads(Window window) {
    return window.windowHeight() == 2
        && window.windowWidth() == 2
        && window.strideY() == 2
        && window.strideX() == 2
        && !reachesOut(window);
  }

  /** Whether every pixel lies under the window at some position. */
  private static boolean covers(Window window) {
    return window.outputHeight() * window.strideY() >= window.height()
        && window.outputWidth() * window.strideX() >= window.width();
  }

  /** Whether some position reaches beyond the image. */
  private static boolean reachesOut(Window window) {
    int lastTop = (window.outputHeight() - 1) * window.strideY() - window.paddingTop();
    int lastLeft = (window.outputWidth() - 1) * window.strideX() - window.paddingLeft();
    return window.paddingTop() > 0
        || window.paddingLeft() > 0
        || lastTop + window.windowHeight() > window.height()
        || lastLeft + window.windowWidth() > window.width();
  }
}
