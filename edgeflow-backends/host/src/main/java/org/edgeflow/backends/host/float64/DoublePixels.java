package org.edgeflow.backends.host.float64;

import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.loops.Pixels;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Plain loops over pixels of float64.
 *
 * <p>A line is one row of pixels of the pooled image, counted through all examples; each method
 * that works on one begins with the given channel of each pixel.
 */
public class DoublePixels implements Pixels {
  private final Elements elements;

  /** With what adds up whole stretches. */
  public DoublePixels(Elements elements) {
    this.elements = elements;
  }

  @Override
  public final void average(Window window, int examples, HeapTensor images, HeapTensor out) {
    for (int line = 0; line < examples * window.outputHeight(); line++) {
      averageLine(window, line, images, out, 0);
    }
  }

  @Override
  public final void spread(Window window, int examples, HeapTensor out, HeapTensor images) {
    for (int line = 0; line < examples * window.outputHeight(); line++) {
      spreadLine(window, line, out, images, 0);
    }
  }

  @Override
  public final void multiply(
      Window window, int examples, HeapTensor out, HeapTensor slope, HeapTensor images) {
    for (int line = 0; line < examples * window.outputHeight(); line++) {
      multiplyLine(window, line, out, slope, images, 0);
    }
  }

  @Override
  public final void multiplyTangent(
      Window window, int examples, Dual out, HeapTensor slope, HeapTensor swing, Dual images) {
    for (int line = 0; line < examples * window.outputHeight(); line++) {
      multiplyTangentLine(window, line, out, slope, swing, images, 0);
    }
  }

  /** Where the upper one of the two rows of pixels under a line begins within the images. */
  static int top(Window window, int line) {
    int example = line / window.outputHeight();
    int row = example * window.height() + 2 * (line - example * window.outputHeight());
    return row * window.width() * window.channels();
  }

  void averageLine(Window window, int line, HeapTensor images, HeapTensor out, int channel) {
    double[] from = images.doubles();
    double[] to = out.doubles();
    int channels = window.channels();
    int pixels = window.outputWidth();
    int upper = images.offset() + top(window, line);
    int lower = upper + window.width() * channels;
    int t = out.offset() + line * pixels * channels;
    var quarter = (double) 0.25;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int a = upper + 2 * pixel * channels;
      int b = a + channels;
      int c = lower + 2 * pixel * channels;
      int d = c + channels;
      for (int i = channel; i < channels; i++) {
        to[t + pixel * channels + i] =
            ((from[a + i] + from[b + i]) + (from[c + i] + from[d + i])) * quarter;
      }
    }
  }

  void spreadLine(Window window, int line, HeapTensor out, HeapTensor images, int channel) {
    double[] from = out.doubles();
    double[] to = images.doubles();
    int channels = window.channels();
    int pixels = window.outputWidth();
    int upper = images.offset() + top(window, line);
    int lower = upper + window.width() * channels;
    int f = out.offset() + line * pixels * channels;
    var quarter = (double) 0.25;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int a = upper + 2 * pixel * channels;
      int c = lower + 2 * pixel * channels;
      for (int i = channel; i < channels; i++) {
        var share = from[f + pixel * channels + i] * quarter;
        to[a + i] = share;
        to[a + channels + i] = share;
        to[c + i] = share;
        to[c + channels + i] = share;
      }
    }
  }

  void multiplyLine(
      Window window, int line, HeapTensor out, HeapTensor slope, HeapTensor images, int channel) {
    double[] from = out.doubles();
    double[] slopes = slope.doubles();
    double[] to = images.doubles();
    int channels = window.channels();
    int pixels = window.outputWidth();
    int row = window.width() * channels;
    int f = out.offset() + line * pixels * channels;
    int s = slope.offset() + top(window, line);
    int t = images.offset() + top(window, line);
    var quarter = (double) 0.25;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int i = channel; i < channels; i++) {
        var y = quarter * from[f + pixel * channels + i];
        for (int place = 0; place < 4; place++) {
          int at = 2 * pixel * channels + i + (place & 1) * channels + (place >> 1) * row;
          to[t + at] = y * slopes[s + at];
        }
      }
    }
  }

  void multiplyTangentLine(
      Window window,
      int line,
      Dual out,
      HeapTensor slope,
      HeapTensor swing,
      Dual images,
      int channel) {
    double[] from = out.value().doubles();
    double[] fromTangent = out.tangent().doubles();
    double[] slopes = slope.doubles();
    double[] swings = swing.doubles();
    double[] to = images.value().doubles();
    double[] toTangent = images.tangent().doubles();
    int channels = window.channels();
    int pixels = window.outputWidth();
    int row = window.width() * channels;
    int f = out.value().offset() + line * pixels * channels;
    int g = out.tangent().offset() + line * pixels * channels;
    int top = top(window, line);
    var quarter = (double) 0.25;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int i = channel; i < channels; i++) {
        var y = quarter * from[f + pixel * channels + i];
        var z = quarter * fromTangent[g + pixel * channels + i];
        for (int place = 0; place < 4; place++) {
          int at = top + 2 * pixel * channels + i + (place & 1) * channels + (place >> 1) * row;
          var factor = slopes[slope.offset() + at];
          to[images.value().offset() + at] = y * factor;
          toTangent[images.tangent().offset() + at] = z * factor + y * swings[swing.offset() + at];
        }
      }
    }
  }

  @Override
  public void sumCopies(
      HeapTensor x, int xAt, int rows, int columns, Steps steps, HeapTensor out, int outAt) {
    if (rows == 3 && columns == 3) {
      sumOfNine(x, xAt, steps, out, outAt, 0);
      return;
    }
    Elements.copy(x, xAt, out, outAt, steps.channels());
    for (int place = 1; place < rows * columns; place++) {
      int at = xAt + place / columns * steps.row() + place % columns * steps.column();
      elements.add(x, at, out, outAt, steps.channels());
    }
  }

  void sumOfNine(HeapTensor x, int xAt, Steps steps, HeapTensor out, int outAt, int channel) {
    double[] from = x.doubles();
    double[] to = out.doubles();
    int f = x.offset() + xAt;
    int t = out.offset() + outAt;
    int step = steps.column();
    for (int i = channel; i < steps.channels(); i++) {
      int a = f + i;
      int b = a + steps.row();
      int c = b + steps.row();
      var first = from[a] + from[a + step] + from[a + 2 * step];
      var second = from[b] + from[b + step] + from[b + 2 * step];
      to[t + i] = first + second + (from[c] + from[c + step] + from[c + 2 * step]);
    }
  }

  @Override
  public void split(HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size) {
    double[] read = x.doubles();
    double[] written = y.doubles();
    int r = x.offset() + xAt;
    int w = y.offset() + yAt;
    int bAt = r + from.second();
    int cAt = r + from.third();
    int dAt = r + from.fourth();
    int w1 = w + to.second();
    int w2 = w + to.third();
    int w3 = w + to.fourth();
    for (int i = 0; i < size; i++) {
      var a = read[r + i];
      var b = read[bAt + i];
      var c = read[cAt + i];
      var d = read[dAt + i];
      written[w + i] = a - c;
      written[w1 + i] = b + c;
      written[w2 + i] = c - b;
      written[w3 + i] = d - b;
    }
  }

  @Override
  public void splitAdjoint(
      HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size) {
    double[] read = x.doubles();
    double[] written = y.doubles();
    int r = x.offset() + xAt;
    int w = y.offset() + yAt;
    int bAt = r + from.second();
    int cAt = r + from.third();
    int dAt = r + from.fourth();
    int w1 = w + to.second();
    int w2 = w + to.third();
    int w3 = w + to.fourth();
    for (int i = 0; i < size; i++) {
      var a = read[r + i];
      var b = read[bAt + i];
      var c = read[cAt + i];
      var d = read[dAt + i];
      written[w + i] = a;
      written[w1 + i] = b - c - d;
      written[w2 + i] = b + c - a;
      written[w3 + i] = d;
    }
  }

  @Override
  public void join(HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size) {
    double[] read = x.doubles();
    double[] written = y.doubles();
    int r = x.offset() + xAt;
    int w = y.offset() + yAt;
    int bAt = r + from.second();
    int cAt = r + from.third();
    int dAt = r + from.fourth();
    int w1 = w + to.second();
    for (int i = 0; i < size; i++) {
      var a = read[r + i];
      var b = read[bAt + i];
      var c = read[cAt + i];
      var d = read[dAt + i];
      written[w + i] = a + (b + c);
      written[w1 + i] = b - c + d;
    }
  }

  @Override
  public void joinAdjoint(
      HeapTensor x, int xAt, Four from, HeapTensor y, int yAt, Four to, int size) {
    double[] read = x.doubles();
    double[] written = y.doubles();
    int r = x.offset() + xAt;
    int w = y.offset() + yAt;
    int bAt = r + from.second();
    int w1 = w + to.second();
    int w2 = w + to.third();
    int w3 = w + to.fourth();
    for (int i = 0; i < size; i++) {
      var a = read[r + i];
      var b = read[bAt + i];
      written[w + i] = a;
      written[w1 + i] = a + b;
      written[w2 + i] = a - b;
      written[w3 + i] = b;
    }
  }
}
