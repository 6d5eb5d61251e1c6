package org.edgeflow.backends.cuda.device;

import java.nio.ByteBuffer;
import org.edgeflow.core.tensor.DataType;

/** Numbers between Java arrays and the device, a stage full at a time; each call waits. */
public final class Transfers {
  private final DeviceContext context;

  /** Through one context's stage. */
  public Transfers(DeviceContext context) {
    this.context = context;
  }

  /** One stretch of an array. */
  private interface Stretch {
    void move(int start, int count);
  }

  private static void inStretches(int length, int width, Stretch stretch) {
    int most = DeviceContext.STAGE / width;
    for (int start = 0; start < length; start += most) {
      stretch.move(start, Math.min(most, length - start));
    }
  }

  /** Reads numbers of a format. */
  public void read(long from, DataType dataType, double[] values) {
    if (dataType == DataType.FLOAT64) {
      readDoubles(from, values);
    } else {
      readFloats(from, values);
    }
  }

  /** Writes numbers, rounded to a format. */
  public void write(double[] values, DataType dataType, long to) {
    if (dataType == DataType.FLOAT64) {
      writeDoubles(values, to);
    } else {
      writeFloats(values, to);
    }
  }

  private void readDoubles(long from, double[] values) {
    inStretches(
        values.length,
        Double.BYTES,
        (start, count) -> {
          context.fetch(from + (long) start * Double.BYTES, count * Double.BYTES);
          context.stage().asDoubleBuffer().get(values, start, count);
        });
  }

  private void readFloats(long from, double[] values) {
    ByteBuffer stage = context.stage();
    inStretches(
        values.length,
        Float.BYTES,
        (start, count) -> {
          context.fetch(from + (long) start * Float.BYTES, count * Float.BYTES);
          for (int i = 0; i < count; i++) {
            values[start + i] = stage.getFloat(i * Float.BYTES);
          }
        });
  }

  private void writeDoubles(double[] values, long to) {
    inStretches(
        values.length,
        Double.BYTES,
        (start, count) -> {
          context.stage().asDoubleBuffer().put(values, start, count);
          context.send(to + (long) start * Double.BYTES, count * Double.BYTES);
        });
  }

  private void writeFloats(double[] values, long to) {
    ByteBuffer stage = context.stage();
    inStretches(
        values.length,
        Float.BYTES,
        (start, count) -> {
          for (int i = 0; i < count; i++) {
            stage.putFloat(i * Float.BYTES, (float) values[start + i]);
          }
          context.send(to + (long) start * Float.BYTES, count * Float.BYTES);
        });
  }

  /** Writes integers. */
  public void write(int[] values, long to) {
    inStretches(
        values.length,
        Integer.BYTES,
        (start, count) -> {
          context.stage().asIntBuffer().put(values, start, count);
          context.send(to + (long) start * Integer.BYTES, count * Integer.BYTES);
        });
  }
}
