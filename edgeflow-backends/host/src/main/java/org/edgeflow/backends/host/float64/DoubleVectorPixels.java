package org.edgeflow.backends.host.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Whole vectors of the channels of float64 pixels; what is left over goes the plain way. */
public final class DoubleVectorPixels extends DoublePixels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final double QUARTER = 0.25;

  /** With what adds up whole stretches. */
  public DoubleVectorPixels(Elements elements) {
    super(elements);
  }

  @Override
  void averageLine(Window window, int line, HeapTensor images, HeapTensor out, int channel) {
    double[] from = images.doubles();
    double[] to = out.doubles();
    int channels = window.channels();
    int whole = SPECIES.loopBound(channels);
    int pixels = window.outputWidth();
    int upper = images.offset() + top(window, line);
    int lower = upper + window.width() * channels;
    int t = out.offset() + line * pixels * channels;
    DoubleVector quarter = DoubleVector.broadcast(SPECIES, (double) QUARTER);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int top = upper + 2 * pixel * channels;
      int bottom = lower + 2 * pixel * channels;
      int at = t + pixel * channels;
      for (int i = 0; i < whole; i += LANES) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, from, top + i);
        DoubleVector b = DoubleVector.fromArray(SPECIES, from, top + channels + i);
        DoubleVector c = DoubleVector.fromArray(SPECIES, from, bottom + i);
        DoubleVector d = DoubleVector.fromArray(SPECIES, from, bottom + channels + i);
        a.add(b).add(c.add(d)).mul(quarter).intoArray(to, at + i);
      }
    }
    if (whole < channels) {
      super.averageLine(window, line, images, out, whole);
    }
  }

  @Override
  void spreadLine(Window window, int line, HeapTensor out, HeapTensor images, int channel) {
    double[] from = out.doubles();
    double[] to = images.doubles();
    int channels = window.channels();
    int whole = SPECIES.loopBound(channels);
    int pixels = window.outputWidth();
    int upper = images.offset() + top(window, line);
    int lower = upper + window.width() * channels;
    int f = out.offset() + line * pixels * channels;
    DoubleVector quarter = DoubleVector.broadcast(SPECIES, (double) QUARTER);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int top = upper + 2 * pixel * channels;
      int bottom = lower + 2 * pixel * channels;
      int at = f + pixel * channels;
      for (int i = 0; i < whole; i += LANES) {
        DoubleVector share = DoubleVector.fromArray(SPECIES, from, at + i).mul(quarter);
        share.intoArray(to, top + i);
        share.intoArray(to, top + channels + i);
        share.intoArray(to, bottom + i);
        share.intoArray(to, bottom + channels + i);
      }
    }
    if (whole < channels) {
      super.spreadLine(window, line, out, images, whole);
    }
  }

  @Override
  void multiplyLine(
      Window window, int line, HeapTensor out, HeapTensor slope, HeapTensor images, int channel) {
    double[] from = out.doubles();
    double[] slopes = slope.doubles();
    double[] to = images.doubles();
    int channels = window.channels();
    int whole = SPECIES.loopBound(channels);
    int pixels = window.outputWidth();
    int row = window.width() * channels;
    int f = out.offset() + line * pixels * channels;
    int s = slope.offset() + top(window, line);
    int t = images.offset() + top(window, line);
    DoubleVector quarter = DoubleVector.broadcast(SPECIES, (double) QUARTER);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = f + pixel * channels;
      for (int i = 0; i < whole; i += LANES) {
        DoubleVector y = DoubleVector.fromArray(SPECIES, from, at + i).mul(quarter);
        int a = 2 * pixel * channels + i;
        int b = a + channels;
        int c = a + row;
        int d = b + row;
        y.mul(DoubleVector.fromArray(SPECIES, slopes, s + a)).intoArray(to, t + a);
        y.mul(DoubleVector.fromArray(SPECIES, slopes, s + b)).intoArray(to, t + b);
        y.mul(DoubleVector.fromArray(SPECIES, slopes, s + c)).intoArray(to, t + c);
        y.mul(DoubleVector.fromArray(SPECIES, slopes, s + d)).intoArray(to, t + d);
      }
    }
    if (whole < channels) {
      super.multiplyLine(window, line, out, slope, images, whole);
    }
  }

  @Override
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
    int whole = SPECIES.loopBound(channels);
    int row = window.width() * channels;
    int f = out.value().offset() + line * window.outputWidth() * channels;
    int g = out.tangent().offset() + line * window.outputWidth() * channels;
    int s = slope.offset() + top(window, line);
    int w = swing.offset() + top(window, line);
    int t = images.value().offset() + top(window, line);
    int u = images.tangent().offset() + top(window, line);
    DoubleVector quarter = DoubleVector.broadcast(SPECIES, (double) QUARTER);
    for (int pixel = 0; pixel < window.outputWidth() * channels; pixel += channels) {
      for (int i = pixel; i < pixel + whole; i += LANES) {
        DoubleVector y = DoubleVector.fromArray(SPECIES, from, f + i).mul(quarter);
        DoubleVector z = DoubleVector.fromArray(SPECIES, fromTangent, g + i).mul(quarter);
        for (int place = 0; place < 4; place++) {
          int at = pixel + i + (place & 1) * channels + (place >> 1) * row;
          DoubleVector factors = DoubleVector.fromArray(SPECIES, slopes, s + at);
          DoubleVector swung = DoubleVector.fromArray(SPECIES, swings, w + at).mul(y);
          y.mul(factors).intoArray(to, t + at);
          z.mul(factors).add(swung).intoArray(toTangent, u + at);
        }
      }
    }
    if (whole < channels) {
      super.multiplyTangentLine(window, line, out, slope, swing, images, whole);
    }
  }

  @Override
  void sumOfNine(HeapTensor x, int xAt, Steps steps, HeapTensor out, int outAt, int channel) {
    double[] from = x.doubles();
    double[] to = out.doubles();
    int f = x.offset() + xAt;
    int t = out.offset() + outAt;
    int step = steps.column();
    int row = steps.row();
    int whole = SPECIES.loopBound(steps.channels());
    for (int i = 0; i < whole; i += LANES) {
      int a = f + i;
      int b = a + row;
      int c = b + row;
      DoubleVector first =
          DoubleVector.fromArray(SPECIES, from, a)
              .add(DoubleVector.fromArray(SPECIES, from, a + step))
              .add(DoubleVector.fromArray(SPECIES, from, a + 2 * step));
      DoubleVector second =
          DoubleVector.fromArray(SPECIES, from, b)
              .add(DoubleVector.fromArray(SPECIES, from, b + step))
              .add(DoubleVector.fromArray(SPECIES, from, b + 2 * step));
      DoubleVector third =
          DoubleVector.fromArray(SPECIES, from, c)
              .add(DoubleVector.fromArray(SPECIES, from, c + step))
              .add(DoubleVector.fromArray(SPECIES, from, c + 2 * step));
      first.add(second).add(third).intoArray(to, t + i);
    }
    if (whole < steps.channels()) {
      super.sumOfNine(x, xAt, steps, out, outAt, whole);
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
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, read, r + i);
      DoubleVector b = DoubleVector.fromArray(SPECIES, read, bAt + i);
      DoubleVector c = DoubleVector.fromArray(SPECIES, read, cAt + i);
      DoubleVector d = DoubleVector.fromArray(SPECIES, read, dAt + i);
      a.sub(c).intoArray(written, w + i);
      b.add(c).intoArray(written, w1 + i);
      c.sub(b).intoArray(written, w2 + i);
      d.sub(b).intoArray(written, w3 + i);
    }
    if (whole < size) {
      super.split(x, xAt + whole, from, y, yAt + whole, to, size - whole);
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
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, read, r + i);
      DoubleVector b = DoubleVector.fromArray(SPECIES, read, bAt + i);
      DoubleVector c = DoubleVector.fromArray(SPECIES, read, cAt + i);
      DoubleVector d = DoubleVector.fromArray(SPECIES, read, dAt + i);
      a.intoArray(written, w + i);
      b.sub(c).sub(d).intoArray(written, w1 + i);
      b.add(c).sub(a).intoArray(written, w2 + i);
      d.intoArray(written, w3 + i);
    }
    if (whole < size) {
      super.splitAdjoint(x, xAt + whole, from, y, yAt + whole, to, size - whole);
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
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, read, r + i);
      DoubleVector b = DoubleVector.fromArray(SPECIES, read, bAt + i);
      DoubleVector c = DoubleVector.fromArray(SPECIES, read, cAt + i);
      DoubleVector d = DoubleVector.fromArray(SPECIES, read, dAt + i);
      a.add(b.add(c)).intoArray(written, w + i);
      b.sub(c).add(d).intoArray(written, w1 + i);
    }
    if (whole < size) {
      super.join(x, xAt + whole, from, y, yAt + whole, to, size - whole);
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
    int whole = SPECIES.loopBound(size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, read, r + i);
      DoubleVector b = DoubleVector.fromArray(SPECIES, read, bAt + i);
      a.intoArray(written, w + i);
      a.add(b).intoArray(written, w1 + i);
      a.sub(b).intoArray(written, w2 + i);
      b.intoArray(written, w3 + i);
    }
    if (whole < size) {
      super.joinAdjoint(x, xAt + whole, from, y, yAt + whole, to, size - whole);
    }
  }
}
