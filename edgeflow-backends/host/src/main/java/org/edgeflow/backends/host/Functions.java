package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.StandardActivation;
import org.slf4j.LoggerFactory;

/**
 * What gains most from the processor's vector instructions: transcendental functions and sums.
 *
 * <p>Every method works on {@code size} elements from the given places on. A sum depends on nothing
 * but its terms and their number, and is taken in float64.
 */
interface Functions extends Elements {

  /** What computes, for provenance. */
  String description();

  /** {@code Σ xᵢ yᵢ}. */
  double dot(double[] x, int xAt, double[] y, int yAt, int size);

  /** {@code Σ xᵢ yᵢ}. */
  double dot(float[] x, int xAt, float[] y, int yAt, int size);

  /** {@code Σ xᵢ}. */
  double sum(double[] x, int xAt, int size);

  /** {@code Σ xᵢ}. */
  double sum(float[] x, int xAt, int size);

  /** {@code Σ (xᵢ − yᵢ)²}. */
  double squaredDistance(double[] x, int xAt, double[] y, int yAt, int size);

  /** {@code Σ (xᵢ − yᵢ)²}. */
  double squaredDistance(float[] x, int xAt, float[] y, int yAt, int size);

  /** {@code x ← e^x}; {@code room} is modified. */
  void exp(double[] x, int xAt, int size, double[] room);

  /** {@code x ← e^x}; {@code room} is modified. */
  void exp(float[] x, int xAt, int size, float[] room);

  /**
   * {@code value ← f(z)}, {@code slope ← f′(z)}, {@code bend ← f″(z)}. A result may overwrite z.
   *
   * @param bend null if not wanted
   * @param size at most {@link #BLOCK}
   * @param room modified; {@link #ROOM} elements
   */
  void activate(
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
      double[] room);

  /** The same in float32. */
  void activate(
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
      float[] room);

  /** The most elements of one {@link #activate}: few enough to stay in the nearest cache. */
  int BLOCK = 1024;

  /** Room for five blocks of intermediate results and three vectors. */
  int ROOM = 5 * BLOCK + 3 * 64;

  /** Has the compiler compile the functions of one format before anything else is vectors. */
  default void warmUp(DataType dataType) {}

  /** With vector instructions where this JVM has the module for them, without them elsewhere. */
  static Functions best() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      try {
        return (Functions)
            Class.forName("org.edgeflow.backends.host.VectorFunctions")
                .getDeclaredConstructor()
                .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        LoggerFactory.getLogger(Functions.class)
            .warn("backend host: no vector instructions, elementwise kernels will be slow", e);
        return new PlainFunctions();
      }
    }
    LoggerFactory.getLogger(Functions.class)
        .warn(
            "backend host: no vector instructions, elementwise kernels will be slow; start Java with"
                + " --add-modules jdk.incubator.vector");
    return new PlainFunctions();
  }
}
