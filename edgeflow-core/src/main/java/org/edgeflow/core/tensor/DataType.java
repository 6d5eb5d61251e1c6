package org.edgeflow.core.tensor;

/** The floating-point format of a run: of its parameters, gradients and Hessian–vector products. */
public enum DataType {
  /** IEEE 754 binary32. */
  FLOAT32(Math.ulp(1f), 4),
  /** IEEE 754 binary64. */
  FLOAT64(Math.ulp(1d), 8);

  private final double epsilon;
  private final int bytes;

  DataType(double epsilon, int bytes) {
    this.epsilon = epsilon;
    this.bytes = bytes;
  }

  /** The distance from 1 to the next larger number, ε_mach. */
  public double epsilon() {
    return epsilon;
  }

  /** Bytes one number takes. */
  public int bytes() {
    return bytes;
  }
}
