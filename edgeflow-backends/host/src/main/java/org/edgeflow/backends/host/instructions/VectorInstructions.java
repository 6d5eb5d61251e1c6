package org.edgeflow.backends.host.instructions;

import jdk.incubator.vector.DoubleVector;
import org.edgeflow.backends.host.float32.FloatVectorActivations;
import org.edgeflow.backends.host.float32.FloatVectorElements;
import org.edgeflow.backends.host.float32.FloatVectorPixels;
import org.edgeflow.backends.host.float32.products.FloatSmallProducts;
import org.edgeflow.backends.host.float64.DoubleVectorActivations;
import org.edgeflow.backends.host.float64.DoubleVectorElements;
import org.edgeflow.backends.host.float64.DoubleVectorPixels;
import org.edgeflow.backends.host.float64.products.DoubleSmallProducts;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.DataType;

/**
 * With the JDK's Vector API. Loaded by name, since a JVM may lack its module.
 *
 * <p>The JDK's vectors are objects until a loop over them is compiled, and in JDK 17 that succeeds
 * only while the profile of the JDK's own methods, which all loops share, is fresh: the more other
 * loops over vectors have become hot before, the likelier the compiler gives up on the types of a
 * long one, which then makes objects of its vectors for good (and is 5 to 10 times slower). {@link
 * #warmUp} therefore runs the long loops first.
 */
final class VectorInstructions implements Instructions {
  // From this version on the order does not matter (seen on 25; 17 needs the warm-up).
  private static final int VERSION_THAT_NEEDS_NO_WARM_UP = 25;

  @Override
  public String description() {
    return "Vector API " + bits() + " bit";
  }

  @Override
  public int bits() {
    return DoubleVector.SPECIES_PREFERRED.vectorBitSize();
  }

  @Override
  public Loops loops(DataType dataType) {
    if (dataType == DataType.FLOAT64) {
      Elements elements = new DoubleVectorElements();
      return new Loops(
          elements,
          new DoubleVectorPixels(elements),
          new DoubleVectorActivations(),
          new DoubleSmallProducts());
    }
    Elements elements = new FloatVectorElements();
    return new Loops(
        elements,
        new FloatVectorPixels(elements),
        new FloatVectorActivations(),
        new FloatSmallProducts());
  }

  @Override
  public void warmUp(DataType dataType) {
    if (Runtime.version().feature() >= VERSION_THAT_NEEDS_NO_WARM_UP) {
      return;
    }
    if (dataType == DataType.FLOAT64) {
      DoubleVectorActivations.warmUp();
    } else {
      FloatVectorActivations.warmUp();
    }
  }
}
