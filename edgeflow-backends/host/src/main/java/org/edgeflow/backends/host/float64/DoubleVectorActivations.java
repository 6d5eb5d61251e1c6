package org.edgeflow.backends.host.float64;

import static org.edgeflow.backends.host.float64.DoubleConstants.LANES;
import static org.edgeflow.backends.host.float64.DoubleConstants.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.edgeflow.backends.host.loops.WarmUp;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** The standard activations on vectors of float64; others one number after the other. */
public final class DoubleVectorActivations extends DoubleActivations {

  @Override
  void evaluate(Activation f, DoubleBlock block) {
    if (f instanceof StandardActivation standard) {
      evaluate(standard, block);
    } else {
      super.evaluate(f, block);
    }
  }

  private static void evaluate(StandardActivation f, DoubleBlock block) {
    int size = block.size;
    int whole = SPECIES.loopBound(size);
    block.size = whole;
    evaluateWhole(f, block);
    if (whole < size) {
      DoubleBlock rest = block.rest;
      rest.size = LANES;
      Arrays.fill(rest.z, 0);
      rest.read(block, whole, size - whole);
      evaluateWhole(f, rest);
      rest.write(block, whole, size - whole);
    }
    block.size = size;
  }

  /** On whole vectors. */
  private static void evaluateWhole(StandardActivation f, DoubleBlock block) {
    if (block.bend == null && f != StandardActivation.TANH) {
      block.bend = block.room;
      block.bendAt = (DoubleBlock.BLOCKS - 1) * BLOCK;
    }
    switch (f) {
      case TANH -> DoubleSigmoids.tanh(block);
      case SIGMOID -> DoubleSigmoids.sigmoid(block);
      case SOFTPLUS -> DoubleSigmoids.softplus(block);
      case GELU -> DoubleGates.gelu(block);
      case SWISH -> DoubleGates.swish(1, block);
      case GELU_SIGMOID -> DoubleGates.swish(StandardActivation.GELU_SHARPNESS, block);
      case RELU -> DoubleGates.relu(block);
      case IDENTITY -> {
        System.arraycopy(block.z, block.zAt, block.value, block.valueAt, block.size);
        Arrays.fill(block.slope, block.slopeAt, block.slopeAt + block.size, 1);
        Arrays.fill(block.bend, block.bendAt, block.bendAt + block.size, 0);
      }
    }
  }

  @Override
  void times(DoubleBlock block, int first) {
    double[] along = block.along;
    double[] tangent = block.tangent;
    double[] slope = block.slope;
    double[] bend = block.bend;
    int alongAt = block.alongAt;
    int tangentAt = block.tangentAt;
    int slopeAt = block.slopeAt;
    int bendAt = block.bendAt;
    int whole = SPECIES.loopBound(block.size);
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector alongs = DoubleVector.fromArray(SPECIES, along, alongAt + i);
      DoubleVector slopes = DoubleVector.fromArray(SPECIES, slope, slopeAt + i);
      DoubleVector bends = DoubleVector.fromArray(SPECIES, bend, bendAt + i);
      slopes.mul(alongs).intoArray(tangent, tangentAt + i);
      bends.mul(alongs).intoArray(bend, bendAt + i);
    }
    if (whole < block.size) {
      super.times(block, whole);
    }
  }

  @Override
  public void decay(HeapTensor x, int at, int size) {
    DoubleExponentials.decay(x.doubles(), x.offset() + at, size, room());
  }

  /** Has the loops compiled; returns at once from the second call on. */
  public static void warmUp() {
    Compiled.await();
  }

  /** Initialized when the loops are first wanted: once, as they are compiled. */
  private static final class Compiled {
    static {
      DoubleBlock block = new DoubleBlock();
      block.z = new double[BLOCK];
      block.value = new double[BLOCK];
      block.slope = new double[BLOCK];
      double[] bend = new double[BLOCK];
      for (StandardActivation f : StandardActivation.values()) {
        WarmUp.untilCompiled(
            () -> {
              block.size = BLOCK;
              block.bend = bend;
              block.bendAt = 0;
              evaluate(f, block);
              block.bend = null;
              evaluate(f, block);
            });
      }
    }

    /** Returns after initialization, that is once the loops are compiled. */
    private static void await() {}
  }
}
