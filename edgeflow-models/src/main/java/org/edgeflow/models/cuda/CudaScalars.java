package org.edgeflow.models.cuda;

import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.models.cuda.device.Block;

/** Float64 numbers in a device's memory. */
record CudaScalars(CudaBackend backend, Block block, int size) implements Scalars {

  /** Where a slot lies on the device. */
  long address(int slot) {
    return block.address() + (long) Shapes.requireSlot(this, slot) * Double.BYTES;
  }
}
