package org.edgeflow.backends.cuda.device;

/** A stretch of device memory; it is used again for others once no tensor holds this object. */
public final class Block {
  private final long address;
  private final long bytes;

  Block(long address, long bytes) {
    this.address = address;
    this.bytes = bytes;
  }

  /** Where it begins, on the device. */
  public long address() {
    return address;
  }

  /** How long it is. */
  public long bytes() {
    return bytes;
  }
}
