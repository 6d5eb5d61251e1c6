package org.edgeflow.bench.tally;

/**
 * What a sequence of operations costs at least, whoever carries it out.
 *
 * @param flops floating-point operations of matrix products: {@code 2mnk} for each {@code m × k}
 *     times {@code k × n}
 * @param bytes that move where each operation reads every tensor it reads once and writes every
 *     tensor it writes once, and nothing stays near the processor in between
 * @param operations how many there are
 */
public record Work(double flops, double bytes, long operations) {

  /** The shortest time that the products take, at a rate in flops a second. */
  public double productSeconds(double rate) {
    return flops / rate;
  }

  /** The shortest time that the movement takes, at a bandwidth in bytes a second. */
  public double movementSeconds(double bandwidth) {
    return bytes / bandwidth;
  }
}
