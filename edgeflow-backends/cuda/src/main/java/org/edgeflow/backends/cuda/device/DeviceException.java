package org.edgeflow.backends.cuda.device;

/** A CUDA function failed in the middle of work; what it says is in the message. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }
}
