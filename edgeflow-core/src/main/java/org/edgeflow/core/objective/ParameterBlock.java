package org.edgeflow.core.objective;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A named slice of an objective's parameters: a network's layer, a factor of a product, or one
 * coordinate. The diagonal blocks of the Hessian belong to them.
 *
 * @param name for people, as messages and columns call it
 * @param from the first parameter's place in the objective's tensors
 * @param size how many parameters
 */
public record ParameterBlock(String name, int from, int size) {

  /** Checks that there is something in it. */
  public ParameterBlock {
    if (from < 0 || size < 1) {
      throw new IllegalArgumentException(
          "the block '" + name + "' holds " + size + " parameters from place " + from);
    }
  }

  /** All parameters as one block. */
  public static ParameterBlock whole(int dimension) {
    return new ParameterBlock("all", 0, dimension);
  }

  /** Blocks of these names, one behind the other, each of its size. */
  public static List<ParameterBlock> behindOneAnother(List<String> names, int... sizes) {
    List<ParameterBlock> blocks = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < sizes.length; i++) {
      blocks.add(new ParameterBlock(names.get(i), from, sizes[i]));
      from += sizes[i];
    }
    return blocks;
  }

  /**
   * Checks that blocks, in the order of their places, are all the parameters, each once.
   *
   * @throws IllegalArgumentException if they leave some out, overlap, or share a name
   */
  static void requirePartition(List<ParameterBlock> blocks, int dimension) {
    int end = 0;
    Set<String> names = new HashSet<>();
    for (ParameterBlock block : blocks) {
      if (block.from() != end || !names.add(block.name())) {
        throw new IllegalArgumentException(
            "the block '"
                + block.name()
                + "' begins at "
                + block.from()
                + ", expected one of a name of its own at "
                + end);
      }
      end += block.size();
    }
    if (end != dimension) {
      throw new IllegalArgumentException(
          "the blocks hold " + end + " parameters, the objective has " + dimension);
    }
  }
}
