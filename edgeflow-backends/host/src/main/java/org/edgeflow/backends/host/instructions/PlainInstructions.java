package org.edgeflow.backends.host.instructions;

import org.edgeflow.backends.host.float32.FloatActivations;
import org.edgeflow.backends.host.float32.FloatElements;
import org.edgeflow.backends.host.float32.FloatPixels;
import org.edgeflow.backends.host.float64.DoubleActivations;
import org.edgeflow.backends.host.float64.DoubleElements;
import org.edgeflow.backends.host.float64.DoublePixels;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.DataType;

/** One number after the other: for a JVM without the module of the Vector API. */
public final class PlainInstructions implements Instructions {

  @Override
  public String description() {
    return "no vector instructions";
  }

  @Override
  public int bits() {
    return 0;
  }

  @Override
  public Loops loops(DataType dataType) {
    if (dataType == DataType.FLOAT64) {
      Elements elements = new DoubleElements();
      return new Loops(elements, new DoublePixels(elements), new DoubleActivations(), null);
    }
    Elements elements = new FloatElements();
    return new Loops(elements, new FloatPixels(elements), new FloatActivations(), null);
  }
}
