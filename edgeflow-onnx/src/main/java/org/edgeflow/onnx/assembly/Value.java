package org.edgeflow.onnx.assembly;

import org.edgeflow.onnx.graph.Numbers;

/** A tensor while its network is compiled: what one example makes of it, or what it is for all. */
public sealed interface Value {

  /** Its extents; the batch counts as one example. */
  int[] shape();

  /** Known numbers that nobody trains. */
  record Fixed(Numbers numbers) implements Value {
    @Override
    public int[] shape() {
      return numbers.shape();
    }
  }

  /**
   * Parameters, or some of them.
   *
   * @param name of the tensor that they are from
   * @param arrangement where they lie in it
   */
  record Parameters(String name, int[] shape, Arrangement arrangement) implements Value {}

  /**
   * What a layer makes.
   *
   * @param layer its place in the graph
   * @param arrangement where the elements lie in one example of its output
   */
  record Flow(int layer, int[] shape, Arrangement arrangement) implements Value {}

  /**
   * Tokens: the network's input, as integers, or an arrangement of them.
   *
   * @param arrangement where they lie in the input
   */
  record Tokens(int[] shape, Arrangement arrangement) implements Value {}
}
