package org.edgeflow.backends.nd4j.operations;

import org.edgeflow.core.tensor.Window;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a window meets, place by place: for one place of the window the positions at which it lies
 * inside the image are a rectangle, and so are the pixels under it, at the stride's distance. One
 * strided copy a place then does what an index would do element by element.
 *
 * <p>All views are {@code [n, positions down, positions across, channels]}, null where no position
 * has the place inside.
 */
public final class WindowViews {
  private WindowViews() {}

  /** The first and the number of positions along one axis at which a place lies inside. */
  private record Span(int first, int count) {
    static Span of(int place, int padding, int stride, int extent, int positions) {
      int first = Math.max(0, -Math.floorDiv(place - padding, stride));
      int last = Math.min(positions - 1, Math.floorDiv(extent - 1 + padding - place, stride));
      return new Span(first, Math.max(0, last - first + 1));
    }
  }

  private static Span down(Window w, int place) {
    return Span.of(
        place / w.windowWidth(), w.paddingTop(), w.strideY(), w.height(), w.outputHeight());
  }

  private static Span across(Window w, int place) {
    return Span.of(
        place % w.windowWidth(), w.paddingLeft(), w.strideX(), w.width(), w.outputWidth());
  }

  /** Whether every place lies inside at every position. */
  public static boolean allInside(Window w) {
    return w.paddingTop() == 0
        && w.paddingLeft() == 0
        && (w.outputHeight() - 1) * w.strideY() + w.windowHeight() <= w.height()
        && (w.outputWidth() - 1) * w.strideX() + w.windowWidth() <= w.width();
  }

  /** The views of images. */
  public static INDArray[] pixels(Window w, INDArray whole, int start, int size) {
    int c = w.channels();
    int n = size / (w.height() * w.width() * c);
    INDArray[] views = new INDArray[w.area()];
    for (int place = 0; place < views.length; place++) {
      Span down = down(w, place);
      Span across = across(w, place);
      int y = down.first() * w.strideY() - w.paddingTop() + place / w.windowWidth();
      int x = across.first() * w.strideX() - w.paddingLeft() + place % w.windowWidth();
      views[place] =
          view(
              whole,
              start + (long) (y * w.width() + x) * c,
              new long[] {n, down.count(), across.count(), c},
              new long[] {
                (long) w.height() * w.width() * c,
                (long) w.strideY() * w.width() * c,
                (long) w.strideX() * c,
                1
              });
    }
    return views;
  }

  /** The views of patches. */
  public static INDArray[] patches(Window w, INDArray whole, int start, int size) {
    return atPositions(w, whole, start, size, w.patchSize());
  }

  /** The views of pooled images. */
  public static INDArray[] positions(Window w, INDArray whole, int start, int size) {
    return atPositions(w, whole, start, size, w.channels());
  }

  private static INDArray[] atPositions(Window w, INDArray whole, int start, int size, int row) {
    int c = w.channels();
    int n = size / (w.positions() * row);
    INDArray[] views = new INDArray[w.area()];
    for (int place = 0; place < views.length; place++) {
      Span down = down(w, place);
      Span across = across(w, place);
      int position = down.first() * w.outputWidth() + across.first();
      int column = row == c ? 0 : place * c;
      views[place] =
          view(
              whole,
              start + (long) position * row + column,
              new long[] {n, down.count(), across.count(), c},
              new long[] {(long) w.positions() * row, (long) w.outputWidth() * row, row, 1});
    }
    return views;
  }

  private static INDArray view(INDArray whole, long offset, long[] shape, long[] strides) {
    return shape[0] * shape[1] * shape[2] * shape[3] == 0
        ? null
        : Nd4jRuntime.strided(whole, offset, shape, strides);
  }
}
