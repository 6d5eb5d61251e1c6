package org.edgeflow.bench.tally;

import java.util.Arrays;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;

/** A tensor without elements. */
record Outline(Tally backend, int[] shape) implements Tensor {

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public int size() {
    return Shapes.size(shape);
  }

  @Override
  public String toString() {
    return "outline" + Arrays.toString(shape);
  }
}
