package org.edgeflow.backends.host.float64;

import org.edgeflow.backends.host.loops.Activations;
import org.edgeflow.backends.host.loops.Dual;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** One number of float64 after the other. */
public class DoubleActivations implements Activations {
  private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

  /** What one thread needs. */
  private static final class Room {
    private final DoubleBlock block = new DoubleBlock();
    private final double[] slope = new double[BLOCK];
    private final double[] along = new double[BLOCK];
  }

  /** Room for the intermediate results of this thread. */
  final double[] room() {
    return rooms.get().block.room;
  }

  @Override
  public final void activate(Activation f, HeapTensor z, HeapTensor value, HeapTensor slope) {
    Room room = rooms.get();
    DoubleBlock block = room.block;
    for (int from = 0; from < z.size(); from += BLOCK) {
      block.size = Math.min(BLOCK, z.size() - from);
      block.z = z.doubles();
      block.zAt = z.offset() + from;
      block.value = value.doubles();
      block.valueAt = value.offset() + from;
      block.slope = slope == null ? room.slope : slope.doubles();
      block.slopeAt = slope == null ? 0 : slope.offset() + from;
      block.bend = null;
      evaluate(f, block);
    }
  }

  @Override
  public final void activateTangent(
      Activation f, Dual z, Dual value, HeapTensor slope, HeapTensor swing) {
    Room room = rooms.get();
    DoubleBlock block = room.block;
    HeapTensor at = z.value();
    for (int from = 0; from < at.size(); from += BLOCK) {
      block.size = Math.min(BLOCK, at.size() - from);
      block.z = at.doubles();
      block.zAt = at.offset() + from;
      block.value = value.value().doubles();
      block.valueAt = value.value().offset() + from;
      block.slope = slope.doubles();
      block.slopeAt = slope.offset() + from;
      block.bend = swing.doubles();
      block.bendAt = swing.offset() + from;
      takeDirection(z.tangent(), from, room);
      evaluate(f, block);
      HeapTensor moved = value.tangent();
      block.tangent = moved.doubles();
      block.tangentAt = moved.offset() + from;
      times(block, 0);
    }
  }

  /** A copy where the evaluation may write over it. */
  private static void takeDirection(HeapTensor direction, int from, Room room) {
    DoubleBlock block = room.block;
    block.along = direction.doubles();
    block.alongAt = direction.offset() + from;
    if (block.along == block.value || block.along == block.slope || block.along == block.bend) {
      System.arraycopy(block.along, block.alongAt, room.along, 0, block.size);
      block.along = room.along;
      block.alongAt = 0;
    }
  }

  /** Evaluates a function with its derivatives. */
  void evaluate(Activation f, DoubleBlock block) {
    for (int i = 0; i < block.size; i++) {
      double point = block.z[block.zAt + i];
      block.value[block.valueAt + i] = (double) f.value(point);
      block.slope[block.slopeAt + i] = (double) f.slope(point);
      if (block.bend != null) {
        block.bend[block.bendAt + i] = (double) f.bend(point);
      }
    }
  }

  /** {@code tangent ← slope ∘ along} and {@code bend ← bend ∘ along}, from an element on. */
  void times(DoubleBlock block, int first) {
    for (int i = first; i < block.size; i++) {
      var along = block.along[block.alongAt + i];
      block.tangent[block.tangentAt + i] = block.slope[block.slopeAt + i] * along;
      block.bend[block.bendAt + i] *= along;
    }
  }

  @Override
  public void decay(HeapTensor x, int at, int size) {
    double[] values = x.doubles();
    int from = x.offset() + at;
    for (int i = from; i < from + size; i++) {
      values[i] = (double) Math.exp(-Math.abs(values[i]));
    }
  }
}
