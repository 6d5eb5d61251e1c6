package org.edgeflow.backends.cuda;

import org.edgeflow.backends.cuda.device.Block;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Shapes;

/** Float64 numbers in a device's memory. */
record CudaScalars(CudaBackend backend, Block block, int size) implements Scalars {

  /** Where a slot lies on the device. */
  long address(int slot) {
    return block.address() + (long) Shapes.requireSlot(this, slot) * Double.BYTES;
  }
}
