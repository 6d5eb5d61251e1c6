package org.edgeflow.core.spectral;

/** Tells a search that still gains from one that has nothing left to gain but noise. */
final class SearchProgress {
  private final double epsilon;
  private final int capacity;
  private double smallest;
  private double largestSum;
  private int progressAt;

  /**
   * A judge of one search after the other.
   *
   * @param epsilon of the tensors' format
   * @param capacity of the search's basis
   */
  SearchProgress(double epsilon, int capacity) {
    this.epsilon = epsilon;
    this.capacity = capacity;
  }

  /** A search begins, or its goal has changed: what was gained before counts no more. */
  void begin(int products) {
    smallest = Double.POSITIVE_INFINITY;
    largestSum = Double.NEGATIVE_INFINITY;
    progressAt = products;
  }

  /**
   * Whether there is no progress to be expected.
   *
   * @param products spent so far
   * @param sum of the wanted Ritz values
   * @param worst the length of the first residual that still has to fall
   * @param norm about {@code ‖A‖}
   * @param noise the length of the noise in one product; 0 where unknown
   * @param count how many pairs are wanted
   */
  boolean stalled(int products, double sum, double worst, double norm, double noise, int count) {
    boolean rises = sum > largestSum + 4 * epsilon * norm;
    boolean gains = worst < 0.9 * smallest || sum > largestSum + 0.05 * worst;
    // An eigenvector of a cluster that the search has missed so far first shows as a rise of the
    // values that is tiny, and a residual that grows: without noise, every rise is progress.
    if (gains || (rises && worst > 3 * noise)) {
      smallest = Math.min(smallest, worst);
      largestSum = Math.max(largestSum, sum);
      progressAt = products;
      return false;
    }
    // Few products without progress are enough where noise explains the residual, many where a
    // cluster of eigenvalues may.
    int patience = worst <= 3 * noise ? count + 5 : Math.max(100, 4 * capacity);
    return products - progressAt >= patience;
  }
}
