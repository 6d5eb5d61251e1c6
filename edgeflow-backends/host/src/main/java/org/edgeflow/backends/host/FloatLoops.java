package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** The loops of float32; those of {@link DoubleLoops} are the same. */
final class FloatLoops implements Loops {
  private static final int BLOCK = Functions.BLOCK;

  private final Functions functions;
  private final Blas blas;
  private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

  FloatLoops(Functions functions, Blas blas) {
    this.functions = functions;
    this.blas = blas;
  }

  /** What one thread needs for intermediate results. */
  private static final class Room {
    private final float[] slope = new float[BLOCK];
    private final float[] tangent = new float[BLOCK];
    private final float[] work = new float[Functions.ROOM];
  }

  @Override
  public double get(HeapTensor x, int at) {
    return x.floats()[x.offset() + at];
  }

  @Override
  public void set(HeapTensor x, int at, double value) {
    x.floats()[x.offset() + at] = (float) value;
  }

  @Override
  public double dot(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    return functions.dot(x.floats(), x.offset() + xAt, y.floats(), y.offset() + yAt, size);
  }

  @Override
  public double sum(HeapTensor x, int xAt, int size) {
    return functions.sum(x.floats(), x.offset() + xAt, size);
  }

  @Override
  public double squaredDistance(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    return functions.squaredDistance(
        x.floats(), x.offset() + xAt, y.floats(), y.offset() + yAt, size);
  }

  @Override
  public double largest(HeapTensor x, int xAt, int size) {
    float[] values = x.floats();
    int from = x.offset() + xAt;
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + size; i++) {
      largest = Math.max(largest, values[i]);
    }
    return largest;
  }

  @Override
  public void scale(double alpha, HeapTensor x, int xAt, int size) {
    float[] values = x.floats();
    int from = x.offset() + xAt;
    float factor = (float) alpha;
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
    float[] left = x.floats();
    float[] right = y.floats();
    float[] result = out.floats();
    int l = x.offset() + xAt;
    int r = y.offset() + yAt;
    int o = out.offset() + outAt;
    float first = (float) alpha;
    float second = (float) beta;
    int done = functions.combine(first, left, l, second, right, r, result, o, size);
    for (int i = done; i < size; i++) {
      result[o + i] = first * left[l + i] + second * right[r + i];
    }
  }

  @Override
  public void add(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    float[] from = x.floats();
    float[] to = y.floats();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    int done = functions.add(from, f, to, t, size);
    for (int i = done; i < size; i++) {
      to[t + i] += from[f + i];
    }
  }

  @Override
  public void add(double alpha, HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    float[] from = x.floats();
    float[] to = y.floats();
    int f = x.offset() + xAt;
    int t = y.offset() + yAt;
    float factor = (float) alpha;
    int done = functions.addScaled(factor, from, f, to, t, size);
    for (int i = done; i < size; i++) {
      to[t + i] += factor * from[f + i];
    }
  }

  @Override
  public void addFourRows(HeapTensor x, int xAt, HeapTensor y, int yAt, int size) {
    float[] from = x.floats();
    float[] to = y.floats();
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
    float[] from = x.floats();
    float[] to = out.floats();
    int f = x.offset() + xAt;
    int t = out.offset() + outAt;
    float addend = (float) shift;
    float factor = (float) alpha;
    int done = functions.shiftAndScale(addend, factor, from, f, to, t, size);
    for (int i = done; i < size; i++) {
      to[t + i] = factor * (from[f + i] + addend);
    }
  }

  @Override
  public void multiply(
      HeapTensor x, int xAt, HeapTensor y, int yAt, HeapTensor out, int outAt, int size) {
    float[] left = x.floats();
    float[] right = y.floats();
    float[] result = out.floats();
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
    float[] a = x.floats();
    float[] b = y.floats();
    float[] c = u.floats();
    float[] d = v.floats();
    float[] result = out.floats();
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
    float[] probability = p.floats();
    float[] vector = v.floats();
    float[] result = out.floats();
    int pAt = p.offset() + at;
    int vAt = v.offset() + at;
    int o = out.offset() + at;
    float shift = (float) s;
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
    float[] probability = p.floats();
    float[] probabilityTangent = pTangent.floats();
    float[] vector = v.floats();
    float[] vectorTangent = vTangent.floats();
    float[] result = out.floats();
    int pAt = p.offset() + at;
    int ptAt = pTangent.offset() + at;
    int vAt = v.offset() + at;
    int vtAt = vTangent.offset() + at;
    int o = out.offset() + at;
    float shift = (float) s;
    float shiftTangent = (float) sTangent;
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
    float[] vector = v.floats();
    float[] normal = y.floats();
    float[] result = out.floats();
    int vAt = v.offset() + at;
    int yAt = y.offset() + at;
    int o = out.offset() + at;
    float factor = (float) alpha;
    float shift = (float) mean;
    float part = (float) along;
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
    float[] vector = v.floats();
    float[] vectorTangent = vTangent.floats();
    float[] normal = y.floats();
    float[] normalTangent = yTangent.floats();
    float[] result = out.floats();
    int vAt = v.offset() + at;
    int vtAt = vTangent.offset() + at;
    int yAt = y.offset() + at;
    int ytAt = yTangent.offset() + at;
    int o = out.offset() + at;
    float factor = (float) numbers[0];
    float factorTangent = (float) numbers[1];
    float shift = (float) numbers[2];
    float shiftTangent = (float) numbers[3];
    float part = (float) numbers[4];
    float partTangent = (float) numbers[5];
    for (int i = 0; i < size; i++) {
      float n = normal[yAt + i];
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
    functions.exp(x.floats(), x.offset() + xAt, size, rooms.get().work);
  }

  @Override
  public void takeLarger(
      HeapTensor x, int xAt, HeapTensor largest, int largestAt, int[] index, int size) {
    float[] values = x.floats();
    float[] tops = largest.floats();
    int from = x.offset() + xAt;
    int to = largest.offset() + largestAt;
    for (int i = 0; i < size; i++) {
      float value = values[from + i];
      float top = tops[to + i];
      if (index[largestAt + i] < 0 || value > top || (Float.isNaN(value) && !Float.isNaN(top))) {
        tops[to + i] = value;
        index[largestAt + i] = xAt + i;
      }
    }
  }

  @Override
  public void activate(Activation f, HeapTensor z, HeapTensor value, HeapTensor slope) {
    Room room = rooms.get();
    float[] at = z.floats();
    float[] values = value.floats();
    for (int from = 0; from < z.size(); from += BLOCK) {
      int size = Math.min(BLOCK, z.size() - from);
      float[] slopes = slope == null ? room.slope : slope.floats();
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
    float[] slopes = slope.floats();
    float[] swings = swing.floats();
    float[] tangents = valueTangent.floats();
    float[] along = room.tangent;
    for (int from = 0; from < z.size(); from += BLOCK) {
      int size = Math.min(BLOCK, z.size() - from);
      int slopeAt = slope.offset() + from;
      int swingAt = swing.offset() + from;
      int tangentAt = valueTangent.offset() + from;
      // An output may be the tangent, and is written before the tangent is used up.
      System.arraycopy(zTangent.floats(), zTangent.offset() + from, along, 0, size);
      evaluate(
          f,
          z.floats(),
          z.offset() + from,
          value.floats(),
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
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] work) {
    if (f instanceof StandardActivation standard) {
      functions.activate(
          standard, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, work);
      return;
    }
    for (int i = 0; i < size; i++) {
      float point = z[zAt + i];
      value[valueAt + i] = (float) f.value(point);
      slope[slopeAt + i] = (float) f.slope(point);
      if (bend != null) {
        bend[bendAt + i] = (float) f.bend(point);
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
        (float) alpha,
        a.floats(),
        a.offset() + aAt,
        aRow,
        b.floats(),
        b.offset() + bAt,
        bRow,
        (float) beta,
        c.floats(),
        c.offset() + cAt,
        cRow);
  }

  @Override
  public void averageQuads(
      HeapTensor x, int xAt, int row, HeapTensor out, int outAt, int pixels, int channels) {
    float[] from = x.floats();
    float[] to = out.floats();
    int upper = x.offset() + xAt;
    int t = out.offset() + outAt;
    int done = functions.averageQuads(0.25f, from, upper, upper + row, to, t, pixels, channels);
    for (int pixel = 0; pixel < pixels && done < channels; pixel++) {
      int a = upper + 2 * pixel * channels;
      int c = a + row;
      for (int i = done; i < channels; i++) {
        to[t + pixel * channels + i] =
            ((from[a + i] + from[a + channels + i]) + (from[c + i] + from[c + channels + i]))
                * 0.25f;
      }
    }
  }

  @Override
  public void spreadQuads(
      HeapTensor out, int outAt, HeapTensor x, int xAt, int row, int pixels, int channels) {
    float[] from = out.floats();
    float[] to = x.floats();
    int f = out.offset() + outAt;
    int upper = x.offset() + xAt;
    int done = functions.spreadQuads(0.25f, to, upper, upper + row, from, f, pixels, channels);
    for (int pixel = 0; pixel < pixels && done < channels; pixel++) {
      int a = upper + 2 * pixel * channels;
      int c = a + row;
      for (int i = done; i < channels; i++) {
        float share = from[f + pixel * channels + i] * 0.25f;
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
    float[] from = out.floats();
    float[] slopes = slope.floats();
    float[] to = x.floats();
    int f = out.offset() + outAt;
    int s = slope.offset() + xAt;
    int t = x.offset() + xAt;
    int done =
        functions.multiplyQuads(
            0.25f, from, f, slopes, s, s + row, to, t, t + row, pixels, channels);
    for (int pixel = 0; pixel < pixels && done < channels; pixel++) {
      for (int i = done; i < channels; i++) {
        float y = 0.25f * from[f + pixel * channels + i];
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
    float[] from = out.floats();
    float[] fromTangent = outTangent.floats();
    float[] slopes = slope.floats();
    float[] swings = swing.floats();
    float[] to = x.floats();
    float[] toTangent = xTangent.floats();
    int f = out.offset() + outAt;
    int g = outTangent.offset() + outAt;
    int s = slope.offset() + xAt;
    int w = swing.offset() + xAt;
    int t = x.offset() + xAt;
    int u = xTangent.offset() + xAt;
    int done =
        functions.multiplyQuadsTangent(
            0.25f,
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
        float y = 0.25f * from[f + pixel * channels + i];
        float z = 0.25f * fromTangent[g + pixel * channels + i];
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
    float[] from = x.floats();
    float[] to = out.floats();
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
      float sum = 0;
      for (int row = 0; row < 3; row++) {
        int at = f + i + row * rowStep;
        sum += from[at] + from[at + columnStep] + from[at + 2 * columnStep];
      }
      to[t + i] = sum;
    }
  }
}
