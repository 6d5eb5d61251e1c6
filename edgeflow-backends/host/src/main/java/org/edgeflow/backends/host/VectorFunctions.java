package org.edgeflow.backends.host;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.StandardActivation;

/**
 * With the JDK's Vector API. Loaded by name, since a JVM may lack its module.
 *
 * <p>The JDK's vectors are objects until a loop over them is compiled, and in JDK 17 that succeeds
 * only while the profile of the JDK's own methods, which all loops share, is fresh: the more other
 * loops over vectors have become hot before, the likelier the compiler gives up on the types of a
 * long one, which then makes objects of its vectors for good (and is 5 to 10 times slower). {@link
 * #warmUp} therefore runs the long loops first.
 */
final class VectorFunctions extends VectorElements implements Functions {
  private static final int LANES = WIDE.length();

  // From this version on the order does not matter (seen on 25; 17 needs the warm-up).
  private static final int VERSION_THAT_NEEDS_NO_WARM_UP = 25;
  private static final int MOST_ROUNDS = 150;
  private static final int PASSES = 20;

  @Override
  public String description() {
    return "Vector API " + WIDE.vectorBitSize() + " bit";
  }

  @Override
  public void warmUp(DataType dataType) {
    if (Runtime.version().feature() >= VERSION_THAT_NEEDS_NO_WARM_UP) {
      return;
    }
    if (dataType == DataType.FLOAT64) {
      Float64.compiled();
    } else {
      Float32.compiled();
    }
  }

  /** The loops on float64. Initialized when they are first wanted: once, as they are compiled. */
  private static final class Float64 {
    static {
      compileFloat64();
    }

    /** Returns once the loops are compiled: after initialization, that is. */
    private static void compiled() {}
  }

  /** The loops on float32. */
  private static final class Float32 {
    static {
      compileFloat32();
    }

    /** Returns once the loops are compiled. */
    private static void compiled() {}
  }

  private static void compileFloat64() {
    double[] z = new double[BLOCK];
    double[] value = new double[BLOCK];
    double[] slope = new double[BLOCK];
    double[] bend = new double[BLOCK];
    double[] room = new double[ROOM];
    for (StandardActivation f : StandardActivation.values()) {
      untilCompiled(
          () -> {
            DoubleFunctions.evaluate(f, z, 0, value, 0, slope, 0, bend, 0, BLOCK, room);
            DoubleFunctions.evaluate(f, z, 0, value, 0, slope, 0, null, 0, BLOCK, room);
          });
    }
  }

  private static void compileFloat32() {
    float[] z = new float[BLOCK];
    float[] value = new float[BLOCK];
    float[] slope = new float[BLOCK];
    float[] bend = new float[BLOCK];
    float[] room = new float[ROOM];
    for (StandardActivation f : StandardActivation.values()) {
      untilCompiled(
          () -> {
            FloatFunctions.evaluate(f, z, 0, value, 0, slope, 0, bend, 0, BLOCK, room);
            FloatFunctions.evaluate(f, z, 0, value, 0, slope, 0, null, 0, BLOCK, room);
          });
    }
  }

  /** Runs a loop until it makes no objects any more. */
  private static void untilCompiled(Runnable loop) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && allocated > PASSES * 100; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int pass = 0; pass < PASSES; pass++) {
        loop.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  @Override
  public double dot(double[] x, int xAt, double[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      first =
          DoubleVector.fromArray(WIDE, x, xAt + i)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i), first);
      second =
          DoubleVector.fromArray(WIDE, x, xAt + i + LANES)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i + LANES), second);
      third =
          DoubleVector.fromArray(WIDE, x, xAt + i + 2 * LANES)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i + 2 * LANES), third);
      fourth =
          DoubleVector.fromArray(WIDE, x, xAt + i + 3 * LANES)
              .fma(DoubleVector.fromArray(WIDE, y, yAt + i + 3 * LANES), fourth);
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += x[xAt + i] * y[yAt + i];
    }
    return sum;
  }

  @Override
  public double sum(double[] x, int xAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      first = first.add(DoubleVector.fromArray(WIDE, x, xAt + i));
      second = second.add(DoubleVector.fromArray(WIDE, x, xAt + i + LANES));
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  @Override
  public double squaredDistance(double[] x, int xAt, double[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      DoubleVector even =
          DoubleVector.fromArray(WIDE, x, xAt + i).sub(DoubleVector.fromArray(WIDE, y, yAt + i));
      DoubleVector odd =
          DoubleVector.fromArray(WIDE, x, xAt + i + LANES)
              .sub(DoubleVector.fromArray(WIDE, y, yAt + i + LANES));
      first = even.fma(even, first);
      second = odd.fma(odd, second);
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      double difference = x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double dot(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    DoubleVector third = first;
    DoubleVector fourth = first;
    int i = 0;
    for (; i <= size - 4 * LANES; i += 4 * LANES) {
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector b = FloatVector.fromArray(NARROW, y, yAt + i);
      first =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 0)), first);
      second =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 1)), second);
      a = FloatVector.fromArray(NARROW, x, xAt + i + 2 * LANES);
      b = FloatVector.fromArray(NARROW, y, yAt + i + 2 * LANES);
      third =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 0)), third);
      fourth =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1))
              .fma(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 1)), fourth);
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += (double) x[xAt + i] * y[yAt + i];
    }
    return sum;
  }

  @Override
  public double sum(float[] x, int xAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      first = first.add(((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0)));
      second = second.add(((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1)));
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  @Override
  public double squaredDistance(float[] x, int xAt, float[] y, int yAt, int size) {
    DoubleVector first = DoubleVector.zero(WIDE);
    DoubleVector second = first;
    int i = 0;
    for (; i <= size - 2 * LANES; i += 2 * LANES) {
      FloatVector a = FloatVector.fromArray(NARROW, x, xAt + i);
      FloatVector b = FloatVector.fromArray(NARROW, y, yAt + i);
      DoubleVector low =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 0))
              .sub(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 0)));
      DoubleVector high =
          ((DoubleVector) a.convertShape(VectorOperators.F2D, WIDE, 1))
              .sub(((DoubleVector) b.convertShape(VectorOperators.F2D, WIDE, 1)));
      first = low.fma(low, first);
      second = high.fma(high, second);
    }
    double sum = first.add(second).reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      double difference = (double) x[xAt + i] - y[yAt + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void exp(double[] x, int xAt, int size, double[] room) {
    DoubleFunctions.exp(x, xAt, size, room);
  }

  @Override
  public void activate(
      StandardActivation f,
      double[] z,
      int zAt,
      double[] value,
      int valueAt,
      double[] slope,
      int slopeAt,
      double[] bend,
      int bendAt,
      int size,
      double[] room) {
    DoubleFunctions.evaluate(f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
  }

  @Override
  public void exp(float[] x, int xAt, int size, float[] room) {
    FloatFunctions.exp(x, xAt, size, room);
  }

  @Override
  public void activate(
      StandardActivation f,
      float[] z,
      int zAt,
      float[] value,
      int valueAt,
      float[] slope,
      int slopeAt,
      float[] bend,
      int bendAt,
      int size,
      float[] room) {
    FloatFunctions.evaluate(f, z, zAt, value, valueAt, slope, slopeAt, bend, bendAt, size, room);
  }
}
