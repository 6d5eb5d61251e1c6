package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** The loops of float64; those of {@link FloatLoops} are the same. */
final class DoubleLoops implements Loops {
  private static final int BLOCK = Functions.BLOCK;

  private final Functions functions;
  private final Blas blas;
  private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

  DoubleLoops(Functions functions, Blas blas) {
    this.functions = functions;
    this.blas = blas;
  }

  /** What one thread needs for intermediate results. */
  private static final class Room {
    private final double[] slope = new double[BLOCK];
    private final double[] tangent = new double[BLOCK];
    private final double[] work = new double[Functions.ROOM];
  }

  @Override
  public double get(HeapTensor x, int at) {
    return x.doubles()[x.offset() + at];
  }

  @Override
  public void set(HeapTensor x, int at, double value) {
    x.doubles()[x.offset() + at] = value;
  }

  @Override
  public double dot(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    return functions.dot(x.doubles(), x.offset() + xAt, y.doubles(), y.offset() + yAt, size);
  }

  @Override
  public double sum(HeapTensor x, int xAt, int size) {
    return functions.sum(x.doubles(), x.offset() + xAt, size);
  }

  @Override
  public double squaredDistance(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    return functions.squaredDistance(
        x.doubles(), x.offset() + xAt, y.doubles(), y.offset() + yAt, size);
  }

  @Override
  public double largest(HeapTensor x, int xAt, int size) {
    double[] values = x.doubles();
    int from = x.offset() + xAt;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + size; i++) {
      largest = Math.max(largest, values[i]);
    }
    return largest;
  }

  @Override
  public void scale(double alpha, HeapTensor x, int xAt, int size) {
    double[] values = x.doubles();
    int from = x.offset() + xAt;
    double factor = alpha;
    for (int i = from; i < from + size; i++) {
      values[i] *= factor;
    }
  }

  @Override
  public void combine(
      double alpha,
      HeapTensor x,
      int xAt,
      double beta,
      HeapTensor y,
      int yAt,
      HeapTensor out,
      int outAt,
      int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + xAt;
    int r = y.offset() + yAt;
    int o = out.offset() + outAt;
    double first = alpha;
    double second = beta;
    int done = functions.combine(first, left, l, second, right, r, result, o, size);
    for (int i = done; i < size; i++) {
      result[o + i] = first * left[l + i] + second * right[r + i];
    }
  }

  @Override
  public void add(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    int done = functions.add(from, f, to, t, size);
    for (int i = done; i < size; i++) {
      to[t + i] += from[f + i];
    }
  }

  @Override
  public void add(double alpha, HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    double factor = alpha;
    int done = functions.addScaled(factor, from, f, to, t, size);
    for (int i = done; i < size; i++) {
      to[t + i] += factor * from[f + i];
    }
  }

  @Override
  public void addFourRows(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    double[] from = x.doubles();
    double[] to = y.doubles();
    int first = x.offset() + xAt;
    int second = first + size;
    int third = second + size;
    int fourth = third + size;
    int t = y.offset() + yAt;
    int done = functions.addFour(from, first, from, second, from, third, from, fourth, to, t, size);
    for (int i = done; i < size; i++) {
      to[t + i] += (from[first + i] + from[second + i]) + (from[third + i] + from[fourth + i]);
    }
  }

  @Override
  public void shiftAndScale(
      double shift, double alpha, HeapTensor x, int xAt, HeapTensor out, int outAt, int size) {
    double[] from = x.doubles();
    double[] to = out.doubles();
    int f = x.offset() + xAt;
    int t = out.offset() + outAt;
    double addend = shift;
    double factor = alpha;
    int done = functions.shiftAndScale(addend, factor, from, f, to, t, size);
    for (int i = done; i < size; i++) {
      to[t + i] = factor * (from[f + i] + addend);
    }
  }

  @Override
  public void multiply(
      HeapTensor x, int xAt, HeapTensor y, int yAt, HeapTensor out, int outAt, int size) {
    double[] left = x.doubles();
    double[] right = y.doubles();
    double[] result = out.doubles();
    int l = x.offset() + xAt;
    int r = y.offset() + yAt;
    int o = out.offset() + outAt;
    int done = functions.multiply(left, l, right, r, result, o, size);
    for (int i = done; i < size; i++) {
      result[o + i] = left[l + i] * right[r + i];
    }
  }

  @Override
  public void multiplyAdd(
      HeapTensor x, HeapTensor y, HeapTensor u, HeapTensor v, HeapTensor out, int at, int size) {
    double[] a = x.doubles();
    double[] b = y.doubles();
    double[] c = u.doubles();
    double[] d = v.doubles();
    double[] result = out.doubles();
    int aAt = x.offset() + at;
    int bAt = y.offset() + at;
    int cAt = u.offset() + at;
    int dAt = v.offset() + at;
    int o = out.offset() + at;
    int done = functions.multiplyAdd(a, aAt, b, bAt, c, cAt, d, dAt, result, o, size);
    for (int i = done; i < size; i++) {
      result[o + i] = a[aAt + i] * b[bAt + i] + c[cAt + i] * d[dAt + i];
    }
  }

  @Override
  public void softmaxDerivative(
      HeapTensor p, HeapTensor v, double s, HeapTensor out, int at, int size) {
    double[] probability = p.doubles();
    double[] vector = v.doubles();
    double[] result = out.doubles();
    int pAt = p.offset() + at;
    int vAt = v.offset() + at;
    int o = out.offset() + at;
    double shift = s;
    int done = functions.softmaxDerivative(probability, pAt, vector, vAt, shift, result, o, size);
    for (int i = done; i < size; i++) {
      result[o + i] = probability[pAt + i] * (vector[vAt + i] - shift);
    }
  }

  @Override
  public void softmaxDerivativeTangent(
      HeapTensor p,
      HeapTensor pTangent,
      HeapTensor v,
      HeapTensor vTangent,
      double s,
      double sTangent,
      HeapTensor out,
      int at,
      int size) {
    double[] probability = p.doubles();
    double[] probabilityTangent = pTangent.doubles();
    double[] vector = v.doubles();
    double[] vectorTangent = vTangent.doubles();
    double[] result = out.doubles();
    int pAt = p.offset() + at;
    int ptAt = pTangent.offset() + at;
    int vAt = v.offset() + at;
    int vtAt = vTangent.offset() + at;
    int o = out.offset() + at;
    double shift = s;
    double shiftTangent = sTangent;
    int done =
        functions.softmaxDerivativeTangent(
            probability,
            pAt,
            probabilityTangent,
            ptAt,
            vector,
            vAt,
            vectorTangent,
            vtAt,
            shift,
            shiftTangent,
            result,
            o,
            size);
    for (int i = done; i < size; i++) {
      result[o + i] =
          probabilityTangent[ptAt + i] * (vector[vAt + i] - shift)
              + probability[pAt + i] * (vectorTangent[vtAt + i] - shiftTangent);
    }
  }

  @Override
  public void normalizeDerivative(
      double alpha,
      HeapTensor v,
      double mean,
      double along,
      HeapTensor y,
      HeapTensor out,
      int at,
      int size) {
    double[] vector = v.doubles();
    double[] normal = y.doubles();
    double[] result = out.doubles();
    int vAt = v.offset() + at;
    int yAt = y.offset() + at;
    int o = out.offset() + at;
    double factor = alpha;
    double shift = mean;
    double part = along;
    int done =
        functions.normalizeDerivative(
            factor, vector, vAt, shift, part, normal, yAt, result, o, size);
    for (int i = done; i < size; i++) {
      result[o + i] = factor * (vector[vAt + i] - shift - part * normal[yAt + i]);
    }
  }

  @Override
  public void normalizeDerivativeTangent(
      double[] numbers,
      HeapTensor v,
      HeapTensor vTangent,
      HeapTensor y,
      HeapTensor yTangent,
      HeapTensor out,
      int at,
      int size) {
    double[] vector = v.doubles();
    double[] vectorTangent = vTangent.doubles();
    double[] normal = y.doubles();
    double[] normalTangent = yTangent.doubles();
    double[] result = out.doubles();
    int vAt = v.offset() + at;
    int vtAt = vTangent.offset() + at;
    int yAt = y.offset() + at;
    int ytAt = yTangent.offset() + at;
    int o = out.offset() + at;
    double factor = numbers[0];
    double factorTangent = numbers[1];
    double shift = numbers[2];
    double shiftTangent = numbers[3];
    double part = numbers[4];
    double partTangent = numbers[5];
    for (int i = 0; i < size; i++) {
      double n = normal[yAt + i];
      result[o + i] =
          factorTangent * (vector[vAt + i] - shift - part * n)
              + factor
                  * (vectorTangent[vtAt + i]
                      - shiftTangent
                      - part * normalTangent[ytAt + i]
                      - partTangent * n);
    }
  }

  @Override
  public void exp(HeapTensor x, int xAt, int size) {
    functions.exp(x.doubles(), x.offset() + xAt, size, rooms.get().work);
  }

  @Override
  public void takeLarger(
      HeapTensor x, int xAt, HeapTensor largest, int largestAt, int[] index, int size) {
    double[] values = x.doubles();
    double[] tops = largest.doubles();
    int from = x.offset() + xAt;
    int to = largest.offset() + largestAt;
    for (int i = 0; i < size; i++) {
      double value = values[from + i];
      double top = tops[to + i];
      if (index[largestAt + i] < 0 || value > top || (Double.isNaN(value) && !Double.isNaN(top))) {
        tops[to + i] = value;
        index[largestAt + i] = xAt + i;
      }
    }
  }

  @Override
  public void activate(Activation f, HeapTensor z, HeapTensor value, HeapTensor slope) {
    Room room = rooms.get();
    double[] at = z.doubles();
    double[] values = value.doubles();
    for (int from = 0; from < z.size(); from += BLOCK) {
      int size = Math.min(BLOCK, z.size() - from);
      double[] slopes = slope == null ? room.slope : slope.doubles();
      int slopeAt = slope == null ? 0 : slope.offset() + from;
      evaluate(
          f,
          at,
          z.offset() + from,
          values,
          value.offset() + from,
          slopes,
          slopeAt,
          null,
          0,
          size,
          room.work);
    }
  }

  @Override
  public void activateTangent(
      Activation f,
      HeapTensor z,
      HeapTensor zTangent,
      HeapTensor value,
      HeapTensor valueTangent,
      HeapTensor slope,
      HeapTensor swing) {
    Room room = rooms.get();
    double[] slopes = slope.doubles();
    double[] swings = swing.doubles();
    double[] tangents = valueTangent.doubles();
    double[] along = room.tangent;
    for (int from = 0; from < z.size(); from += BLOCK) {
      int size = Math.min(BLOCK, z.size() - from);
      int slopeAt = slope.offset() + from;
      int swingAt = swing.offset() + from;
      int tangentAt = valueTangent.offset() + from;
      // An output may be the tangent, and is written before the tangent is used up.
      System.arraycopy(zTangent.doubles(), zTangent.offset() + from, along, 0, size);
      evaluate(
          f,
          z.doubles(),
          z.offset() + from,
          value.doubles(),
          value.offset() + from,
          slopes,
          slopeAt,
          swings,
          swingAt,
          size,
          room.work);
      int done = functions.multiply(slopes, slopeAt, along, 0, tangents, tangentAt, size);
      for (int i = done; i < size; i++) {
        tangents[tangentAt + i] = slopes[slopeAt + i] * along[i];
      }
      done = functions.multiply(swings, swingAt, along, 0, swings, swingAt, size);
      for (int i = done; i < size; i++) {
        swings[swingAt + i] *= along[i];
      }
    }
  }

  private void evaluate(
      Activation f,
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] work) {
    if (f instanceof StandardActivation standard) {
      functions.activate(
          standard, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, work);
      return;
    }
    for (int i = 0; i < size; i++) {
      double point = z[zAt + i];
      value[valueAt + i] = f.value(point);
      slope[slopeAt + i] = f.slope(point);
      if (bend != null) {
        bend[bendAt + i] = f.bend(point);
      }
    }
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      HeapTensor a,
      int aAt,
      int aRow,
      HeapTensor b,
      int bAt,
      int bRow,
      double beta,
      HeapTensor c,
      int cAt,
      int cRow) {
    if (!blas.loaded()) {
      PlainProducts.gemm(
          this,
          transposeA,
          transposeB,
          m,
          n,
          k,
          alpha,
          a,
          aAt,
          aRow,
          b,
          bAt,
          bRow,
          beta,
          c,
          cAt,
          cRow);
      return;
    }
    blas.gemm(
        transposeA,
        transposeB,
        m,
        n,
        k,
        alpha,
        a.doubles(),
        a.offset() + aAt,
        aRow,
        b.doubles(),
        b.offset() + bAt,
        bRow,
        beta,
        c.doubles(),
        c.offset() + cAt,
        cRow);
  }

  @Override
  public void averageQuads(
      HeapTensor x, int xAt, int row, HeapTensor out, int outAt, int pixels, int channels) {
    double[] from = x.doubles();
    double[] to = out.doubles();
    int upper = x.offset() + xAt;
    int t = out.offset() + outAt;
    int done = functions.averageQuads(0.25, from, upper, upper + row, to, t, pixels, channels);
    for (int pixel = 0; pixel < pixels && done < channels; pixel++) {
      int a = upper + 2 * pixel * channels;
      int c = a + row;
      for (int i = done; i < channels; i++) {
        to[t + pixel * channels + i] =
            ((from[a + i] + from[a + channels + i]) + (from[c + i] + from[c + channels + i]))
                * 0.25;
      }
    }
  }

  @Override
  public void spreadQuads(
      HeapTensor out, int outAt, HeapTensor x, int xAt, int row, int pixels, int channels) {
    double[] from = out.doubles();
    double[] to = x.doubles();
    int f = out.offset() + outAt;
    int upper = x.offset() + xAt;
    int done = functions.spreadQuads(0.25, to, upper, upper + row, from, f, pixels, channels);
    for (int pixel = 0; pixel < pixels && done < channels; pixel++) {
      int a = upper + 2 * pixel * channels;
      int c = a + row;
      for (int i = done; i < channels; i++) {
        double share = from[f + pixel * channels + i] * 0.25;
        to[a + i] = share;
        to[a + channels + i] = share;
        to[c + i] = share;
        to[c + channels + i] = share;
      }
    }
  }

  @Override
  public void multiplyQuads(
      HeapTensor out,
      int outAt,
      HeapTensor slope,
      HeapTensor x,
      int xAt,
      int row,
      int pixels,
      int channels) {
    double[] from = out.doubles();
    double[] slopes = slope.doubles();
    double[] to = x.doubles();
    int f = out.offset() + outAt;
    int s = slope.offset() + xAt;
    int t = x.offset() + xAt;
    int done =
        functions.multiplyQuads(
            0.25, from, f, slopes, s, s + row, to, t, t + row, pixels, channels);
    for (int pixel = 0; pixel < pixels && done < channels; pixel++) {
      for (int i = done; i < channels; i++) {
        double y = 0.25 * from[f + pixel * channels + i];
        for (int place = 0; place < 4; place++) {
          int at = 2 * pixel * channels + i + (place & 1) * channels + (place >> 1) * row;
          to[t + at] = y * slopes[s + at];
        }
      }
    }
  }

  @Override
  public void multiplyQuadsTangent(
      HeapTensor out,
      HeapTensor outTangent,
      int outAt,
      HeapTensor slope,
      HeapTensor swing,
      HeapTensor x,
      HeapTensor xTangent,
      int xAt,
      int row,
      int pixels,
      int channels) {
    double[] from = out.doubles();
    double[] fromTangent = outTangent.doubles();
    double[] slopes = slope.doubles();
    double[] swings = swing.doubles();
    double[] to = x.doubles();
    double[] toTangent = xTangent.doubles();
    int f = out.offset() + outAt;
    int g = outTangent.offset() + outAt;
    int s = slope.offset() + xAt;
    int w = swing.offset() + xAt;
    int t = x.offset() + xAt;
    int u = xTangent.offset() + xAt;
    int done =
        functions.multiplyQuadsTangent(
            0.25,
            from,
            f,
            fromTangent,
            g,
            slopes,
            swings,
            s,
            w,
            to,
            toTangent,
            t,
            u,
            row,
            pixels,
            channels);
    for (int pixel = 0; pixel < pixels && done < channels; pixel++) {
      for (int i = done; i < channels; i++) {
        double y = 0.25 * from[f + pixel * channels + i];
        double z = 0.25 * fromTangent[g + pixel * channels + i];
        for (int place = 0; place < 4; place++) {
          int at = 2 * pixel * channels + i + (place & 1) * channels + (place >> 1) * row;
          to[t + at] = y * slopes[s + at];
          toTangent[u + at] = z * slopes[s + at] + y * swings[w + at];
        }
      }
    }
  }

  @Override
  public void sumOfGrid(
      HeapTensor x,
      int xAt,
      int rows,
      int rowStep,
      int columns,
      int columnStep,
      HeapTensor out,
      int outAt,
      int size) {
    double[] from = x.doubles();
    double[] to = out.doubles();
    int f = x.offset() + xAt;
    int t = out.offset() + outAt;
    if (rows != 3 || columns != 3) {
      Loops.copy(x, xAt, out, outAt, size);
      for (int place = 1; place < rows * columns; place++) {
        int at = xAt + place / columns * rowStep + place % columns * columnStep;
        add(x, at, out, outAt, size);
      }
      return;
    }
    int done = functions.sumOfNine(from, f, rowStep, columnStep, to, t, size);
    for (int i = done; i < size; i++) {
      double sum = 0;
      for (int row = 0; row < 3; row++) {
        int at = f + i + row * rowStep;
        sum += from[at] + from[at + columnStep] + from[at + 2 * columnStep];
      }
      to[t + i] = sum;
    }
  }
}
