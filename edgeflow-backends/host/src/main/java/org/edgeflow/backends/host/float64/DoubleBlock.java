package org.edgeflow.backends.host.float64;

import org.edgeflow.backends.host.loops.Activations;

/**
 * The arguments of one evaluation in float64, in one object that each thread keeps: {@code value ←
 * f(z)}, {@code slope ← f′(z)}, {@code bend ← f″(z)} on {@code size} elements from the given places
 * on. A result may overwrite z.
 */
final class DoubleBlock {
  /** Intermediate results: this many blocks. */
  static final int BLOCKS = 4;

  /** Room for the elements of one vector. */
  private static final int WIDEST = 64;

  double[] z;
  int zAt;
  double[] value;
  int valueAt;
  double[] slope;
  int slopeAt;

  /** Null where it is not wanted. */
  double[] bend;

  int bendAt;

  /** The direction of a tangent; not in the rest. */
  double[] along;

  int alongAt;

  /** The value's tangent along it. */
  double[] tangent;

  int tangentAt;
  int size;

  /** Modified by an evaluation. */
  final double[] room;

  /** One vector for what is left over of this block; it shares the room. Null in that vector. */
  final DoubleBlock rest;

  /** A block whose arrays are to be set. */
  DoubleBlock() {
    room = new double[BLOCKS * Activations.BLOCK];
    rest = new DoubleBlock(room);
  }

  private DoubleBlock(double[] room) {
    this.room = room;
    this.rest = null;
    this.z = new double[WIDEST];
    this.value = new double[WIDEST];
    this.slope = new double[WIDEST];
    this.bend = new double[WIDEST];
  }

  /** Takes the arguments from a place of a block on. */
  void read(DoubleBlock block, int from, int count) {
    System.arraycopy(block.z, block.zAt + from, z, zAt, count);
  }

  /** Gives the results to a place of a block on. */
  void write(DoubleBlock block, int from, int count) {
    System.arraycopy(value, valueAt, block.value, block.valueAt + from, count);
    System.arraycopy(slope, slopeAt, block.slope, block.slopeAt + from, count);
    if (block.bend != null) {
      System.arraycopy(bend, bendAt, block.bend, block.bendAt + from, count);
    }
  }
}
