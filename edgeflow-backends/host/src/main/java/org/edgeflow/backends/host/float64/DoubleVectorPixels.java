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
}
